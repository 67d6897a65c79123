import { difference, type MatterChange } from './difference.ts';
import type { LocalText } from './matter-parts.ts';
import type { Matter } from './matter-shape.ts';

/** A matter that is not the same at the terminal as online. */
export interface Deviation {
  readonly handleItem: string;
  readonly name: LocalText;
  /** `both`: `differs` says in what; otherwise the other one does not have it at all. */
  readonly offered: 'both' | 'kiosk-only' | 'online-only';
  /** `before` is the kiosk's, `after` is the online service's. */
  readonly differs: readonly MatterChange[];
}

/**
 * Whether kiosk and online service keep to the same standard (art. 15): fields and their required flags, rules,
 * materials, eligibility, limits, fees and kinds of every matter that the terminal may offer.
 * @returns what deviates; none when they do
 */
export function deviations(kiosk: readonly Matter[], online: readonly Matter[]): Deviation[] {
  const there = new Map(online.map((matter) => [matter.handleItem, matter]));
  const here = new Set(kiosk.map(({ handleItem }) => handleItem));
  return [
    ...kiosk.flatMap((matter): Deviation[] => {
      const { handleItem, name } = matter;
      const other = there.get(handleItem);
      if (!other) return [{ handleItem, name, offered: 'kiosk-only', differs: [] }];
      // Words may be a version ahead on one side; what is asked, given and promised may not.
      const differs = difference(matter, other).filter(({ part }) => part !== 'text');
      return differs.length === 0 ? [] : [{ handleItem, name, offered: 'both', differs }];
    }),
    ...online
      .filter(({ handleItem, channels }) => channels.kiosk && !here.has(handleItem))
      .map(({ handleItem, name }): Deviation => ({ handleItem, name, offered: 'online-only', differs: [] })),
  ];
}

import type { ChooseView, FindingByGroup, FoundGroup, Language } from '@tongban/contract';
import { situations, type Matter } from '@tongban/kiosk-config/catalogue';
import type { OfferedMatter } from '../matters.ts';
import { findMatters, type SearchedTexts } from './matter-search.ts';
import { offeredMatter } from './matter-view.ts';

/** How a citizen looks for a matter. */
export type Finding =
  | {
      readonly by: FindingByGroup['by'];
      /** Of the groups; null while none is chosen. */
      readonly group: string | null;
    }
  | { readonly by: 'typing'; readonly typed: string };

export const ALL: Finding = { by: 'all', group: null };

/** A list this short is seen at a glance; ways of finding would only stand in the way. */
const SEEN_AT_A_GLANCE = 6;

/**
 * The choice of a matter, narrowed down to the group that was chosen, or to what was typed. A group that nothing belongs
 * to any more counts as none.
 */
export function chooseView(
  offered: readonly OfferedMatter[],
  finding: Finding,
  language: Language,
): ChooseView {
  const shown = offered.filter((each) => offeredMatter(each).length > 0);
  if (shown.length <= SEEN_AT_A_GLANCE) {
    return { screen: 'choose', matters: shown.flatMap(offeredMatter), finding: null };
  }
  if (finding.by === 'typing') {
    const found = findMatters(shown, searchedTexts, finding.typed, language);
    return { screen: 'choose', matters: found.flatMap(offeredMatter), finding };
  }
  const groups = groupsOf(shown, finding.by);
  const group = groups.find(({ key }) => key === finding.group) ?? null;
  const isIn = ({ catalogued }: OfferedMatter): boolean =>
    group === null || (catalogued !== null && keysOf(catalogued.matter, finding.by).includes(group.key));
  return {
    screen: 'choose',
    matters: shown.filter(isIn).flatMap(offeredMatter),
    finding: { by: finding.by, groups, group },
  };
}

/** What cannot be read here belongs to no group, and stands among all. */
function groupsOf(offered: readonly OfferedMatter[], by: FindingByGroup['by']): FoundGroup[] {
  const matters = offered.flatMap(({ catalogued }) => catalogued?.matter ?? []);
  const named =
    by === 'situation'
      ? Object.entries(situations)
      : matters.map(({ unit }) => [unit.code, unit.name] as const);
  return [...new Map(by === 'all' ? [] : named)].flatMap(([key, name]) => {
    const count = matters.filter((each) => keysOf(each, by).includes(key)).length;
    return count > 0 ? [{ key, name, count }] : [];
  });
}

function keysOf(matter: Matter, by: FindingByGroup['by']): readonly string[] {
  return by === 'situation' ? (matter.situations ?? []) : [matter.unit.code];
}

/** What cannot be read here is found by its name alone. */
function searchedTexts({ name, catalogued }: OfferedMatter): SearchedTexts {
  const matter = catalogued?.matter;
  const lived = (matter?.situations ?? []).map((each) => situations[each]);
  return { name, beside: matter ? [matter.unit.name, ...lived] : [] };
}

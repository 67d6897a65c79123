import type { NoLicence } from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import { shanghaiDay } from '@tongban/kiosk-config/working-days';
import type { Closed, LicenceMaterial } from '@tongban/sync/modules';
import { namedPart, type Correction } from './correction.ts';

/** A licence that can be given in the place of a paper. */
export type FoundLicence = Extract<LicenceMaterial, { source: 'e-licence' }>;
/** `not-here`: this site has none, and nobody is told of what there is not. */
type Known = FoundLicence | NoLicence | 'not-here';

/** The licences that a matter names in the place of papers, and what is known of this citizen's. Part of the visit. */
export class MatterLicences {
  readonly named: NonNullable<NonNullable<Matter['needs']>['licences']>;
  readonly #known = new Map<string, Known>();

  constructor(matter: Matter, correction: Correction | null = null) {
    this.named = matter.needs?.licences ?? [];
    const former = correction?.materials.filter(({ stuffType }) => stuffType === 1) ?? [];
    for (const { code } of former) {
      if (namedPart(correction, 'material', code)) this.know(code, 'refused');
    }
  }

  know(code: string, known: Known): void {
    // What the platform did not take is not offered once more.
    if (this.#known.get(code) !== 'refused') this.#known.set(code, known);
  }

  found(code: string): FoundLicence | null {
    const known = this.#known.get(code);
    return typeof known === 'object' ? known : null;
  }

  /** A licence is there, or it is worth looking for one. */
  mayStandIn(code: string): boolean {
    const known = this.#known.get(code);
    const isOpen = known === undefined || known === 'offline' || known === 'away';
    return isOpen ? this.named.some(({ material }) => material === code) : typeof known === 'object';
  }

  /** Why the paper is asked for; null when nobody needs to be told. */
  whyNot(code: string): NoLicence | null {
    const known = this.#known.get(code);
    return typeof known === 'string' && known !== 'not-here' ? known : null;
  }
}

/** What an answer of the licences means for one material. */
export function knownOf(given: LicenceMaterial, now: Date): Known {
  if (given.source === 'scan') return given.reason ? whyClosed(given.reason) : 'none';
  const { validUntil } = given.licence;
  return validUntil !== null && validUntil < shanghaiDay(now) ? 'expired' : given;
}

export function whyClosed({ cause }: Closed): Known {
  return cause === 'not-at-this-site' ? 'not-here' : cause === 'offline' ? 'offline' : 'away';
}

import type { MatterSummary } from './finding.ts';
import type { AskedAgain, GivenMaterial } from './form.ts';
import type { HolderView } from './identity.ts';

/** Electronic licences 电子证照. */

/** The one question of consent before a paper: the licence in its place, or the paper. */
export interface LicenceView {
  readonly screen: 'licence';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** 1-based, among the materials that are given here. */
  readonly number: number;
  readonly of: number;
  /** What it takes the place of. */
  readonly material: GivenMaterial;
  /** Null while it is looked for, some seconds at most: then it is there, or the paper is asked for. */
  readonly licence: OfferedLicence | null;
  readonly fromReview: boolean;
  /** Null for a first submission. */
  readonly correction: AskedAgain | null;
}
export interface OfferedLicence {
  /** As the licence itself has it. */
  readonly name: string;
  /** ISO date; null: without end. */
  readonly validUntil: string | null;
}

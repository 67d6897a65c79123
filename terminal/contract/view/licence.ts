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

/** 我的证照: what licences the citizen has. */
export interface MyLicencesView {
  readonly screen: 'my-licences';
  /** Null while no card was asked for, because nothing can be shown. */
  readonly holder: HolderView | null;
  /** Null while they are asked for, some seconds at most, and when nothing can be shown. */
  readonly rows: readonly LicenceRow[] | null;
  /** Why nothing can be shown; null when it can. `session.openMyLicences` asks once more. */
  readonly closed: 'offline' | 'away' | 'not-confirmed' | 'not-at-this-site' | null;
}
export interface LicenceRow {
  /** As the licence itself has it. */
  readonly name: string;
  /** Masked; null for one without a number. */
  readonly number: string | null;
  /** ISO date; null: without end. */
  readonly validUntil: string | null;
  readonly expired: boolean;
}

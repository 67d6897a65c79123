import type { DeliveryView, ParcelView } from './delivery.ts';
import type { MatterSummary } from './finding.ts';
import type { CorrectionKind } from './form.ts';
import type { HolderView } from './identity.ts';
import type { FeeView } from './payment.ts';
import type { LocalText } from './words.ts';

/** What was submitted, and the end of a visit. */

export interface SubmittingView {
  readonly screen: 'submitting';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
}
/** What the citizen takes home: a printed slip · what the screen shows, to photograph. */
export const papers = ['slip', 'none'] as const;
export type Paper = (typeof papers)[number];
export type SlipState = 'printing' | 'printed' | 'failed' | 'unknown' | 'not-wanted';
export interface DoneView {
  readonly screen: 'done';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** accepted: the platform's acceptance number · held: a temporary number, 暂存凭证（非受理凭证）. */
  readonly outcome: 'accepted' | 'held';
  readonly number: string;
  /** Text of the QR, to look the submission up elsewhere. */
  readonly qr: string;
  /** Acceptance: last day as ISO date; held: null, the limit starts when the platform receives it. */
  readonly limitDate: string | null;
  readonly limit: LocalText;
  readonly instant: boolean;
  /** The limit touches a year whose working days are not published yet: the platform's notice counts. */
  readonly limitProvisional: boolean;
  readonly slip: SlipState;
  /** It has a sealed result that can be printed here; `session.openResult` leads there. */
  readonly hasResult: boolean;
  /** Paper is not endless: false after a few slips. */
  readonly canPrintAgain: boolean;
  readonly cardOnReader: boolean;
  /** The citizen's card finds it again at a terminal; otherwise its number alone does. */
  readonly findable: boolean;
  /** Null where nothing costs anything. */
  readonly fee: FeeView | null;
  /** Null where nothing is to be sent. */
  readonly delivery: DeliveryView | null;
  /** Whether the citizen was asked how it was: can be asked · has answered · is not asked (a correction is no service of its own). */
  readonly rating: 'open' | 'given' | 'not-asked';
  /** A correction under the number that the submission has already; null for a first submission and for what takes the place of one. */
  readonly correction: CorrectionKind | null;
}
/** How it was: asked once, and only of who wants to say so. */
export interface RatingView {
  readonly screen: 'rating';
  readonly matter: MatterSummary;
}
export interface SubmissionRow {
  readonly matterName: LocalText;
  /** Names the row in calls. */
  readonly number: string;
  readonly official: boolean;
  /** `correcting`: the citizen's correction is on its way to the platform · `with-staff`: was set aside on this terminal. */
  readonly state:
    'held' | 'accepted' | 'finished' | 'needs-citizen' | 'correcting' | 'rejected' | 'with-staff';
  /** Of `held`: what it waits for. */
  readonly waitsFor: 'network' | 'matter-suspended' | 'unit-cut-off' | 'platform' | null;
  /** ISO date and time in Asia/Shanghai. */
  readonly capturedAt: string;
  /** Last day for the platform's next word, ISO date; null while the next word is the citizen's. */
  readonly limitDate: string | null;
  /** The limit touches a year whose working days are not published yet. */
  readonly limitProvisional: boolean;
  /** 预审: rectify 整改 · passed 通过 · refused 不予受理. */
  readonly preReview: 'rectify' | 'passed' | 'refused' | null;
  /** What the platform last said and what comes next; null when nothing was said yet. */
  readonly opinion: LocalText | null;
  readonly nextStep: LocalText | null;
  /** Finished, with a sealed result that can be printed here: `session.openResult` leads there. */
  readonly hasResult: boolean;
  /** Null where nothing was to be sent from this terminal. */
  readonly parcel: ParcelView | null;
  /** Filed for another person, or for an enterprise; null: for the citizen. */
  readonly filedFor: 'person' | 'enterprise' | null;
  /** What is asked of the citizen; null when nothing is. */
  readonly need: SubmissionNeed | null;
}
export interface SubmissionNeed {
  /** `matter-ended`: there is nothing left to correct. */
  readonly kind: CorrectionKind | 'matter-ended';
  /** Fields and materials by their names; empty: the submission as a whole. */
  readonly parts: readonly { readonly label: LocalText; readonly words: LocalText | null }[];
  /** Last day for the citizen, ISO date. */
  readonly due: string | null;
  readonly words: LocalText | null;
  /** `session.correct` opens it. */
  readonly canCorrect: boolean;
  /** What was submitted can be opened by the platform alone: the form is filled in again. */
  readonly refill: boolean;
}
export interface MySubmissionsView {
  readonly screen: 'my-submissions';
  readonly holder: HolderView;
  readonly rows: readonly SubmissionRow[];
  /** The card has no management number: what was submitted with it cannot be found on this terminal, only by number. */
  readonly findable: boolean;
}
export interface AlreadySubmittedView {
  readonly screen: 'already-submitted';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  readonly row: SubmissionRow;
}

import type { MatterSummary } from './finding.ts';
import type { HolderView } from './identity.ts';
import type { LocalText } from './words.ts';

/** One sentence on what happened, one on what is safe, and two ways on; `kind` picks the words. */
export type TroubleKind =
  | 'not-eligible'
  /** The form needs what the card does not have, or has in another form than it takes. */
  | 'card-does-not-fit'
  /** The same of the code on the phone: the card may have it. */
  | 'code-does-not-fit'
  | 'printer-paper-out'
  | 'printer-cover-open'
  | 'printer-offline'
  | 'printer-error'
  | 'slip-unknown'
  | 'platform-rejected'
  | 'storage-failed'
  | 'card-removed'
  /** While a form was being filled in: it stays, and goes when the matter is back · it is gone for good. */
  | 'matter-paused'
  | 'matter-ended'
  | 'correction-closed'
  | 'terminal-closed'
  | 'restarted';
/** `go-on`: fill in the rest; it is kept until it can be sent. */
export type TroubleWay = 'try-again' | 'go-back' | 'go-on' | 'without-slip' | 'finish';
export interface TroubleView {
  readonly screen: 'trouble';
  readonly kind: TroubleKind;
  readonly matter: MatterSummary | null;
  readonly holder: HolderView | null;
  /** The matter's or the platform's own words, where it has some (why not eligible, which field). */
  readonly words: LocalText | null;
  /** Of `matter-paused`: when it is expected back, ISO date and time; null where nobody knows. */
  readonly until: string | null;
  /** The number that the citizen keeps, when the submission is already stored. */
  readonly number: string | null;
  readonly outcome: 'accepted' | 'held' | null;
  /** First the main one. */
  readonly ways: readonly TroubleWay[];
}
export interface TakeCardView {
  readonly screen: 'take-card';
  /** The slip still hangs in the printer's mouth too. */
  readonly slipPrinted: boolean;
  /** What is left is a social-security card in its slot. */
  readonly inSlot: boolean;
}
export interface EndView {
  readonly screen: 'end';
  /** Something was submitted in this visit; otherwise it was left early. */
  readonly submitted: boolean;
}

import type { MatterSummary } from './finding.ts';
import type { HolderView } from './identity.ts';

/** So many copies of one result are printed in a visit. */
export const resultCopies = [1, 2, 3] as const;
export type ResultCopies = (typeof resultCopies)[number];

/** The sealed result of a finished submission, on the A4 printer. */
export interface SealedResultView {
  readonly screen: 'sealed-result';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** The submission's. */
  readonly number: string;
  /** `cannot`: nothing comes out, or nobody can tell; `problem` says what. */
  readonly phase: 'copies' | 'printing' | 'printed' | 'cannot';
  /** How many are printed, or lie in the tray. */
  readonly copies: number;
  /** How many may still be asked for; paper is not endless. */
  readonly most: number;
  /** On the paper too; null before it was sealed. */
  readonly verifyCode: string | null;
  readonly problem: SealedResultProblem | null;
}
/**
 * paper-out · printer-attention: a cover, a jam, toner · printer-offline · look: what was printed may lie in the tray ·
 * offline and away: the seal cannot be asked for · not-ready: it has not been sealed yet.
 */
export type SealedResultProblem =
  'paper-out' | 'printer-attention' | 'printer-offline' | 'look' | 'offline' | 'away' | 'not-ready';

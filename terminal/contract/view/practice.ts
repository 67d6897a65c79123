import type { MatterSummary } from './finding.ts';
import type { HolderView } from './identity.ts';
import type { SlipState } from './submitted.ts';

/** A matter was walked through to its end in practice. There is no number, and nothing to look up. */
export interface PracticeDoneView {
  readonly screen: 'practice-done';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** Printed only when it is asked for. */
  readonly slip: SlipState;
  readonly canPrintAgain: boolean;
}

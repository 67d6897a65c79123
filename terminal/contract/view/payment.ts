import type { MatterSummary } from './finding.ts';
import type { HolderView } from './identity.ts';
import type { LocalText } from './words.ts';

/** A fee, from the accepted submission to the slip. Money goes from the citizen's phone to the treasury, never through here. */

export interface PayView {
  readonly screen: 'pay';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** What is paid for. */
  readonly fees: readonly LocalText[];
  readonly amountFen: number;
  /**
   * asking: the order is being made · open: it can be paid · checking: nobody can tell yet whether it was paid in time,
   * an answer is awaited · unknown: no answer comes; goes on by itself as soon as one does · closed: it was not paid, and
   * cannot be any more · unavailable: there is no order, nothing was paid; can be tried again.
   */
  readonly state: 'asking' | 'open' | 'checking' | 'unknown' | 'closed' | 'unavailable';
  /** Text of the code that the citizen's app reads, while `open`; null otherwise. */
  readonly qr: string | null;
  readonly secondsLeft: number;
  /** Last day on which it can be paid elsewhere, ISO date; null where the matter names none. */
  readonly payBy: string | null;
}

/** How a fee stands when the matter is finished. */
export interface FeeView {
  readonly amountFen: number;
  /** `unknown`: whether it was paid is not known here · `after-acceptance`: kept offline, nothing can be paid yet. */
  readonly state: 'paid' | 'unpaid' | 'unknown' | 'after-acceptance';
  /** Number of the order that was paid, or may have been. */
  readonly orderId: string | null;
  readonly payBy: string | null;
  /** `session.pay` begins it. */
  readonly canPay: boolean;
}

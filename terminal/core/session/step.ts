import type { LocalText, SlipState, TroubleKind, TroubleWay } from '@tongban/contract';
import type { PrintOutcome } from '@tongban/peripherals/receipt-printer';
import type { SubmissionRecord } from '@tongban/sync';

/** Where the citizen is. Each step holds only what the visit does not; the view is made from both. */
export type Step =
  | { readonly at: 'attract' }
  | { readonly at: 'choose' }
  | { readonly at: 'guide' }
  /**
   * known: the card was read and its key is being made · expired: it was read and is past its last day ·
   * unsupported: it was read and is another kind of card than a citizen's
   */
  | {
      readonly at: 'card';
      readonly purpose: 'matter' | 'my-submissions';
      readonly card: 'awaited' | 'known' | 'expired' | 'unsupported';
    }
  | { readonly at: 'question'; readonly field: string; readonly fromReview: boolean }
  | { readonly at: 'review' }
  | { readonly at: 'submitting' }
  | { readonly at: 'done'; readonly slip: SlipState }
  | { readonly at: 'my-submissions' }
  | { readonly at: 'already-submitted'; readonly record: SubmissionRecord }
  | TroubleStep
  | { readonly at: 'take-card'; readonly submitted: boolean; readonly slipPrinted: boolean }
  | { readonly at: 'end'; readonly submitted: boolean };

export interface TroubleStep {
  readonly at: 'trouble';
  readonly kind: TroubleKind;
  readonly words: LocalText | null;
  readonly ways: readonly TroubleWay[];
  /** Where the citizen was: `try-again` and a card that is put back lead there. */
  readonly from: Step;
}

export function trouble(
  kind: TroubleKind,
  from: Step,
  ways: readonly TroubleWay[],
  words: LocalText | null = null,
): TroubleStep {
  return { at: 'trouble', kind, from, ways, words };
}

/** Which trouble a slip that did not come out is; null when it is in the citizen's hand. */
export function slipTrouble(outcome: PrintOutcome): TroubleKind | null {
  if (outcome.kind === 'printed') return null;
  if (outcome.kind === 'unknown') return 'slip-unknown';
  switch (outcome.reason) {
    case 'paper-out':
      return 'printer-paper-out';
    case 'cover-open':
      return 'printer-cover-open';
    case 'disconnected':
      return 'printer-offline';
    default:
      return 'printer-error';
  }
}

/** Steps in which a card that leaves the reader stops everything until it is back: its owner may have left too. */
export function needsCard(step: Step): boolean {
  return step.at === 'question' || step.at === 'review' || step.at === 'already-submitted';
}

/** Steps that end by themselves; the idle clock has no say there. */
export function hasIdleClock(step: Step): boolean {
  if (step.at === 'done') return step.slip !== 'printing';
  return !['attract', 'submitting', 'take-card', 'end'].includes(step.at);
}

/**
 * Where "back" leads: one step, `leave` from the first one, null where there is no way back.
 * @param questions names of the questions that are asked, in order
 */
export function stepBefore(step: Step, questions: readonly string[]): Step | 'leave' | null {
  const question = (name: string | undefined): Step =>
    name === undefined ? { at: 'guide' } : { at: 'question', field: name, fromReview: false };
  switch (step.at) {
    case 'choose':
      return 'leave';
    case 'guide':
    case 'my-submissions':
    case 'already-submitted':
      return { at: 'choose' };
    case 'card':
      return step.purpose === 'matter' ? { at: 'guide' } : { at: 'choose' };
    case 'question':
      return step.fromReview ? { at: 'review' } : question(questions[questions.indexOf(step.field) - 1]);
    case 'review':
      return question(questions.at(-1));
    default:
      return null;
  }
}

import type {
  EnterpriseView,
  HotlineOn,
  LicenceRow,
  LocalText,
  MaterialView,
  MyLicencesView,
  PayView,
  SealedResultView,
  SlipState,
  TroubleKind,
  TroubleWay,
} from '@tongban/contract';
import type { PrintOutcome } from '@tongban/peripherals/receipt-printer';
import type { SubmissionRecord } from '@tongban/sync';
import type { EnterprisePageView, FaqEntry, Ticket, WhichEnterprise } from '@tongban/sync/modules';
import type { RepresentedField } from './represented.ts';

/** Where the citizen is. Each step holds only what the visit does not; the view is made from both. */
export type Step =
  | { readonly at: 'attract' }
  | { readonly at: 'choose' }
  /** A matter that cannot be begun was tapped. */
  | { readonly at: 'unavailable'; readonly handleItem: string }
  | { readonly at: 'guide' }
  /** The matter may be done for another person: for whom it is. */
  | { readonly at: 'for-whom' }
  | RepresentedStep
  | CreditCodeStep
  | EnterpriseStep
  /**
   * known: the card was read, and what comes next needs its key, which is still being made · expired: it was read and is past
   * its last day · same-person: the citizen's own lies there in the place of another's
   */
  | {
      readonly at: 'card';
      /** `represented`: of the person that the citizen acts for. */
      readonly purpose: 'matter' | 'my-submissions' | 'my-licences' | 'represented';
      readonly card: 'awaited' | 'known' | 'expired' | 'same-person';
      /** Of the code on the citizen's phone: what became of the one that was shown; `awaited` while none was. */
      readonly code: 'awaited' | 'checking' | 'not-confirmed' | 'away';
      /** Of the social-security card in the slot, likewise; take-out: its holder is known, and goes on without it. */
      readonly slot: 'awaited' | 'checking' | 'not-confirmed' | 'away' | 'take-out';
    }
  | QuestionStep
  | LicenceStep
  | MaterialStep
  | SignatureStep
  | { readonly at: 'review' }
  | { readonly at: 'submitting' }
  | PayStep
  | { readonly at: 'done'; readonly slip: SlipState }
  /** How it was is asked; the way back leads to the finished matter. */
  | { readonly at: 'rating'; readonly slip: SlipState }
  | { readonly at: 'my-submissions' }
  | MyLicencesStep
  | ResultStep
  | { readonly at: 'already-submitted'; readonly record: SubmissionRecord }
  | HotlineStep
  | TroubleStep
  | { readonly at: 'take-card'; readonly submitted: boolean; readonly slipPrinted: boolean }
  | { readonly at: 'end'; readonly submitted: boolean };

/** What licences the citizen has; `found` is null while they are asked for. */
export interface MyLicencesStep {
  readonly at: 'my-licences';
  readonly from: 'choose' | 'my-submissions';
  readonly found:
    | { readonly kind: 'rows'; readonly rows: readonly LicenceRow[] }
    | { readonly kind: 'closed'; readonly why: NonNullable<MyLicencesView['closed']> }
    | null;
}

/** The sealed result of a finished submission is printed; back leads where it was opened. */
export interface ResultStep extends Pick<SealedResultView, 'phase' | 'copies' | 'verifyCode' | 'problem'> {
  readonly at: 'sealed-result';
  readonly record: SubmissionRecord;
  readonly from: Extract<Step, { at: 'done' | 'my-submissions' | 'already-submitted' }>;
}

export interface QuestionStep {
  readonly at: 'question';
  readonly field: string;
  readonly fromReview: boolean;
  /** What was typed when something came between, in the place of the answer; left out when nothing did. */
  readonly typed?: Typed['value'];
  /** Of the address of a delivery: typed, not that of the card; left out everywhere else. */
  readonly byHand?: true;
}

export type CardPurpose = Extract<Step, { at: 'card' }>['purpose'];

/** The person acted for is typed, because their card is not here. */
export interface RepresentedStep {
  readonly at: 'represented';
  readonly field: RepresentedField;
  /** As in a question. */
  readonly typed?: Typed['value'];
}

export function representedStep(field: RepresentedField): RepresentedStep {
  return { at: 'represented', field };
}

/** The matter is done for an enterprise: which one. */
export interface CreditCodeStep {
  readonly at: 'credit-code';
  /** As in a question. */
  readonly typed?: Typed['value'];
}

export function creditCodeStep(typed?: string): CreditCodeStep {
  return { at: 'credit-code', ...(typed === undefined ? {} : { typed }) };
}

/** Who that enterprise is, and whether the citizen may act for it; `found` is null while they are asked for. */
export interface EnterpriseStep {
  readonly at: 'enterprise';
  readonly which: WhichEnterprise;
  readonly found:
    | {
        readonly kind: 'enterprise';
        readonly enterprise: Pick<
          EnterprisePageView,
          'name' | 'creditCode' | 'legalRepresentative' | 'actsAs'
        >;
      }
    | { readonly kind: 'closed'; readonly why: NonNullable<EnterpriseView['closed']> }
    | null;
}

/** What is being typed and is no answer yet. */
export interface Typed {
  readonly field: string;
  readonly value: string | boolean | null;
}

/** Before a paper: a licence in its place, which is offered or still looked for. */
export interface LicenceStep {
  readonly at: 'licence';
  readonly code: string;
  readonly fromReview: boolean;
}

/** A paper is given; `phase` and `problem` are those of the view. */
export interface MaterialStep {
  readonly at: 'material';
  readonly code: string;
  readonly fromReview: boolean;
  readonly phase: MaterialView['phase'];
  readonly problem: MaterialView['problem'];
}

export interface SignatureStep {
  readonly at: 'signature';
  readonly code: string;
  readonly fromReview: boolean;
  readonly byKey: boolean;
}

/** 12345, above the step from which it was opened. */
export interface HotlineStep {
  readonly at: 'hotline';
  readonly page: HotlinePage;
  /** Where the citizen was, and comes back to. */
  readonly from: Step;
}
export type HotlinePage =
  | { readonly at: 'menu' | 'faq' | 'topic' | 'words' | 'phone' | 'sending' | 'failed' | 'looking' }
  | { readonly at: 'answer'; readonly entry: FaqEntry }
  | { readonly at: 'sent'; readonly slip: SlipState | null }
  | { readonly at: 'lookup'; readonly problem: HotlineOn<'lookup'>['problem'] }
  | { readonly at: 'ticket'; readonly ticket: Ticket };

/** The fee of an accepted submission is paid. */
export interface PayStep {
  readonly at: 'pay';
  readonly state: PayView['state'];
  /** Null while there is none. */
  readonly qr: string | null;
  /** When the order ends, by the monotonic clock, ms. */
  readonly until: number;
}

export interface TroubleStep {
  readonly at: 'trouble';
  readonly kind: TroubleKind;
  readonly words: LocalText | null;
  /** When the matter is expected back. */
  readonly until: string | null;
  readonly ways: readonly TroubleWay[];
  /** Where the citizen was: `try-again` and a card that is put back lead there. */
  readonly from: Step;
}

export function trouble(
  kind: TroubleKind,
  from: Step,
  ways: readonly TroubleWay[],
  words: LocalText | null = null,
  until: string | null = null,
): TroubleStep {
  return { at: 'trouble', kind, from, ways, words, until };
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
  const isForEnterprise = step.at === 'credit-code' || (step.at === 'enterprise' && step.found !== null);
  return fillsIn(step) || isForEnterprise || step.at === 'already-submitted';
}

/** Steps in which a form is being filled in: there it is told that its matter was paused meanwhile. */
export function fillsIn(step: Step): boolean {
  return ['question', 'licence', 'material', 'signature', 'review'].includes(step.at);
}

/** Steps that end by themselves; the idle clock has no say there. */
export function hasIdleClock(step: Step): boolean {
  if (step.at === 'done') return step.slip !== 'printing';
  if (step.at === 'material') return step.phase !== 'scanning';
  if (step.at === 'sealed-result') return step.phase !== 'printing';
  if (step.at === 'hotline') {
    return step.page.at !== 'sending' && !(step.page.at === 'sent' && step.page.slip === 'printing');
  }
  if (step.at === 'pay') return step.state !== 'asking' && step.state !== 'checking';
  return !['attract', 'submitting', 'take-card', 'end'].includes(step.at);
}

/** Steps in which nobody touches the screen because the citizen does something on a phone. */
export function isBusyWithPhone(step: Step): boolean {
  return step.at === 'pay' || (step.at === 'material' && step.phase === 'phone');
}

/** The steps in which a code is of use; the scanner looks for one there and nowhere else. */
export function wantsCode(step: Step): boolean {
  return step.at === 'card' ? takesOtherThanCard(step) : step.at === 'credit-code' || wantsNumber(step);
}

/** For a matter the code on a phone or a social-security card will do; what was submitted is found by an ID card alone. */
export function takesOtherThanCard({ purpose, card }: Extract<Step, { at: 'card' }>): boolean {
  return purpose === 'matter' && card !== 'known';
}

/** Of them, those in which the number on a slip leads somewhere. */
export function wantsNumber(step: Step): boolean {
  return step.at === 'attract' || step.at === 'choose';
}

/** What an interruption comes back to: the same step with preview and scanner off, and with what was half typed. */
export function interrupted(step: Step, typing: Typed | null): Step {
  if (step.at === 'material') return { ...step, phase: 'pages', problem: null };
  const isTyped = step.at === 'question' || step.at === 'represented';
  if (isTyped && typing?.field === step.field) return { ...step, typed: typing.value };
  if (step.at === 'credit-code' && typing?.field === 'creditCode') return { ...step, typed: typing.value };
  return step;
}

/** The step under 12345; every other step is its own. */
export function under(step: Step): Step {
  return step.at === 'hotline' ? step.from : step;
}

/** Puts `next` in the place of the step, under 12345 where that lies above it. */
export function inPlaceOf(step: Step, next: Step): Step {
  return step.at === 'hotline' ? { ...step, from: next } : next;
}

/** The form that waits for its card; every other step is its own. */
export function formUnder(step: Step): Step {
  return step.at === 'trouble' && step.kind === 'card-removed' ? step.from : step;
}

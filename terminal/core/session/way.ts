import type { MatterMaterial } from '@tongban/kiosk-config/catalogue';
import { representedQuestions } from './represented.ts';
import {
  creditCodeStep,
  representedStep,
  type LicenceStep,
  type MaterialStep,
  type QuestionStep,
  type SignatureStep,
  type Step,
} from './step.ts';
import type { Visit } from './visit.ts';

/** The way through a matter: its questions, then what is given at the terminal, then the review. Pure. */

export function questionStep(field: string, fromReview = false): QuestionStep {
  return { at: 'question', field, fromReview };
}

export function paperStep(code: string, fromReview = false): MaterialStep {
  return { at: 'material', code, fromReview, phase: 'pages', problem: null };
}

/** Where a material is given: who may have a licence is asked for that before the paper. */
export function givenStep(
  { code, source }: MatterMaterial,
  { given, licences }: Visit,
  fromReview = false,
): LicenceStep | MaterialStep | SignatureStep {
  if (source === 'signature') return { at: 'signature', code, fromReview, byKey: false };
  const isPaper = (given?.pages(code).length ?? 0) > 0 || !licences?.mayStandIn(code);
  return isPaper ? paperStep(code, fromReview) : { at: 'licence', code, fromReview };
}

/** What is still open, in order; the review when nothing is. */
export function firstOpenStep(visit: Visit): Step {
  const { form, given } = visit;
  const question = form?.firstOpen();
  if (question) return questionStep(question.name);
  const material = given?.firstOpen();
  return material ? givenStep(material, visit) : { at: 'review' };
}

/** From a question to the next one; from the last one, and from one that was opened in the review, to what is open. */
export function stepAfterQuestion({ field, fromReview }: QuestionStep, visit: Visit): Step {
  const questions = visit.form?.asked() ?? [];
  const next = questions[questions.findIndex(({ name }) => name === field) + 1];
  return next && !fromReview ? questionStep(next.name) : firstOpenStep(visit);
}

/** Where "back" leads: one step, `leave` from the first one, null where there is no way back. */
export function stepBefore(step: Step, visit: Visit): Step | 'leave' | null {
  switch (step.at) {
    case 'choose':
      return 'leave';
    case 'guide':
    case 'unavailable':
    case 'my-submissions':
    case 'already-submitted':
      return { at: 'choose' };
    case 'my-licences':
      return { at: step.from };
    case 'sealed-result':
      return step.phase === 'printing' ? null : step.from;
    case 'for-whom':
      return { at: 'guide' };
    case 'card':
      if (step.purpose === 'represented') return { at: visit.correction ? 'my-submissions' : 'for-whom' };
      if (step.purpose !== 'matter') return { at: 'choose' };
      return { at: visit.catalogued?.matter.agentFiling ? 'for-whom' : 'guide' };
    case 'credit-code':
      return { at: visit.correction ? 'my-submissions' : 'guide' };
    case 'enterprise':
      return creditCodeStep('creditCode' in step.which ? step.which.creditCode : undefined);
    case 'represented': {
      const asked = representedQuestions(visit.catalogued?.matter);
      const before = asked[asked.indexOf(step.field) - 1];
      return before
        ? representedStep(before)
        : { at: 'card', purpose: 'represented', card: 'awaited', code: 'awaited', slot: 'awaited' };
    }
    case 'rating':
      return { at: 'done', slip: step.slip };
    case 'material':
      // The preview and the scan lie above their page list: back closes them.
      if (step.phase !== 'pages') return { ...step, phase: 'pages', problem: null };
      if (offersLicence(step, visit)) return { at: 'licence', code: step.code, fromReview: step.fromReview };
      return step.fromReview ? { at: 'review' } : stepBeforeAmong(step, visit);
    case 'signature':
      if (step.byKey) return { ...step, byKey: false };
      return step.fromReview ? { at: 'review' } : stepBeforeAmong(step, visit);
    case 'question':
      if (step.byHand) return questionStep(step.field, step.fromReview);
      return step.fromReview ? { at: 'review' } : stepBeforeAmong(step, visit);
    case 'licence':
      return step.fromReview ? { at: 'review' } : stepBeforeAmong(step, visit);
    case 'review':
      return stepBeforeAmong(step, visit);
    default:
      return null;
  }
}

/** A paper that was not begun lies behind the question whether a licence is to take its place. */
function offersLicence({ code }: MaterialStep, { given, licences }: Visit): boolean {
  const isFound = (licences?.found(code) ?? null) !== null;
  return isFound && given?.pages(code).length === 0;
}

function stepBeforeAmong(step: Step, visit: Visit): Step {
  const { form, given, correction } = visit;
  const first: Step = { at: correction ? 'my-submissions' : 'guide' };
  const steps: Step[] = [
    first,
    ...(form?.asked() ?? []).map(({ name }) => questionStep(name)),
    ...(given?.asked() ?? []).map((material) => givenStep(material, visit)),
    { at: 'review' },
  ];
  return steps[steps.findIndex((each) => isSamePlace(each, step)) - 1] ?? first;
}

function isSamePlace(one: Step, other: Step): boolean {
  if (one.at === 'question') return other.at === 'question' && other.field === one.field;
  const material = materialOf(one);
  return material === null ? one.at === other.at : material === materialOf(other);
}

function materialOf(step: Step): string | null {
  return step.at === 'licence' || step.at === 'material' || step.at === 'signature' ? step.code : null;
}

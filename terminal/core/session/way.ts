import type { MatterMaterial } from '@tongban/kiosk-config/catalogue';
import type { MaterialStep, QuestionStep, SignatureStep, Step } from './step.ts';
import type { Visit } from './visit.ts';

/** The way through a matter: its questions, then what is given at the terminal, then the review. Pure. */

export function questionStep(field: string, fromReview = false): QuestionStep {
  return { at: 'question', field, fromReview };
}

export function materialStep(
  { code, source }: MatterMaterial,
  fromReview = false,
): MaterialStep | SignatureStep {
  return source === 'signature'
    ? { at: 'signature', code, fromReview }
    : { at: 'material', code, fromReview, phase: 'pages', problem: null };
}

/** What is still open, in order; the review when nothing is. */
export function firstOpenStep({ form, given }: Visit): Step {
  const question = form?.firstOpen();
  if (question) return questionStep(question.name);
  const material = given?.firstOpen();
  return material ? materialStep(material) : { at: 'review' };
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
    case 'card':
      return step.purpose === 'matter' ? { at: 'guide' } : { at: 'choose' };
    case 'rating':
      return { at: 'done', slip: step.slip };
    case 'material':
      // The preview and the scan lie above their page list: back closes them.
      if (step.phase !== 'pages') return { ...step, phase: 'pages', problem: null };
      return step.fromReview ? { at: 'review' } : stepBeforeAmong(step, visit);
    case 'question':
    case 'signature':
      return step.fromReview ? { at: 'review' } : stepBeforeAmong(step, visit);
    case 'review':
      return stepBeforeAmong(step, visit);
    default:
      return null;
  }
}

function stepBeforeAmong(step: Step, { form, given, correction }: Visit): Step {
  const first: Step = { at: correction ? 'my-submissions' : 'guide' };
  const steps: Step[] = [
    first,
    ...(form?.asked() ?? []).map(({ name }) => questionStep(name)),
    ...(given?.asked() ?? []).map((material) => materialStep(material)),
    { at: 'review' },
  ];
  return steps[steps.findIndex((each) => isSamePlace(each, step)) - 1] ?? first;
}

function isSamePlace(one: Step, other: Step): boolean {
  if (one.at === 'question') return other.at === 'question' && other.field === one.field;
  if (one.at === 'material' || one.at === 'signature') return other.at === one.at && other.code === one.code;
  return one.at === other.at;
}

import type { FieldView, SessionView } from '@tongban/contract';
import { askedAgain } from './correction.ts';
import { cardAddress, offeredAddress, undeliverable } from './delivery.ts';
import { fieldView } from './form.ts';
import { mask } from './mask.ts';
import { matterSummary } from './matter-view.ts';
import { holderOf } from './of-visit.ts';
import type { Step } from './step.ts';
import type { Surroundings } from './surroundings.ts';
import type { Visit } from './visit.ts';

/** One question of a form, or the address on the card in its place; pure. */
export function questionView(
  step: Extract<Step, { at: 'question' }>,
  visit: Visit,
  { delivering }: Pick<Surroundings, 'delivering'>,
): SessionView {
  const form = visit.form;
  const catalogued = visit.catalogued;
  if (!form || !catalogued) throw new Error('a question needs a form');
  const asked = form.asked();
  // Opened in the review of a correction, it may be none of those that come up by themselves.
  const questions = asked.some(({ name }) => name === step.field) ? asked : form.questions();
  const index = questions.findIndex((field) => field.name === step.field);
  const field = questions[index];
  if (!field) throw new Error(`field ${step.field} is not asked`);
  const shared = {
    ...{ matter: matterSummary(catalogued.matter), holder: holderOf(visit) },
    ...{ number: index + 1, of: questions.length },
    correction: askedAgain(visit.correction, 'field', step.field, step.fromReview),
  };
  const offered = offeredAddress(step, visit);
  const view = fieldView(catalogued, field);
  if (offered !== null) {
    return {
      ...{ screen: 'card-address', ...shared },
      ...{ question: view.question, address: mask('address', offered) },
    };
  }
  const closed = undeliverable(catalogued.matter, step.field, delivering.way(catalogued.matter));
  const answer = form.answer(step.field);
  // The card's is shown masked alone, where it is offered.
  const typed = answer === cardAddress(visit, step.field) ? null : answer;
  return {
    ...{ screen: 'question', ...shared },
    field: without(closed, view),
    value: step.typed === undefined ? typed : step.typed,
    fromReview: step.fromReview,
  };
}

/** What this site cannot do is no choice here. */
function without(values: readonly string[], field: FieldView): FieldView {
  return { ...field, choices: field.choices.filter(({ value }) => !values.includes(value)) };
}

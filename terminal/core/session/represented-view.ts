import type { QuestionView } from '@tongban/contract';
import { matterSummary } from './matter-view.ts';
import { representedFieldView, representedQuestions } from './represented.ts';
import type { RepresentedStep } from './step.ts';
import type { Visit } from './visit.ts';

/** A question about the person acted for: it looks like any question of a form. */
export function representedView({ field, typed }: RepresentedStep, visit: Visit): QuestionView {
  const { catalogued, holder } = visit;
  if (!catalogued || !holder) throw new Error('this step needs a matter and a citizen');
  const asked = representedQuestions(catalogued.matter);
  return {
    screen: 'question',
    matter: matterSummary(catalogued.matter),
    holder,
    ...{ number: asked.indexOf(field) + 1, of: asked.length },
    field: representedFieldView(field),
    value: typed === undefined ? (visit.typedOfRepresented[field] ?? null) : typed,
    ...{ fromReview: false, correction: null },
  };
}

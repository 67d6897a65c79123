import type { Step } from './step.ts';
import type { Visit } from './visit.ts';

/** What the parts of a session share: where the citizen is, whose visit it is, and the way to another step. */
export interface Stage {
  step(): Step;
  /** Another object as soon as the visit has ended: what comes late for an earlier one is dropped. */
  visit(): Visit;
  goTo(step: Step): void;
}

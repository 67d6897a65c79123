import type { FieldCheck } from '@tongban/contract';
import { offeredAddress } from './delivery.ts';
import type { ForWhom } from './for-whom.ts';
import type { Stage } from './stage.ts';
import type { Typed } from './step.ts';
import { questionStep, stepAfterQuestion } from './way.ts';

/** Questions: what is typed is checked, what fits is stored and leads on. */
export class Answering {
  readonly #stage: Stage;
  readonly #forWhom: ForWhom;

  constructor(stage: Stage, forWhom: ForWhom) {
    this.#stage = stage;
    this.#forWhom = forWhom;
  }

  check(field: string, value: Typed['value']): FieldCheck {
    const visit = this.#stage.visit();
    visit.typing = { field, value };
    const check = this.#forWhom.check(field, value) ?? visit.form?.check(field, value);
    return check ?? { ok: false, problem: 'missing', count: null };
  }

  answer(name: string, value: Typed['value']): FieldCheck {
    const ofRepresented = this.#forWhom.answer(name, value);
    if (ofRepresented) return ofRepresented;
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    const { form } = visit;
    if (!form || step.at !== 'question' || step.field !== name) return this.check(name, value);
    const check = form.check(name, value);
    if (!check.ok) return check;
    form.store(name, value);
    this.#stage.goTo(stepAfterQuestion(step, visit));
    return check;
  }

  /** The result is sent to the address on the card. */
  useCardAddress(): void {
    const step = this.#stage.step();
    const address = offeredAddress(step, this.#stage.visit());
    if (address !== null && step.at === 'question') this.answer(step.field, address);
  }

  /** It is sent elsewhere. */
  typeAddress(): void {
    const step = this.#stage.step();
    if (step.at !== 'question' || offeredAddress(step, this.#stage.visit()) === null) return;
    this.#stage.goTo({ ...step, byHand: true });
  }

  /** One question again, from the review. */
  edit(name: string): void {
    if (this.#stage.step().at !== 'review') return;
    const isAsked = this.#stage
      .visit()
      .form?.questions()
      .some((field) => field.name === name);
    if (isAsked) this.#stage.goTo(questionStep(name, true));
  }
}

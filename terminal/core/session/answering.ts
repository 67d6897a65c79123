import type { FieldCheck } from '@tongban/contract';
import { offeredAddress } from './delivery.ts';
import type { ForEnterprise } from './for-enterprise.ts';
import type { ForWhom } from './for-whom.ts';
import type { Stage } from './stage.ts';
import type { Typed } from './step.ts';
import { questionStep, stepAfterQuestion } from './way.ts';

/** Questions: what is typed is checked, what fits is stored and leads on. */
export class Answering {
  readonly #stage: Stage;
  /** What is asked before the form. */
  readonly #before: readonly (ForWhom | ForEnterprise)[];

  constructor(stage: Stage, before: readonly (ForWhom | ForEnterprise)[]) {
    this.#stage = stage;
    this.#before = before;
  }

  check(field: string, value: Typed['value']): FieldCheck {
    const visit = this.#stage.visit();
    visit.typing = { field, value };
    for (const asked of this.#before) {
      const check = asked.check(field, value);
      if (check) return check;
    }
    return visit.form?.check(field, value) ?? { ok: false, problem: 'missing', count: null };
  }

  answer(name: string, value: Typed['value']): FieldCheck {
    for (const asked of this.#before) {
      const check = asked.answer(name, value);
      if (check) return check;
    }
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

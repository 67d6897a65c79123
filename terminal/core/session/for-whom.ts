import type { FieldCheck, MethodParams } from '@tongban/contract';
import { personByNumber } from './person.ts';
import { representedForm, representedQuestions, SAME_PERSON } from './represented.ts';
import type { Stage } from './stage.ts';
import { representedStep, type CardPurpose, type Typed } from './step.ts';

/** What comes of an answer. */
interface ForWhomEvents {
  readonly askForCard: (purpose: CardPurpose) => void;
  /** It is known for whom: on to the form, or to what comes before it. */
  readonly goOn: () => void;
}

/**
 * For whom a matter is done, where the matter lets somebody act for another (代办): asked after the guide. The person
 * acted for is known by a card that is laid on the reader after the agent's own, or by what is typed in its place.
 */
export class ForWhom {
  readonly #stage: Stage;
  readonly #events: ForWhomEvents;

  constructor(stage: Stage, events: ForWhomEvents) {
    this.#stage = stage;
    this.#events = events;
  }

  /** The guide was read. */
  ask(): void {
    const visit = this.#stage.visit();
    if (visit.catalogued?.matter.agentFiling) return this.#stage.goTo({ at: 'for-whom' });
    this.#goOn();
  }

  choose({ who }: MethodParams<'session.forWhom'>): void {
    if (this.#stage.step().at !== 'for-whom') return;
    this.#stage.visit().actFor(who);
    this.#goOn();
  }

  /** The card of the person acted for is not here. */
  typeInstead(): void {
    const step = this.#stage.step();
    if (step.at === 'card' && step.purpose === 'represented') this.#stage.goTo(representedStep('name'));
  }

  /** @returns null where something else is asked */
  check(field: string, value: Typed['value']): FieldCheck | null {
    const step = this.#stage.step();
    if (step.at !== 'represented' || step.field !== field) return null;
    const { citizen } = this.#stage.visit();
    const check = representedForm.check(field, value);
    const isAgent = field === 'idNumber' && check.ok && citizen?.person.idNumber === value;
    return isAgent ? { ok: false, problem: 'wrong', words: SAME_PERSON } : check;
  }

  /** @returns null where something else is asked */
  answer(field: string, value: Typed['value']): FieldCheck | null {
    const step = this.#stage.step();
    const check = this.check(field, value);
    if (!check?.ok || step.at !== 'represented') return check;
    const visit = this.#stage.visit();
    const typed = { ...visit.typedOfRepresented, [step.field]: String(value) };
    visit.typedOfRepresented = typed;
    const asked = representedQuestions(visit.catalogued?.matter);
    const next = asked[asked.indexOf(step.field) + 1];
    if (next) {
      this.#stage.goTo(representedStep(next));
      return check;
    }
    const { name = '', idNumber = '', address = null } = typed;
    const person = personByNumber({ name, idNumber, address }, new Date());
    if (!person) throw new Error('a number of 18 places tells who somebody is');
    visit.represent(person, null);
    this.#events.goOn();
    return check;
  }

  #goOn(): void {
    if (this.#stage.visit().citizen) this.#events.goOn();
    else this.#events.askForCard('matter');
  }
}

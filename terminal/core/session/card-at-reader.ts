import type { IdCard, IdCardReader } from '@tongban/peripherals/id-card-reader';
import { isExpired } from './person.ts';
import { examplePerson } from './practice/example-person.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { inPlaceOf, interrupted, needsCard, trouble, under, type Step } from './step.ts';

type Purpose = Extract<Step, { at: 'card' }>['purpose'];

/** What the session does about a card. */
interface CardEvents {
  /** A citizen was identified. */
  readonly onKnown: (purpose: Purpose) => Promise<void>;
  /** The card on the reader is another person's than this visit's. */
  readonly onStranger: () => void;
  /** What was still lying there after the visit was taken away. */
  readonly onTaken: (submitted: boolean) => void;
}

/** The card of a visit: asked for, read, taken away in the middle and put back, and not left behind. */
export class CardAtReader {
  readonly #reader: IdCardReader;
  readonly #parts: Pick<SessionParts, 'sync' | 'log' | 'practice'>;
  readonly #stage: Stage;
  readonly #events: CardEvents;

  constructor(
    parts: Pick<SessionParts, 'sync' | 'log' | 'practice' | 'devices'>,
    stage: Stage,
    events: CardEvents,
  ) {
    this.#reader = parts.devices.idCardReader;
    this.#parts = parts;
    this.#stage = stage;
    this.#events = events;
  }

  askFor(purpose: Purpose): void {
    this.#stage.goTo({ at: 'card', purpose, card: 'awaited', code: 'awaited' });
    this.#reader.startReading();
  }

  /** The same once more, after something that lay above it. */
  askAgain(step: Extract<Step, { at: 'card' }>): void {
    if (this.#stage.visit().citizen) void this.#events.onKnown(step.purpose).then(() => this.miss());
    else if (step.card !== 'awaited' && this.liesThere) this.#stage.goTo(step);
    else this.askFor(step.purpose);
  }

  /** Whatever lies there, readable or not. */
  get liesThere(): boolean {
    return ['card-present', 'reading', 'card-unreadable', 'card-unsupported'].includes(
      this.#reader.status.kind,
    );
  }

  /** The reader's status has changed. @returns whether that led to another step */
  statusChanged(): boolean {
    const step = this.#stage.step();
    const isGone = this.#reader.status.kind === 'no-card';
    if (step.at === 'take-card' && !this.liesThere) {
      this.#events.onTaken(step.submitted);
      return true;
    }
    if (step.at === 'card' && step.card === 'expired' && isGone) {
      this.askFor(step.purpose);
      return true;
    }
    return this.miss();
  }

  /**
   * Stops a form whose card is not there. A card that was pulled before anybody needed it, as while its key was made, has
   * already sent its event: ask at each step that needs one. Under 12345 it is missed too, and found there when the
   * citizen comes back.
   * @returns whether it was missed
   */
  miss(): boolean {
    const shown = this.#stage.step();
    const step = under(shown);
    const { citizen, typing, usesExample } = this.#stage.visit();
    const isGone = this.#reader.status.kind === 'no-card' && !usesExample;
    if (!isGone || !needsCard(step) || !citizen?.card) return false;
    this.#stage.goTo(inPlaceOf(shown, trouble('card-removed', interrupted(step, typing), ['finish'])));
    this.#reader.startReading();
    return true;
  }

  /** In practice, where a card is asked for: a touch takes its place. */
  useExample(): void {
    const visit = this.#stage.visit();
    if (!this.#parts.practice || visit.citizen || this.#stage.step().at !== 'card') return;
    visit.usesExample = true;
    void this.#read(examplePerson(visit.catalogued, new Date()));
  }

  /** In practice every card is the example person's: what was read of a real one goes no further than this. */
  read(card: IdCard): Promise<void> {
    const { catalogued } = this.#stage.visit();
    return this.#read(this.#parts.practice ? examplePerson(catalogued, new Date()) : card);
  }

  async #read(card: IdCard): Promise<void> {
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    const missed = under(step);
    if (missed.at === 'trouble' && missed.kind === 'card-removed') {
      this.#reader.stopReading();
      // Another person's card must not open what this one has typed.
      if (visit.isSamePerson(card)) this.#stage.goTo(inPlaceOf(step, missed.from));
      else this.#events.onStranger();
      return;
    }
    if (step.at !== 'card') return;
    const now = new Date();
    if (isExpired(card, now)) return this.#stage.goTo({ ...step, card: 'expired' });
    const { idNumber, managementNumber } = card;
    this.#reader.stopReading();
    visit.identify(
      card,
      managementNumber ? this.#parts.sync.cardKey({ idNumber, managementNumber }) : Promise.resolve(null),
      now,
    );
    this.#parts.log('card.read', { managementNumber: managementNumber !== null });
    await this.#events.onKnown(step.purpose);
    this.miss();
  }
}

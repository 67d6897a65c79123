import type { IdCard, IdCardReader } from '@tongban/peripherals/id-card-reader';
import { takeCardAfter, type LeftCard } from './left-card.ts';
import { isExpired, personFacts } from './person.ts';
import { examplePerson } from './practice/example-person.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import {
  inPlaceOf,
  interrupted,
  needsCard,
  trouble,
  under,
  type CardPurpose as Purpose,
  type Step,
} from './step.ts';

/** What the session does about a card. */
interface CardEvents {
  /** A citizen was identified. */
  readonly onKnown: (purpose: Purpose) => Promise<void>;
  /** The card on the reader is another person's than this visit's, or was left by the one before. */
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
  readonly #left: LeftCard;

  constructor(
    parts: Pick<SessionParts, 'sync' | 'log' | 'practice' | 'devices' | 'leftCards'>,
    stage: Stage,
    events: CardEvents,
  ) {
    this.#reader = parts.devices.idCardReader;
    this.#left = parts.leftCards.onReader;
    this.#parts = parts;
    this.#stage = stage;
    this.#events = events;
    this.look();
  }

  askFor(purpose: Purpose): void {
    this.#stage.goTo({ at: 'card', purpose, card: 'awaited', code: 'awaited', slot: 'awaited' });
    this.#reader.startReading();
  }

  /** The same once more, after something that lay above it. */
  askAgain(step: Extract<Step, { at: 'card' }>): void {
    const isKnown = step.purpose !== 'represented' && this.#stage.visit().citizen !== null;
    if (isKnown) void this.#events.onKnown(step.purpose).then(() => this.miss());
    else if (step.card !== 'awaited' && this.liesThere) this.#stage.goTo(step);
    else this.askFor(step.purpose);
  }

  /** Whatever lies there, readable or not. */
  get liesThere(): boolean {
    return ['card-present', 'reading', 'card-unreadable', 'card-unsupported'].includes(
      this.#reader.status.kind,
    );
  }

  /** Sees whether a card lies there. */
  look(): void {
    const isGone = this.#reader.status.kind === 'no-card';
    this.#left.seen({ lies: this.liesThere, isGone }, this.#stage.step());
  }

  /**
   * The reader's status has changed, or the slot's.
   * @param slotIsFull whether another card is still in the slot for those
   * @returns whether that led to another step
   */
  statusChanged(slotIsFull: boolean): boolean {
    const step = this.#stage.step();
    const isGone = this.#reader.status.kind === 'no-card';
    if (this.liesThere && this.#left.goesFirst(step)) {
      this.#stage.goTo(takeCardAfter(step));
      return true;
    }
    if (step.at === 'take-card' && !this.liesThere && !slotIsFull) {
      this.#events.onTaken(step.submitted);
      return true;
    }
    if (step.at === 'card' && (step.card === 'expired' || step.card === 'same-person') && isGone) {
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
    const step = this.#stage.step();
    if (!this.#parts.practice || step.at !== 'card') return;
    if (visit.citizen && step.purpose !== 'represented') return;
    visit.usesExample = true;
    void this.#read(this.#example(step));
  }

  /** In practice every card is the example person's: what was read of a real one goes no further than this. */
  read(card: IdCard): Promise<void> {
    return this.#read(this.#parts.practice ? this.#example(under(this.#stage.step())) : card);
  }

  /** Who is acted for is another one than who acts. */
  #example(step: Step): IdCard {
    const { catalogued, citizen } = this.#stage.visit();
    const isOther = step.at === 'card' && step.purpose === 'represented';
    return examplePerson(catalogued, new Date(), isOther ? citizen?.person.idNumber : undefined);
  }

  async #read(card: IdCard): Promise<void> {
    if (this.#left.isLeft) return this.#events.onStranger();
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
    const isOfOther = step.purpose === 'represented';
    if (isOfOther && visit.isSamePerson(card)) return this.#stage.goTo({ ...step, card: 'same-person' });
    this.#reader.stopReading();
    if (isOfOther) visit.represent(personFacts(card, now), card);
    else this.#identify(card, now);
    this.#parts.log('card.read', { managementNumber: card.managementNumber !== null });
    await this.#events.onKnown(step.purpose);
    this.miss();
  }

  #identify(card: IdCard, now: Date): void {
    const { idNumber, managementNumber } = card;
    this.#stage
      .visit()
      .identify(
        card,
        managementNumber ? this.#parts.sync.cardKey({ idNumber, managementNumber }) : Promise.resolve(null),
        now,
      );
  }
}

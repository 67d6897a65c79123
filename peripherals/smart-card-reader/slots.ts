import { cardOf, isForCitizens, isStarting, known } from './pcsc/reader-state.ts';
import type { ReaderState } from './pcsc/library.ts';
import type { SlotCard } from './pcsc/reader-state.ts';
import type { SmartCardReaderStatus } from './status.ts';

/** Told of a card that could not be read, as long as it is not taken out. */
export type Refusal = Extract<SmartCardReaderStatus, { kind: 'card-unreadable' | 'card-unsupported' }>;

/** What is known of the card in a slot. `read` and `refused` are not looked at again before they were taken out. */
export type Held =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unread'; readonly isMute: boolean }
  | { readonly kind: 'read' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface Slot {
  readonly reader: string;
  /** As the service told it last; zero before the first look. */
  state: ReaderState;
  events: number;
  held: Held;
}

/** The slots of all readers that citizens can reach, and what each holds. A reader that is pulled takes its slots along. */
export class Slots {
  #slots: Slot[] = [];
  /**
   * Until when (performance.now) a card that appears may be one that was read and went out of sight with its reader:
   * a reader that has just come back needs a moment to notice the card that was in it all the time.
   */
  #readCardBackUntil = 0;
  readonly #settleMs: number;

  /** @param settleMs how long a reader may take to notice a card, after it came back. */
  constructor(settleMs: number) {
    this.#settleMs = settleMs;
  }

  get isEmpty(): boolean {
    return this.#slots.length === 0;
  }
  /** A wait for a change of it ends at once. */
  get isAnyStarting(): boolean {
    return this.#slots.some(({ state }) => isStarting(state));
  }
  get all(): readonly Slot[] {
    return this.#slots;
  }
  /** What is known, to be handed to the next wait. */
  get states(): readonly ReaderState[] {
    return this.#slots.map(({ state }) => known(state));
  }

  /** Takes the list of readers as it is now: new ones come, missing ones go. */
  setReaders(readers: readonly string[]): void {
    for (const slot of this.#slots) if (!readers.includes(slot.reader)) this.#drop(slot);
    this.#slots = readers.filter(isForCitizens).map(
      (reader) =>
        this.#slots.find((slot) => slot.reader === reader) ?? {
          reader,
          state: { reader, state: 0 },
          events: 0,
          held: { kind: 'nothing' },
        },
    );
  }

  /** Takes what the service told of each slot. */
  update(states: readonly ReaderState[]): void {
    for (const slot of [...this.#slots]) {
      const state = states.find(({ reader }) => reader === slot.reader);
      if (state === undefined) continue;
      const card = cardOf(state);
      if (card === undefined) {
        this.#drop(slot);
        this.#slots = this.#slots.filter((other) => other !== slot);
        continue;
      }
      slot.state = state;
      // From the first look at a reader that came back, the time runs.
      if (this.#readCardBackUntil === Infinity) this.#readCardBackUntil = performance.now() + this.#settleMs;
      if (card === null) slot.held = { kind: 'nothing' };
      else if (slot.held.kind === 'nothing' || slot.events !== card.events) slot.held = this.#newcomer(card);
      // The reader may notice only at the second try that a chip does not answer.
      else if (slot.held.kind === 'unread') slot.held = { kind: 'unread', isMute: card.isMute };
      slot.events = card?.events ?? 0;
    }
  }

  #newcomer({ isMute }: SlotCard): Held {
    if (performance.now() > this.#readCardBackUntil) return { kind: 'unread', isMute };
    this.#readCardBackUntil = 0;
    return { kind: 'read' };
  }

  /** All readers are out of sight: the connection to the service ended. */
  clear(): void {
    this.setReaders([]);
  }

  #drop(slot: Slot): void {
    if (slot.held.kind === 'read') this.#readCardBackUntil = Infinity;
  }
}

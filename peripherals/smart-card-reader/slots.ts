import { cardOf, isForCitizens, known } from './pcsc/slots.ts';
import type { ReaderState } from './pcsc/library.ts';
import type { SmartCardReaderStatus } from './status.ts';

/** Told of a card that could not be read, as long as it is not taken out. */
export type Refusal = Extract<SmartCardReaderStatus, { kind: 'card-unreadable' | 'card-unsupported' }>;

/** What is known of the card in a slot. */
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
  /** A card that was read went out of sight with its reader: what is seen in a new slot first may be that card. */
  #readCardAway = false;

  get isEmpty(): boolean {
    return this.#slots.length === 0;
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
          events: -1,
          held: { kind: 'nothing' },
        },
    );
  }

  /** Takes what the service told of each slot. */
  update(states: readonly ReaderState[]): void {
    let firstLook = false;
    for (const slot of [...this.#slots]) {
      const state = states.find(({ reader }) => reader === slot.reader);
      if (state === undefined) continue;
      const card = cardOf(state);
      if (card === undefined) {
        this.#drop(slot);
        this.#slots = this.#slots.filter((other) => other !== slot);
        continue;
      }
      const isNew = slot.events === -1;
      firstLook ||= isNew;
      if (card === null) {
        slot.held = { kind: 'nothing' };
        slot.events = 0;
      } else if (isNew && this.#readCardAway) {
        slot.held = { kind: 'read' };
        slot.events = card.events;
      } else if (slot.held.kind === 'nothing' || slot.events !== card.events) {
        slot.held = { kind: 'unread', isMute: card.isMute };
        slot.events = card.events;
      } else if (slot.held.kind === 'unread') {
        // The reader may notice only at the second try that a chip does not answer.
        slot.held = { kind: 'unread', isMute: card.isMute };
      }
      slot.state = state;
    }
    if (firstLook) this.#readCardAway = false;
  }

  /** All readers are out of sight: the connection to the service ended. */
  clear(): void {
    this.setReaders([]);
  }

  #drop(slot: Slot): void {
    if (slot.held.kind === 'read') this.#readCardAway = true;
  }
}

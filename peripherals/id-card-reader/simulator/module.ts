import { encodeAddress, encodeTextBlock } from './card-blocks.ts';
import type { SyntheticCard } from './synthetic-card.ts';
import type { RequestKind } from './faults.ts';

export interface ModuleHabits {
  /** Readers differ: to find, a card that was read and not lifted answers 9F (true) or 80 (false). */
  readonly findsReadCard: boolean;
  /** After a failed read, find answers 80 until the card was lifted. */
  readonly failedCardNeedsLifting: boolean;
  /** Older modules answer 21 to 30 03 and 30 05. */
  readonly knowsNewItems: boolean;
}

/** How far the module has come with the card; `moved` is a card that slipped or went away after it was selected. */
export type Stage = 'idle' | 'found' | 'selected' | 'read' | 'moved' | 'failed';

/** Shown as 05.01-20261122-000310199-000000001. */
const SAM_ID = Buffer.from('05000100' + '02293501' + 'b7bb0400' + '01000000', 'hex');

interface Answer {
  readonly code: number;
  readonly data?: Uint8Array;
}

const REQUESTS: ReadonlyMap<number, RequestKind> = new Map([
  [0x10ff, 'reset'],
  [0x11ff, 'status'],
  [0x12ff, 'sam-id'],
  [0x2001, 'find'],
  [0x2002, 'select'],
  [0x3001, 'read-base'],
  [0x3003, 'newest-address'],
  [0x3005, 'management-number'],
]);

/** What CMD and PARA at the head of a request's body ask for. */
export function requestKindOf(body: Uint8Array): RequestKind {
  return (body.length === 2 ? REQUESTS.get((body[0]! << 8) | body[1]!) : undefined) ?? 'other';
}

/** The module's own logic without any line: a card on top, commands in, status code and data out. */
export class SamModule {
  readonly #habits: ModuleHabits;
  #stage: Stage = 'idle';
  #card: SyntheticCard | null = null;

  constructor(habits: ModuleHabits) {
    this.#habits = habits;
  }

  get stage(): Stage {
    return this.#stage;
  }
  get card(): SyntheticCard | null {
    return this.#card;
  }

  putCard(card: SyntheticCard): void {
    this.#card = card;
    this.#loseContact();
  }
  takeCard(): void {
    this.#card = null;
    this.#loseContact();
  }
  moveCard(): void {
    this.#loseContact();
  }
  /** As after power-on or reset: knows nothing about the card. */
  restart(): void {
    this.#stage = 'idle';
  }
  /** The card did not let itself be read. */
  failCard(): void {
    if (this.#habits.failedCardNeedsLifting) this.#stage = 'failed';
  }

  #loseContact(): void {
    this.#stage = this.#stage === 'idle' || this.#stage === 'found' ? 'idle' : 'moved';
  }

  answer(request: RequestKind): Answer {
    switch (request) {
      case 'reset':
        this.restart();
        return { code: 0x90 };
      case 'status':
        return { code: 0x90 };
      case 'sam-id':
        return { code: 0x90, data: SAM_ID };
      case 'find':
        return this.#find();
      case 'select':
        if (this.#card === null || !['found', 'selected', 'read'].includes(this.#stage)) {
          return { code: 0x81 };
        }
        this.#stage = 'selected';
        return { code: 0x90, data: new Uint8Array(8) };
      case 'read-base':
      case 'newest-address':
      case 'management-number':
        return this.#read(request);
      case 'other':
        return { code: 0x21 };
    }
  }

  #find(): Answer {
    const isHidden =
      (this.#stage === 'read' && !this.#habits.findsReadCard) ||
      (this.#stage === 'failed' && this.#card !== null);
    if (this.#card === null || isHidden) {
      if (this.#card === null) this.#stage = 'idle';
      return { code: 0x80 };
    }
    this.#stage = 'found';
    return { code: 0x9f, data: new Uint8Array(4) };
  }

  #read(request: 'read-base' | 'newest-address' | 'management-number'): Answer {
    if (request !== 'read-base' && !this.#habits.knowsNewItems) return { code: 0x21 };
    if (this.#stage === 'idle') return { code: 0x34 };
    if (this.#card === null || (this.#stage !== 'selected' && this.#stage !== 'read')) return { code: 0x41 };
    switch (request) {
      case 'read-base':
        this.#stage = 'read';
        return {
          code: 0x90,
          // Lengths of text and photo, big-endian, then both.
          data: Buffer.concat([
            Uint8Array.of(0x01, 0x00, 0x04, 0x00),
            encodeTextBlock(this.#card),
            this.#card.photoWlt,
          ]),
        };
      case 'newest-address':
        if (this.#card.newestAddress === null) return { code: 0x91 };
        return { code: 0x90, data: encodeAddress(this.#card.newestAddress) };
      case 'management-number':
        if (this.#card.managementNumber === null) return { code: 0x91 };
        return { code: 0x90, data: this.#card.managementNumber };
    }
  }
}

import type { Device } from '../device.ts';
import type { ByteTransport } from '../transport/index.ts';
import { checkPresence, findCard, readCard } from './card.ts';
import type { IdCard, ReaderTrouble } from './card.ts';
import { ReaderConnection } from './connection.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import type { IdCardReaderDelays } from './delays.ts';
import { describeReader } from './description.ts';
import type { ReaderDescription } from './description.ts';
import type { IdCardReaderDriver } from './driver.ts';
import { RESET, SAM_STATUS } from './protocol/commands.ts';
import {
  CARD_PRESENT,
  CARD_REMOVED,
  CARD_UNREADABLE,
  CARD_UNSUPPORTED,
  DISCONNECTED,
  FAULT,
  NO_CARD,
  READING,
  asksTheCitizen,
} from './status.ts';
import type { IdCardReaderStatus } from './status.ts';

export interface IdCardReaderOptions {
  /** Makes a new, unopened line to the reader; called for every try to connect. */
  readonly openTransport: () => ByteTransport;
  readonly delays?: Partial<IdCardReaderDelays>;
}

export interface IdCardReader extends Device<IdCardReaderStatus> {
  /** Calls back once for each card that was read whole, just before the status becomes `card-present`. */
  onCard(listener: (card: IdCard) => void): () => void;
  /** Reads the next card that is put there, and the one after it. A card that was read is read again only when lifted. */
  startReading(): void;
  /**
   * No card is delivered any more, not even one that is just being read. What lies there is still watched, and so is an
   * empty reader: `no-card` comes within a second of a removal, `card-present` within two of a card that is put there. It
   * might be forgotten there.
   */
  stopReading(): void;
  /** Asks the reader's security module for its number and state; for technicians. Never rejects. */
  describe(): Promise<ReaderDescription>;
}

/** Makes the reader of identity cards; `disconnected` until `open` has found it. */
export function createIdCardReader(options: IdCardReaderOptions): IdCardReader {
  return new SamIdCardReader(options);
}

/** How often a card that does not let itself be read is tried before the citizen has to lift it. */
const READ_ATTEMPTS = 2;
/** So many errors of the module in a row are a fault. */
const MAX_READER_ERRORS = 3;

/**
 * What lies on the reader, as far as is known. `found`: by find alone, while nobody wanted a card. `unread`: perhaps
 * something, only a look can tell. `refused`: it could not be read and must be lifted; `seen` when find has answered to it,
 * for on some readers find does not see such a card though it lies there.
 */
type Lying =
  | { kind: 'nothing' }
  | { kind: 'found' }
  | { kind: 'unread' }
  | { kind: 'read' }
  | { kind: 'refused'; seen: boolean };

class SamIdCardReader implements IdCardReader {
  readonly #delays: IdCardReaderDelays;
  readonly #connection: ReaderConnection;
  readonly #cardListeners = new Set<(card: IdCard) => void>();
  readonly #statusListeners = new Set<(status: IdCardReaderStatus) => void>();
  #status: IdCardReaderStatus = DISCONNECTED;
  /** A driver that died has perhaps read what lies there: the module still knows. */
  #lying: Lying = { kind: 'unread' };
  #reading = false;
  /** Grows with each startReading: what was begun for an earlier one is not delivered to a later one. */
  #readingTurn = 0;
  #nextPollAt = 0;
  #readerErrors = 0;

  constructor(options: IdCardReaderOptions) {
    this.#delays = { ...DEFAULT_DELAYS, ...options.delays };
    this.#connection = new ReaderConnection({
      openTransport: options.openTransport,
      delays: this.#delays,
      serve: (driver) => this.#serve(driver),
      onLost: () => {
        // What was read may have been swapped in the gap, and what was not there may have been put there.
        this.#lying = { kind: 'unread' };
        this.#setStatus(DISCONNECTED);
      },
    });
  }

  get status(): IdCardReaderStatus {
    return this.#status;
  }

  open(): void {
    this.#connection.open();
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  onStatus(listener: (status: IdCardReaderStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  onCard(listener: (card: IdCard) => void): () => void {
    this.#cardListeners.add(listener);
    return () => this.#cardListeners.delete(listener);
  }

  startReading(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#readingTurn++;
    this.#connection.wake();
  }

  stopReading(): void {
    this.#reading = false;
    this.#connection.wake();
  }

  async describe(): Promise<ReaderDescription> {
    const { driver } = this.#connection;
    return driver === null ? { kind: 'disconnected' } : describeReader(driver);
  }

  /** Answers whether the reader could be made ready, once the line or the reader is of no use any more. */
  async #serve(driver: IdCardReaderDriver): Promise<boolean> {
    if (!(await this.#makeReady(driver))) return false;
    while (this.#connection.isUp) {
      const trouble = await this.#step(driver);
      if (trouble === null) {
        this.#readerErrors = 0;
        continue;
      }
      if (trouble.trouble === 'no-answer') break;
      this.#readerErrors++;
      if (!(await this.#makeReady(driver, { reset: true }))) break;
    }
    return true;
  }

  /** Answers true once the module says that it works, false when the line is of no use. */
  async #makeReady(driver: IdCardReaderDriver, { reset } = { reset: false }): Promise<boolean> {
    for (let withReset = reset; this.#connection.isUp; withReset = true) {
      if (withReset && (await driver.exchange(RESET)).kind !== 'answer') return false;
      const answer = await driver.exchange(SAM_STATUS);
      if (answer.kind !== 'answer') return false;
      if (answer.step === 'ok' && this.#readerErrors < MAX_READER_ERRORS) return true;
      this.#readerErrors = 0;
      this.#setStatus(FAULT);
      const retryAt = performance.now() + this.#delays.faultRetryMs;
      await this.#connection.pauseUntil(() => retryAt);
    }
    return false;
  }

  /** One look at the reader; answers what went wrong with the reader itself. */
  #step(driver: IdCardReaderDriver): Promise<ReaderTrouble | null> {
    switch (this.#lying.kind) {
      case 'nothing':
      case 'found':
        return this.#reading ? this.#lookForCard(driver) : this.#idle(driver);
      case 'unread':
        return this.#reading ? this.#lookForCard(driver) : this.#watch(driver);
      case 'read':
        return this.#watch(driver);
      case 'refused':
        return this.#waitForLifting(driver, this.#lying.seen);
    }
  }

  /** Sees only whether a card lies there: nothing of it is asked. That tells as well that the reader is alive. */
  async #idle(driver: IdCardReaderDriver): Promise<ReaderTrouble | null> {
    const found = await findCard(driver);
    if (found.kind === 'trouble') return found;
    this.#lying = { kind: found.kind === 'found' ? 'found' : 'nothing' };
    this.#setStatus(found.kind === 'found' ? CARD_PRESENT : NO_CARD);
    const lookAt = performance.now() + this.#delays.idleLookMs;
    await this.#connection.pauseUntil(() => (this.#reading ? 0 : lookAt));
    return null;
  }

  async #lookForCard(driver: IdCardReaderDriver): Promise<ReaderTrouble | null> {
    await this.#waitForPoll();
    if (!this.#reading || !this.#connection.isUp) return null;
    const found = await findCard(driver);
    if (found.kind === 'trouble') return found;
    if (found.kind === 'found') return this.#read(driver, { selected: false });
    this.#lying = { kind: 'nothing' };
    if (!asksTheCitizen(this.#status)) this.#setStatus(NO_CARD);
    return null;
  }

  async #read(
    driver: IdCardReaderDriver,
    { selected }: { selected: boolean },
  ): Promise<ReaderTrouble | null> {
    this.#lying = { kind: 'unread' };
    const turn = this.#readingTurn;
    const wanted = (): boolean => this.#reading && this.#readingTurn === turn;
    this.#setStatus(READING);
    for (let attempt = 1; ; attempt++) {
      const outcome = await readCard(driver, { selected: selected && attempt === 1, wanted });
      switch (outcome.kind) {
        case 'trouble':
          return outcome;
        case 'stopped':
          this.#setStatus(CARD_PRESENT);
          return null;
        case 'card':
          this.#lying = { kind: 'read' };
          for (const listener of [...this.#cardListeners]) listener(outcome.card);
          this.#setStatus(CARD_PRESENT);
          return null;
        case 'unsupported':
          this.#lying = { kind: 'refused', seen: false };
          this.#setStatus(CARD_UNSUPPORTED);
          return null;
        case 'lost':
        case 'failed': {
          const found = await findCard(driver);
          if (found.kind === 'trouble') return found;
          if (found.kind === 'none') {
            this.#lying = { kind: 'nothing' };
            this.#setStatus(outcome.kind === 'lost' ? CARD_REMOVED : CARD_UNREADABLE);
            return null;
          }
          if (attempt === READ_ATTEMPTS) {
            this.#lying = { kind: 'refused', seen: true };
            this.#setStatus(CARD_UNREADABLE);
            return null;
          }
        }
      }
    }
  }

  /** Watches a card that lies there and is not to be read. */
  async #watch(driver: IdCardReaderDriver): Promise<ReaderTrouble | null> {
    await this.#waitForPoll();
    if (!this.#connection.isUp) return null;
    const presence = await checkPresence(driver);
    switch (presence.kind) {
      case 'trouble':
        return presence;
      case 'gone':
        this.#lying = { kind: 'nothing' };
        this.#setStatus(NO_CARD);
        return null;
      case 'again':
        // Moved, or another card: only reading it could tell.
        if (this.#reading) return this.#read(driver, { selected: true });
        this.#lying = { kind: 'unread' };
        break;
      case 'present':
        break;
    }
    this.#setStatus(CARD_PRESENT);
    return null;
  }

  async #waitForLifting(driver: IdCardReaderDriver, seen: boolean): Promise<ReaderTrouble | null> {
    await this.#waitForPoll();
    if (!this.#connection.isUp) return null;
    const found = await findCard(driver);
    if (found.kind === 'trouble') return found;
    if (found.kind === 'found') {
      this.#lying = { kind: 'refused', seen: true };
    } else {
      this.#lying = { kind: 'nothing' };
      if (seen) this.#setStatus(NO_CARD);
    }
    return null;
  }

  async #waitForPoll(): Promise<void> {
    await this.#connection.pauseUntil(() => this.#nextPollAt);
    this.#nextPollAt = performance.now() + this.#delays.pollIntervalMs;
  }

  #setStatus(status: IdCardReaderStatus): void {
    if (status.kind === this.#status.kind) return;
    this.#status = status;
    for (const listener of [...this.#statusListeners]) listener(status);
  }
}

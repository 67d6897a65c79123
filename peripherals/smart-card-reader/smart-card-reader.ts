import type { Device } from '../device.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import type { SmartCardReaderDelays } from './delays.ts';
import { connectCard } from './pcsc/connection.ts';
import { loadPcsc } from './pcsc/library.ts';
import type { Pcsc } from './pcsc/library.ts';
import { PcscSession } from './pcsc/session.ts';
import type { SessionEnding } from './pcsc/session.ts';
import type { SocialSecurityCard } from './protocol/social-security.ts';
import { readSocialSecurityCard } from './read-card.ts';
import type { ReadOutcome } from './read-card.ts';
import { Slots } from './slots.ts';
import type { Refusal, Slot } from './slots.ts';
import { disconnected, fault, isSameStatus } from './status.ts';
import type { SmartCardReaderStatus } from './status.ts';

export interface SmartCardReaderOptions {
  /** Finds the smart card library, null where it is not installed; asked before each try to connect until it is there. */
  readonly loadPcsc?: () => Pcsc | null;
  readonly delays?: Partial<SmartCardReaderDelays>;
}

export interface SmartCardReader extends Device<SmartCardReaderStatus> {
  /** Calls back once for each card that was read whole, just before the status becomes `card-present`. */
  onCard(listener: (card: SocialSecurityCard) => void): () => void;
  /** Reads the next card that is put in, and the one after it. A card that was read is read again only when taken out. */
  startReading(): void;
  /** No card is delivered any more, not even one that is just being read. Cards are still watched. */
  stopReading(): void;
}

/**
 * Makes the reader of social-security cards: all PC/SC readers of the machine taken together, whichever the citizen
 * uses. `disconnected` until `open` has found one.
 */
export function createSmartCardReader(options: SmartCardReaderOptions = {}): SmartCardReader {
  return new PcscSmartCardReader(options);
}

/** How often a card that does not let itself be read is tried before the citizen has to take it out. */
const READ_ATTEMPTS = 2;
/** So many broken contexts in a row, without a good call between, are a fault. */
const MAX_ERRORS = 3;

const NO_CARD: SmartCardReaderStatus = { kind: 'no-card', availability: 'ready' };
const READING: SmartCardReaderStatus = { kind: 'reading', availability: 'ready' };
const CARD_PRESENT: SmartCardReaderStatus = { kind: 'card-present', availability: 'ready' };
const CARD_REMOVED: SmartCardReaderStatus = { kind: 'card-removed-mid-read', availability: 'ready' };

/** What ended the work with one context. */
type Ending = SessionEnding | 'closed';

class PcscSmartCardReader implements SmartCardReader {
  readonly #loadPcsc: () => Pcsc | null;
  readonly #delays: SmartCardReaderDelays;
  readonly #cardListeners = new Set<(card: SocialSecurityCard) => void>();
  readonly #statusListeners = new Set<(status: SmartCardReaderStatus) => void>();
  readonly #brokenListeners = new Set<(what: string) => void>();
  readonly #slots: Slots;
  #status: SmartCardReaderStatus = disconnected('no-reader');
  #reading = false;
  /** Grows with each startReading: what was begun for an earlier one is not delivered to a later one. */
  #readingTurn = 0;
  #wasRemovedMidRead = false;
  #isOpen = false;
  #session: PcscSession | null = null;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  constructor(options: SmartCardReaderOptions) {
    this.#loadPcsc = options.loadPcsc ?? loadPcsc;
    this.#delays = { ...DEFAULT_DELAYS, ...options.delays };
    this.#slots = new Slots(this.#delays.settleMs);
  }

  get status(): SmartCardReaderStatus {
    return this.#status;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#loop = this.#loop.then(() => this.#run());
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.#wake();
    this.#session?.abandon();
    await this.#loop;
  }

  onStatus(listener: (status: SmartCardReaderStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  onCard(listener: (card: SocialSecurityCard) => void): () => void {
    this.#cardListeners.add(listener);
    return () => this.#cardListeners.delete(listener);
  }

  /** When the call that hangs returns after all, the reader goes on. */
  onBroken(listener: (what: string) => void): void {
    this.#brokenListeners.add(listener);
  }

  startReading(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#readingTurn++;
    this.#wake();
    this.#session?.wake();
  }

  stopReading(): void {
    this.#reading = false;
    this.#wasRemovedMidRead = false;
    this.#session?.wake();
  }

  /** Connects, serves, and connects again with a context of its own, until closed. */
  async #run(): Promise<void> {
    let pcsc: Pcsc | null = null;
    let backOffMs = this.#delays.reconnectMinMs;
    let errors = 0;
    while (this.#isOpen) {
      pcsc ??= this.#loadPcsc();
      let served = false;
      if (pcsc === null) {
        this.#setStatus(disconnected('no-library'));
      } else {
        const session = new PcscSession(pcsc, this.#delays, () => this.#tellBroken());
        this.#session = session;
        const ending = await this.#serve(session, () => (served = true));
        this.#session = null;
        this.#slots.clear();
        errors = ending === 'error' ? errors + 1 : 0;
        this.#tellEnding(ending, errors);
        await session.end();
      }
      if (served) backOffMs = this.#delays.reconnectMinMs;
      if (this.#isOpen) await this.#pause(backOffMs);
      backOffMs = Math.min(backOffMs * 2, this.#delays.reconnectMaxMs);
    }
    this.#setStatus(disconnected('no-reader'));
  }

  #tellBroken(): void {
    this.#setStatus(fault('no-answer'));
    for (const listener of [...this.#brokenListeners]) listener('a PC/SC call hangs');
  }

  #tellEnding(ending: Ending, errors: number): void {
    switch (ending) {
      case 'closed':
        return;
      case 'no-answer':
        return this.#setStatus(fault('no-answer'));
      case 'error':
        // A pulled cable or a service that restarts breaks a context too: the next one tells what is really there.
        if (errors >= MAX_ERRORS) this.#setStatus(fault('error'));
        return;
      default:
        return this.#setStatus(disconnected(ending));
    }
  }

  async #serve(session: PcscSession, onServed: () => void): Promise<Ending> {
    const ending = await session.establish();
    if (ending !== null) return ending;
    for (;;) {
      if (!this.#isOpen) return 'closed';
      const readers = await session.listReaders();
      if (typeof readers === 'string') return readers;
      this.#slots.setReaders(readers);
      if (this.#slots.isEmpty) return 'no-reader';
      const trouble = await this.#look(session, this.#nextWaitMs());
      if (trouble !== null) return trouble;
      if (this.#slots.isEmpty) return 'no-reader';
      onServed();
      if (this.#slots.isAnyStarting) await this.#pause(this.#delays.startingMs);
      const unread = this.#reading ? this.#slots.all.find(({ held }) => held.kind === 'unread') : undefined;
      if (unread === undefined) {
        this.#tellCards();
        continue;
      }
      const readTrouble = await this.#read(session, unread);
      if (readTrouble !== null) return readTrouble;
    }
  }

  /** No wait when there is a card to be read. */
  #nextWaitMs(): number {
    const hasWork = this.#reading && this.#slots.all.some(({ held }) => held.kind === 'unread');
    if (!hasWork) return this.#delays.heartbeatMs;
    return this.#status.kind === 'fault' ? this.#delays.inUseRetryMs : 0;
  }

  async #look(session: PcscSession, waitMs: number): Promise<Ending | null> {
    const states = await session.waitForChange(waitMs, this.#slots.states);
    if (typeof states === 'string') return states;
    this.#slots.update(states);
    return null;
  }

  async #read(session: PcscSession, slot: Slot): Promise<Ending | null> {
    const turn = this.#readingTurn;
    const { events } = slot;
    const wanted = (): boolean => this.#isOpen && this.#reading && this.#readingTurn === turn;
    const isThere = (): boolean =>
      this.#slots.all.includes(slot) && slot.events === events && slot.held.kind === 'unread';
    this.#wasRemovedMidRead = false;
    if (slot.held.kind === 'unread' && slot.held.isMute) {
      this.#refuse(slot, { kind: 'card-unreadable', availability: 'ready', problem: 'mute' });
      return null;
    }
    if (this.#status.kind !== 'fault') this.#setStatus(READING);
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#readOnce(session, slot.reader, wanted);
      switch (outcome.kind) {
        case 'card':
          slot.held = { kind: 'read' };
          for (const listener of [...this.#cardListeners]) listener(outcome.card);
          this.#tellCards();
          return null;
        case 'unsupported':
          this.#refuse(slot, {
            kind: 'card-unsupported',
            availability: 'ready',
            problem: outcome.problem,
          });
          return null;
        case 'stopped':
          this.#tellCards();
          return null;
        case 'in-use':
          this.#setStatus(fault('in-use'));
          return null;
        case 'trouble':
          return session.isHung ? 'no-answer' : 'error';
        case 'lost':
        case 'mute':
        case 'failed': {
          // The service may not have noticed yet that the card is gone: time tells failed from taken out.
          const until = performance.now() + this.#delays.removalNoticeMs;
          while (isThere() && wanted()) {
            const leftMs = until - performance.now();
            if (leftMs <= 0) break;
            const trouble = await this.#look(session, leftMs);
            if (trouble !== null) return trouble;
          }
          if (!isThere()) {
            this.#wasRemovedMidRead = true;
            this.#tellCards();
            return null;
          }
          if (attempt < READ_ATTEMPTS) continue;
          const problem = outcome.kind === 'mute' ? 'mute' : 'failed';
          this.#refuse(slot, { kind: 'card-unreadable', availability: 'ready', problem });
          return null;
        }
      }
    }
  }

  async #readOnce(session: PcscSession, reader: string, wanted: () => boolean): Promise<ReadOutcome> {
    const connected = await connectCard(session, reader);
    if (connected.kind !== 'connected') return connected;
    if (this.#status.kind === 'fault') this.#setStatus(READING);
    const outcome = await readSocialSecurityCard(connected.connection, wanted);
    await connected.connection.disconnect();
    return outcome;
  }

  #refuse(slot: Slot, refusal: Refusal): void {
    slot.held = { kind: 'refused', refusal };
    this.#tellCards();
  }

  /** One word for all slots: what the citizen has to do about a card comes before what is merely there. */
  #tellCards(): void {
    const held = this.#slots.all.map((slot) => slot.held);
    const refused = held.find((one) => one.kind === 'refused');
    if (refused !== undefined) this.#setStatus(refused.refusal);
    else if (held.some((one) => one.kind !== 'nothing')) this.#setStatus(CARD_PRESENT);
    else this.#setStatus(this.#wasRemovedMidRead ? CARD_REMOVED : NO_CARD);
  }

  /** A pause that `wake` ends early. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wake = end;
    });
  }

  #setStatus(status: SmartCardReaderStatus): void {
    if (isSameStatus(status, this.#status)) return;
    this.#status = status;
    for (const listener of [...this.#statusListeners]) listener(status);
  }
}

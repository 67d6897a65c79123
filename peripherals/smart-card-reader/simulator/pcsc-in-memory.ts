import { SCARD, STATE } from '../pcsc/codes.ts';
import type { Pcsc, PcscHandle, ReaderState } from '../pcsc/library.ts';
import { SLOT_COUNT } from './simulator.ts';
import type { SlotIndex, SocialSecurityCardSimulator } from './simulator.ts';

const INVALID_HANDLE = 0x80100003;
const EVENT_COUNT_SHIFT = 16;
const T0 = 1;
const SLOTS = [0, 1] as const;
const DEFAULT_NAMES = ['Virtual PCD 00 00', 'Virtual PCD 00 01'] as const;

interface Wait {
  readonly context: PcscHandle;
  readonly check: () => void;
  readonly end: (code: number) => void;
}

/**
 * The simulator's slots behind the PC/SC calls, without any service: for what cannot be done to a real pcscd, as
 * pulling one reader of two, and for tests that have no time for its polling.
 */
export class PcscInMemory implements Pcsc {
  readonly #simulator: SocialSecurityCardSimulator;
  readonly #names: readonly [string, string];
  readonly #plugged: [boolean, boolean] = [true, true];
  readonly #events: [number, number] = [0, 0];
  readonly #starting = new Set<SlotIndex>();
  readonly #occupied = new Set<SlotIndex>();
  readonly #contexts = new Set<PcscHandle>();
  readonly #connections = new Map<PcscHandle, SlotIndex>();
  readonly #waits = new Set<Wait>();
  readonly #waitListeners = new Set<() => void>();
  #isRunning = true;
  #lastHandle = 0;
  #codes: number[] = [];
  /** How often a context was established. */
  contextCount = 0;
  /** How often somebody asked for the states. */
  waitCount = 0;

  constructor(
    simulator: SocialSecurityCardSimulator,
    { names = DEFAULT_NAMES }: { names?: readonly [string, string] } = {},
  ) {
    this.#simulator = simulator;
    this.#names = names;
    const before: (object | null)[] = SLOTS.map((slot) => simulator.chipIn(slot));
    simulator.onChange(() => {
      for (const slot of SLOTS) {
        const chip = simulator.chipIn(slot);
        if (chip === before[slot]) continue;
        // A card in place of another one was taken out and put in.
        const isWatched = this.#plugged[slot] && !this.#starting.has(slot);
        if (isWatched) this.#events[slot] += chip !== null && before[slot] !== null ? 2 : 1;
        before[slot] = chip;
      }
      this.#changed();
    });
  }

  unplug(slot: SlotIndex): void {
    this.#plugged[slot] = false;
    this.#changed();
  }
  plugIn(slot: SlotIndex): void {
    this.#plugged[slot] = true;
    this.#events[slot] = this.#simulator.chipIn(slot) === null ? 0 : 1;
    this.#changed();
  }
  /** As real readers: the service lists it before it knows what is in it, with the old count of events. */
  plugInSlowly(slot: SlotIndex): void {
    this.#plugged[slot] = true;
    this.#starting.add(slot);
    this.#changed();
  }
  /** What is in it is no event to the service, which had not looked before. */
  hasStarted(slot: SlotIndex): void {
    this.#starting.delete(slot);
    this.#changed();
  }
  /** Another program connects to the card exclusively. */
  occupy(slot: SlotIndex): void {
    this.#occupied.add(slot);
    this.#changed();
  }
  free(slot: SlotIndex): void {
    this.#occupied.delete(slot);
    this.#changed();
  }
  stopService(): void {
    this.#isRunning = false;
    this.#contexts.clear();
    this.#connections.clear();
    for (const wait of [...this.#waits]) wait.end(SCARD.NO_SERVICE);
  }
  startService(): void {
    this.#isRunning = true;
  }
  /** The next calls that may fail answer these codes, one each. */
  failWith(...codes: readonly number[]): void {
    this.#codes.push(...codes);
    this.#changed();
  }

  /** Resolves when somebody has begun to wait for a change so many more times. */
  waits(count: number): Promise<void> {
    return new Promise((resolve) => {
      let left = count;
      const listener = (): void => {
        if (--left > 0) return;
        this.#waitListeners.delete(listener);
        resolve();
      };
      this.#waitListeners.add(listener);
    });
  }

  establishContext(): Promise<{ code: number; context: PcscHandle }> {
    const code = this.#isRunning ? (this.#codes.shift() ?? SCARD.SUCCESS) : SCARD.NO_SERVICE;
    const context = ++this.#lastHandle;
    if (code === SCARD.SUCCESS) {
      this.contextCount++;
      this.#contexts.add(context);
    }
    return Promise.resolve({ code, context });
  }

  releaseContext(context: PcscHandle): Promise<number> {
    return Promise.resolve(this.#contexts.delete(context) ? SCARD.SUCCESS : INVALID_HANDLE);
  }

  listReaders(context: PcscHandle): Promise<{ code: number; readers: readonly string[] }> {
    const readers = this.#readers.map((slot) => this.#names[slot]);
    let code: number = this.#codeFor(context);
    if (code === SCARD.SUCCESS && readers.length === 0) code = SCARD.NO_READERS_AVAILABLE;
    return Promise.resolve({ code, readers });
  }

  getStatusChange(
    context: PcscHandle,
    timeoutMs: number,
    states: readonly ReaderState[],
  ): Promise<{ code: number; states: readonly ReaderState[] }> {
    this.waitCount++;
    for (const listener of [...this.#waitListeners]) listener();
    const readersBefore = this.#readers.join();
    return new Promise((resolve) => {
      const settle = (code: number, now: readonly ReaderState[] = states): void => {
        clearTimeout(timer);
        this.#waits.delete(wait);
        resolve({ code, states: now });
      };
      const check = (): void => {
        const code = this.#codeFor(context);
        if (code !== SCARD.SUCCESS) return settle(code);
        const now = states.map((state) => this.#stateNow(state));
        const hasChanged = now.some(({ state }) => (state & STATE.CHANGED) !== 0);
        if (hasChanged || this.#readers.join() !== readersBefore) settle(SCARD.SUCCESS, now);
      };
      const wait: Wait = { context, check, end: settle };
      const timer = setTimeout(() => settle(SCARD.TIMEOUT), timeoutMs);
      this.#waits.add(wait);
      check();
    });
  }

  cancel(context: PcscHandle): Promise<number> {
    for (const wait of [...this.#waits]) if (wait.context === context) wait.end(SCARD.CANCELLED);
    return Promise.resolve(SCARD.SUCCESS);
  }

  connect(
    context: PcscHandle,
    reader: string,
  ): Promise<{ code: number; card: PcscHandle; protocol: PcscHandle }> {
    const slot = this.#readers.find((one) => this.#names[one] === reader);
    const card = ++this.#lastHandle;
    let code = this.#codeFor(context);
    if (code === SCARD.SUCCESS) code = slot === undefined ? SCARD.UNKNOWN_READER : this.#connect(slot, card);
    return Promise.resolve({ code, card, protocol: T0 });
  }

  transmit(
    card: PcscHandle,
    _protocol: PcscHandle,
    request: Uint8Array,
  ): Promise<{ code: number; answer: Uint8Array }> {
    const slot = this.#connections.get(card);
    const fail = (code: number) => Promise.resolve({ code, answer: new Uint8Array(0) });
    if (slot === undefined) return fail(this.#isRunning ? INVALID_HANDLE : SCARD.NO_SERVICE);
    const code = this.#codes.shift();
    if (code !== undefined) return fail(code);
    const chip = this.#simulator.chipIn(slot);
    const answer = this.#simulator.answer(slot, request);
    if (!this.#isRunning) return fail(SCARD.NO_SERVICE);
    if (!this.#plugged[slot]) return fail(SCARD.NOT_TRANSACTED);
    if (this.#simulator.chipIn(slot) !== chip) return fail(SCARD.REMOVED_CARD);
    if (answer !== null) return Promise.resolve({ code: SCARD.SUCCESS, answer });
    // The chip hangs, and the call with it, until the card is taken out.
    return new Promise((resolve) => {
      const stop = this.#simulator.onChange(() => {
        if (this.#simulator.chipIn(slot) === chip) return;
        stop();
        resolve({ code: SCARD.REMOVED_CARD, answer: new Uint8Array(0) });
      });
    });
  }

  disconnect(card: PcscHandle): Promise<number> {
    const slot = this.#connections.get(card);
    if (slot === undefined) return Promise.resolve(INVALID_HANDLE);
    this.#simulator.chipIn(slot)?.reset();
    this.#connections.delete(card);
    return Promise.resolve(SCARD.SUCCESS);
  }

  get #readers(): readonly SlotIndex[] {
    return SLOTS.slice(0, SLOT_COUNT).filter((slot) => this.#plugged[slot]);
  }

  #connect(slot: SlotIndex, card: PcscHandle): number {
    const chip = this.#simulator.chipIn(slot);
    if (chip === null) return SCARD.NO_SMARTCARD;
    if (chip.answerToReset === null) return SCARD.UNRESPONSIVE_CARD;
    if (this.#occupied.has(slot)) return SCARD.SHARING_VIOLATION;
    this.#connections.set(card, slot);
    return SCARD.SUCCESS;
  }

  #codeFor(context: PcscHandle): number {
    if (!this.#isRunning) return SCARD.NO_SERVICE;
    return this.#contexts.has(context) ? SCARD.SUCCESS : INVALID_HANDLE;
  }

  #stateNow({ reader, state }: ReaderState): ReaderState {
    const slot = SLOTS.find((one) => this.#names[one] === reader);
    if (slot === undefined) return { reader, state };
    if (!this.#plugged[slot]) return { reader, state: STATE.CHANGED | STATE.UNKNOWN | STATE.UNAVAILABLE };
    const chip = this.#simulator.chipIn(slot);
    const mute = chip?.answerToReset === null ? STATE.MUTE : 0;
    const card = chip === null ? STATE.EMPTY : STATE.PRESENT | mute;
    const now = (this.#events[slot] << EVENT_COUNT_SHIFT) | (this.#starting.has(slot) ? 0 : card);
    return { reader, state: hasChanged(state, now) ? now | STATE.CHANGED : now };
  }

  #changed(): void {
    for (const wait of [...this.#waits]) wait.check();
  }
}

/**
 * As pcsc-lite compares: the count if one is known, then the card against what was known of it, which may be nothing.
 * Source: winscard_clnt.c, SCardGetStatusChange.
 */
function hasChanged(before: number, now: number): boolean {
  if (before === 0) return true;
  if (before >>> EVENT_COUNT_SHIFT !== now >>> EVENT_COUNT_SHIFT) return true;
  const card = STATE.EMPTY | STATE.PRESENT | STATE.MUTE;
  return (before & card) !== 0 && (now & card) !== (before & card);
}

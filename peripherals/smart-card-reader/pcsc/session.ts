import { unlessAborted } from '../../unless-aborted.ts';
import type { SmartCardReaderDelays } from '../delays.ts';
import { PLUG_AND_PLAY, SCARD } from './codes.ts';
import type { Pcsc, PcscHandle, ReaderState } from './library.ts';

/** Why a context is of no more use. */
export type SessionEnding = 'no-reader' | 'no-service' | 'no-permission' | 'no-answer' | 'error';

const ENDINGS: ReadonlyMap<number, SessionEnding> = new Map([
  [SCARD.NO_SERVICE, 'no-service'],
  [SCARD.SERVICE_STOPPED, 'no-service'],
  [SCARD.NO_READERS_AVAILABLE, 'no-reader'],
]);
/** A cancel that comes before the wait has begun is lost: it is repeated until the wait has ended. */
const CANCEL_INTERVAL_MS = 20;
const READER_COUNT_SHIFT = 16;

/**
 * One context of the smart card service, from establishing it to its end. When the service restarts or a reader is
 * pulled, a context may be dead without saying so: it is never repaired, the next session has a new one.
 */
export class PcscSession {
  readonly pcsc: Pcsc;
  readonly #delays: SmartCardReaderDelays;
  readonly #onHung: () => void;
  #context: PcscHandle | null = null;
  #readerCount = 0;
  #isWoken = false;
  #wait: Promise<unknown> | null = null;
  #hungCall: Promise<unknown> | null = null;
  readonly #abandoned = new AbortController();

  /** @param onHung called once a call takes too long, while it is still waited for. */
  constructor(pcsc: Pcsc, delays: SmartCardReaderDelays, onHung: () => void) {
    this.pcsc = pcsc;
    this.#delays = delays;
    this.#onHung = onHung;
  }

  /** @throws Error when used before `establish`. */
  get context(): PcscHandle {
    if (this.#context === null) throw new Error('the context is not established');
    return this.#context;
  }
  /** A call took too long, or was given up. */
  get isHung(): boolean {
    return this.#hungCall !== null;
  }

  /**
   * Waits for a call; null when it took longer than it may. A call into a native library cannot be taken back, and each
   * holds a thread: so it is waited for all the same, until the session is abandoned.
   */
  async guard<T>(call: Promise<T>, limitMs: number = this.#delays.callTimeoutMs): Promise<T | null> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#hungCall = call;
      this.#onHung();
    }, limitMs);
    const result = await unlessAborted(call, this.#abandoned.signal);
    clearTimeout(timer);
    if (result === null) this.#hungCall = call;
    return isLate ? null : result;
  }

  /** One exchange with a card. */
  transmit(
    card: PcscHandle,
    protocol: PcscHandle,
    request: Uint8Array,
  ): Promise<{ code: number; answer: Uint8Array } | null> {
    return this.guard(this.pcsc.transmit(card, protocol, request), this.#delays.transmitTimeoutMs);
  }

  /** Null once there is a context. */
  async establish(): Promise<SessionEnding | null> {
    const established = await this.guard(this.pcsc.establishContext());
    if (established === null) return 'no-answer';
    // Only here does it mean what it says: a service that dies leaves this code to any call.
    if (established.code === SCARD.SECURITY_VIOLATION) return 'no-permission';
    if (established.code !== SCARD.SUCCESS) return endingOf(established.code);
    this.#context = established.context;
    return null;
  }

  async listReaders(): Promise<readonly string[] | SessionEnding> {
    const listed = await this.guard(this.pcsc.listReaders(this.context));
    if (listed === null) return 'no-answer';
    if (listed.code !== SCARD.SUCCESS) return endingOf(listed.code);
    this.#readerCount = listed.readers.length;
    return listed.readers;
  }

  /**
   * Waits until a card or a reader comes or goes, until `wake`, or at most so long (milliseconds).
   * @returns the states as they are now; none when nothing has changed.
   */
  async waitForChange(
    waitMs: number,
    states: readonly ReaderState[],
  ): Promise<readonly ReaderState[] | SessionEnding> {
    const timeoutMs = this.#isWoken ? 0 : Math.ceil(waitMs);
    const plugAndPlay = { reader: PLUG_AND_PLAY, state: this.#readerCount << READER_COUNT_SHIFT };
    const call = this.pcsc.getStatusChange(this.context, timeoutMs, [...states, plugAndPlay]);
    this.#wait = call;
    const waited = await this.guard(call, timeoutMs + this.#delays.callTimeoutMs);
    this.#wait = null;
    this.#isWoken = false;
    if (waited === null) return 'no-answer';
    switch (waited.code) {
      case SCARD.SUCCESS:
        return waited.states.filter(({ reader }) => reader !== PLUG_AND_PLAY);
      case SCARD.TIMEOUT:
      case SCARD.CANCELLED:
      // The reader went between listing and asking.
      case SCARD.UNKNOWN_READER:
        return [];
      default:
        return endingOf(waited.code);
    }
  }

  /** Ends the wait that is going on, or the next one. */
  wake(): void {
    this.#isWoken = true;
    const wait = this.#wait;
    const context = this.#context;
    if (wait === null || context === null) return;
    const cancel = (): void => {
      if (this.#wait !== wait) return;
      void this.pcsc.cancel(context).then(() => setTimeout(cancel, CANCEL_INTERVAL_MS));
    };
    cancel();
  }

  /** Waits for no call any more that hangs; a wait for a change is ended first. */
  abandon(): void {
    this.wake();
    if (this.#abandoned.signal.aborted) return;
    const patience = setTimeout(() => this.#abandoned.abort(), this.#delays.callTimeoutMs);
    this.#abandoned.signal.addEventListener('abort', () => clearTimeout(patience));
    if (this.isHung) this.#abandoned.abort();
  }

  /** Releases the context; of one that a hung call still uses, as soon as the call returns. */
  async end(): Promise<void> {
    const context = this.#context;
    if (context === null) return;
    const release = (): Promise<number> => this.pcsc.releaseContext(context);
    if (this.#hungCall === null) await this.guard(release());
    else void this.#hungCall.then(release);
    this.#abandoned.abort();
  }
}

function endingOf(code: number): SessionEnding {
  return ENDINGS.get(code) ?? 'error';
}

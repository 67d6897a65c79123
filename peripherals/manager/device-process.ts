import type { ChildProcess } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import type { DeviceStatus } from '../device.ts';
import { forkHost } from './fork-host.ts';
import type { CallOutcome, DeviceLink } from './link.ts';
import type { FromHost, ToHost } from './messages.ts';

export interface ManagerDelays {
  /** The process of a device says so often that it is not blocked. */
  readonly beatMs: number;
  /** Silent for so long, a process is blocked and ended. */
  readonly blockedMs: number;
  /** From the fork until the driver is loaded; doubled with each start that took longer, up to the maximum. */
  readonly startMs: number;
  readonly longestStartMs: number;
  /** Before the first new start; doubled with each end that follows soon, up to the maximum. */
  readonly firstRestartMs: number;
  readonly longestRestartMs: number;
  /** A process that lived so long was no part of a crash loop. */
  readonly stableMs: number;
  /** For the driver to close its device in order; as long again is waited for the end of one that had to be killed. */
  readonly closeMs: number;
}

export const DEFAULT_MANAGER_DELAYS: ManagerDelays = {
  beatMs: 500,
  blockedMs: 2000,
  startMs: 10_000,
  longestStartMs: 80_000,
  firstRestartMs: 100,
  longestRestartMs: 10_000,
  stableMs: 10_000,
  closeMs: 2000,
};

/**
 * Why a process ended that should not: `blocked` it did not beat, `stuck` a call had no answer in time or the driver said
 * that a native call hangs, `not-started` the driver was not loaded in time, `crashed` an error that nobody expected, `exited` anything else (native crash, kill).
 */
export interface HostEnded {
  readonly cause: 'blocked' | 'stuck' | 'not-started' | 'crashed' | 'exited';
  /** Exit code, signal, or name and place of the error. */
  readonly detail: string;
  /** Until the next start. */
  readonly restartMs: number;
}

/** One device's process: started, watched, ended and started again, below one link that stays. */
export class DeviceProcess<S extends DeviceStatus> implements DeviceLink<S> {
  readonly #start: { readonly family: string; readonly settings: unknown };
  readonly #away: S;
  readonly #delays: ManagerDelays;
  readonly #onEnded: (ended: HostEnded) => void;
  readonly #statusListeners = new Set<(status: S) => void>();
  readonly #eventListeners = new Map<string, (value: unknown) => void>();
  #onReady: () => void = () => undefined;
  readonly #calls = new Map<number, (outcome: CallOutcome) => void>();
  #status: S;
  #isOpen = false;
  #isReady = false;
  #child: ChildProcess | null = null;
  #closing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;
  #silentTicks = 0;
  #readyAt = 0;
  #restartMs: number;
  #startMs: number;
  #callId = 0;

  constructor(
    start: { readonly family: string; readonly settings: unknown },
    away: S,
    delays: ManagerDelays,
    onEnded: (ended: HostEnded) => void,
  ) {
    this.#start = start;
    this.#away = away;
    this.#status = away;
    this.#delays = delays;
    this.#onEnded = onEnded;
    this.#restartMs = delays.firstRestartMs;
    this.#startMs = delays.startMs;
  }

  get status(): S {
    return this.#status;
  }

  /** The process at work, for staff; null while there is none. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  onStatus(listener: (status: S) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  onEvent(name: string, listener: (value: unknown) => void): void {
    this.#eventListeners.set(name, listener);
  }

  onReady(listener: () => void): void {
    this.#onReady = listener;
  }

  /** A new owner must not share what the earlier one listened to. */
  forgetOwner(): void {
    this.#eventListeners.clear();
    this.#onReady = () => undefined;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#restartMs = this.#delays.firstRestartMs;
    // Never two processes on one device: a new one waits for the end of the old one.
    void this.#closing.then(() => {
      if (this.#isOpen && this.#child === null) this.#spawn();
    });
  }

  close(): Promise<void> {
    if (this.#isOpen) {
      this.#isOpen = false;
      this.#closing = this.#closing.then(() => this.#close());
    }
    return this.#closing;
  }

  call(name: string, argument: unknown, limitMs: number): Promise<CallOutcome> {
    const child = this.#child;
    if (child === null || !this.#isReady) return Promise.resolve({ kind: 'away' });
    const id = ++this.#callId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end(child, 'stuck', name), limitMs);
      this.#calls.set(id, (outcome) => {
        clearTimeout(timer);
        this.#calls.delete(id);
        resolve(outcome);
      });
      this.#send(child, { type: 'call', id, name, argument });
    });
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child !== null) {
      const gone = Promise.withResolvers<void>();
      child.once('exit', () => gone.resolve());
      let timer = setTimeout(() => {
        this.#end(child, 'exited', '');
        // A killed process is gone at once, unless it hangs in the kernel: then it goes later, or never.
        timer = setTimeout(() => gone.resolve(), this.#delays.closeMs);
      }, this.#delays.closeMs);
      this.#send(child, { type: 'close' });
      await gone.promise;
      clearTimeout(timer);
    }
  }

  #spawn(): void {
    const child = forkHost();
    this.#child = child;
    this.#timer = setTimeout(() => {
      // All drivers of a busy machine that are ended and begun again in step would never be loaded.
      this.#startMs = Math.min(this.#startMs * 2, this.#delays.longestStartMs);
      this.#end(child, 'not-started', '');
    }, this.#startMs);
    let crash: Extract<FromHost, { type: 'crashed' }> | null = null;
    child.on('message', (message) => {
      const told = message as FromHost;
      if (told.type === 'crashed') crash = told;
      else if (this.#child === child) this.#take(told);
    });
    child.on('error', (error) => {
      // Without a pid it could not be started at all, and no exit will follow.
      if (child.pid === undefined) this.#end(child, 'not-started', error.name);
    });
    child.on('exit', (code, signal) => {
      if (crash !== null) this.#end(child, 'crashed', `${crash.error} ${crash.at}`);
      else this.#end(child, 'exited', signal ?? String(code));
    });
    this.#send(child, { type: 'start', ...this.#start, beatMs: this.#delays.beatMs });
  }

  #take(message: FromHost): void {
    this.#silentTicks = 0;
    switch (message.type) {
      case 'ready':
        clearTimeout(this.#timer);
        this.#isReady = true;
        this.#startMs = this.#delays.startMs;
        this.#readyAt = performance.now();
        this.#watch = setInterval(() => this.#tick(), this.#delays.beatMs);
        return this.#onReady();
      case 'status':
        return this.#publish(message.status as S);
      case 'event':
        return this.#eventListeners.get(message.name)?.(message.value);
      case 'answer':
        return this.#calls.get(message.id)?.({ kind: 'answer', value: message.value });
      case 'threw':
        return this.#calls.get(message.id)?.({ kind: 'threw', error: message.error });
      case 'broken':
        // Ended from here: a thread that hangs in a library holds up the exit of its own process.
        if (this.#child !== null) this.#end(this.#child, 'stuck', message.what);
        return;
      case 'beat':
      case 'crashed':
      case 'found':
        return;
    }
  }

  /** Ticks of our own are counted, not time: while this process was blocked or asleep nobody could be heard. */
  #tick(): void {
    this.#silentTicks++;
    const child = this.#child;
    if (child !== null && this.#silentTicks * this.#delays.beatMs >= this.#delays.blockedMs)
      this.#end(child, 'blocked', '');
  }

  /** Once for each process; what it still says is heard no more. A process that hangs in the kernel is not waited for. */
  #end(child: ChildProcess, cause: HostEnded['cause'], detail: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    const livedMs = this.#isReady ? performance.now() - this.#readyAt : 0;
    this.#isReady = false;
    this.#silentTicks = 0;
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    child.kill('SIGKILL');
    this.#publish(this.#away);
    for (const settle of [...this.#calls.values()]) settle({ kind: 'lost' });
    if (!this.#isOpen) return;
    const { firstRestartMs, longestRestartMs, stableMs } = this.#delays;
    // What was stuck has worked until then, and its limit was a pause: it is no part of a crash loop.
    const restartMs = livedMs >= stableMs || cause === 'stuck' ? firstRestartMs : this.#restartMs;
    this.#restartMs = Math.min(restartMs * 2, longestRestartMs);
    this.#timer = setTimeout(() => this.#spawn(), restartMs);
    this.#onEnded({ cause, detail, restartMs });
  }

  #publish(status: S): void {
    if (isDeepStrictEqual(status, this.#status)) return;
    this.#status = status;
    for (const listener of [...this.#statusListeners]) listener(status);
  }

  #send(child: ChildProcess, message: ToHost): void {
    // A pipe that breaks at this moment is told by `exit`, which settles every call.
    child.send(message, () => undefined);
  }
}

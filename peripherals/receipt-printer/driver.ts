import type { ByteTransport } from '../transport/index.ts';
import { unlessAborted } from '../unless-aborted.ts';
import type { PrinterProfile } from './profiles.ts';
import { AnswerParser } from './protocol/answers.ts';
import type { Answer } from './protocol/answers.ts';
import { command } from './protocol/commands.ts';
import type { StatusRequest } from './protocol/commands.ts';
import { obstacleOf, summarise } from './status.ts';
import type { Obstacle, ReceiptPrinterStatusKind } from './status.ts';

/**
 * How a slip ended. `failed`: it did not come out whole and will not come out later, so it may be printed again.
 * `unknown`: the data were sent and then nothing was heard; a person has to look at the paper.
 */
export type PrintOutcome =
  | {
      readonly kind: 'printed';
      readonly paperNearEnd: boolean;
      /** Characters that may be missing on the paper; absent when all are there. */
      readonly undrawable?: readonly string[];
    }
  | { readonly kind: 'failed'; readonly reason: Obstacle | 'disconnected' }
  | { readonly kind: 'unknown'; readonly reason: 'silent' | 'disconnected' };

export interface ReceiptPrinterDelays {
  /** Between two looks at the state while nothing is printed. */
  readonly pollMs: number;
  /** For one answer to DLE EOT, and for the printer to say that it has thrown a job away. */
  readonly statusTimeoutMs: number;
  /** From the last byte of a slip to the printer's word that it is on paper. */
  readonly printedTimeoutMs: number;
  /** Between two looks at the state while a slip comes out; for models without notices. */
  readonly jobPollMs: number;
  readonly firstReconnectMs: number;
  readonly longestReconnectMs: number;
}

export const DEFAULT_DELAYS: ReceiptPrinterDelays = {
  pollMs: 2000,
  statusTimeoutMs: 1000,
  printedTimeoutMs: 15_000,
  jobPollMs: 1000,
  firstReconnectMs: 100,
  longestReconnectMs: 2000,
};

const STATUS_REQUESTS = [1, 2, 3, 4] as const;
/** A byte lost to noise is asked for once more before the printer counts as silent. */
const STATUS_TRIES = 2;

type LiveKind = Exclude<ReceiptPrinterStatusKind, 'disconnected'>;
type JobSignal =
  Extract<Answer, { kind: 'printed' }> | { readonly kind: 'obstacle'; readonly obstacle: Obstacle };

/**
 * One connection to a printer. Its calls must not overlap: the answers carry no number, so only one question may be open.
 * After `print` answered `unknown`, and after `queryStatus` answered `silent`, close it and make another one: a late
 * answer of the old job must never be taken for one of the next.
 */
export class PrinterConnection {
  readonly #transport: ByteTransport;
  readonly #profile: PrinterProfile;
  readonly #delays: ReceiptPrinterDelays;
  readonly #onNotice: () => void;
  readonly #parser = new AnswerParser();
  readonly #listeners = new Set<(answer: Answer) => void>();
  readonly #ended = new AbortController();

  /** @param onNotice the printer told of a change of state by itself. */
  constructor(
    transport: ByteTransport,
    profile: PrinterProfile,
    delays: ReceiptPrinterDelays,
    onNotice: () => void,
  ) {
    this.#transport = transport;
    this.#profile = profile;
    this.#delays = delays;
    this.#onNotice = onNotice;
  }

  /** Aborted when the connection is gone, for whatever reason. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /**
   * Connects and throws away what an earlier connection left in the printer: a slip of a citizen who has gone must not
   * come out in front of the next one. False when the printer is not there.
   */
  async open(): Promise<boolean> {
    this.#transport.onData((chunk) => this.#receive(chunk));
    this.#transport.onClosed(() => this.#ended.abort());
    const opened = await this.#transport.open();
    if (!opened.ok) return false;
    await this.#clearBuffers();
    return this.#send(command.noticesOn());
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.#transport.close();
  }

  /** Asks DLE EOT 1 to 4. `silent`: no valid answer to one of them. */
  async queryStatus(): Promise<LiveKind | 'silent'> {
    const kind = await this.#queryOnce();
    // While it comes back online or feeds by its button a printer is offline for a moment without a cause: look again.
    return kind === 'printer-error' ? this.#queryOnce() : kind;
  }

  /** Why no job may begin now, if so: to be asked before each. */
  async refusal(): Promise<Extract<PrintOutcome, { kind: 'failed' }> | undefined> {
    const kind = await this.queryStatus();
    if (kind === 'ready' || kind === 'paper-near-end') return undefined;
    return { kind: 'failed', reason: kind === 'silent' ? 'disconnected' : kind };
  }

  /**
   * Prints whole commands.
   * @param cutFirst half a slip may hang out of the printer: it must not become the upper half of this one.
   * With a presenter, what an earlier citizen did not take is taken back first.
   */
  async print(chunks: readonly Uint8Array[], cutFirst: boolean): Promise<PrintOutcome> {
    const signal = Promise.withResolvers<JobSignal>();
    let asked = false;
    const stop = this.#listen((answer) => {
      // An answer before the question belongs to nothing of ours.
      if (answer.kind === 'printed' && asked) signal.resolve(answer);
      const obstacle = answer.kind === 'notice' ? obstacleOf(answer.notice) : undefined;
      if (obstacle !== undefined) signal.resolve({ kind: 'obstacle', obstacle });
    });
    try {
      const { presenter } = this.#profile;
      const cut = presenter === null ? command.cut() : command.cutWhole();
      const start = [
        ...command.initialise(),
        ...command.noticesOn(),
        ...(cutFirst ? cut : []),
        ...(presenter === null ? [] : command.retract()),
      ];
      const job = [Uint8Array.from(start), ...chunks];
      for (const chunk of job) {
        const step = await Promise.race([signal.promise, this.#transport.write(chunk)]);
        if ('kind' in step) return await this.#end(step);
        // Without the last chunk, the cut, the slip cannot be whole; the rest is cleared at the next connection.
        if (!step.ok) {
          return chunk === job.at(-1)
            ? { kind: 'unknown', reason: 'disconnected' }
            : { kind: 'failed', reason: 'disconnected' };
        }
      }
      asked = true;
      if (!(await this.#send(command.askPrinted()))) return { kind: 'unknown', reason: 'disconnected' };
      return await this.#awaitEnd(signal.promise);
    } finally {
      stop();
    }
  }

  /** Takes back what the presenter holds out. */
  async retract(): Promise<void> {
    await this.#send(command.retract());
  }

  async #awaitEnd(signal: Promise<JobSignal>): Promise<PrintOutcome> {
    const deadline = timer(this.#delays.printedTimeoutMs, 'silent');
    try {
      for (;;) {
        const tick = timer(this.#delays.jobPollMs, 'look');
        const next = await unlessAborted(
          Promise.race([signal, deadline.promise, tick.promise]),
          this.#ended.signal,
        );
        tick.cancel();
        if (next === null) return { kind: 'unknown', reason: 'disconnected' };
        if (next === 'look' || next === 'silent') {
          const state = await Promise.race([signal, this.queryStatus()]);
          if (typeof state !== 'string') return await this.#end(state);
          if (state !== 'silent' && state !== 'ready' && state !== 'paper-near-end') {
            return await this.#end({ kind: 'obstacle', obstacle: state });
          }
          if (next === 'silent') return { kind: 'unknown', reason: 'silent' };
        } else return await this.#end(next);
      }
    } finally {
      deadline.cancel();
    }
  }

  async #end(signal: JobSignal): Promise<PrintOutcome> {
    return signal.kind === 'printed'
      ? { kind: 'printed', paperNearEnd: signal.paperNearEnd }
      : this.#cancel(signal.obstacle);
  }

  /** The printer stopped: empty it, and say `failed` only when it still answers after that. */
  async #cancel(obstacle: Obstacle): Promise<PrintOutcome> {
    let printed: PrintOutcome | undefined;
    const stop = this.#listen((answer) => {
      // The last roll ended just behind a slip that is out.
      if (answer.kind === 'printed') printed = { kind: 'printed', paperNearEnd: answer.paperNearEnd };
    });
    try {
      await this.#clearBuffers();
      const answered = (await this.#ask(1)) !== undefined;
      if (printed !== undefined) return printed;
      if (answered) return { kind: 'failed', reason: obstacle };
      return { kind: 'unknown', reason: this.#ended.signal.aborted ? 'disconnected' : 'silent' };
    } finally {
      stop();
    }
  }

  async #clearBuffers(): Promise<void> {
    const cleared = this.#next((answer) => (answer.kind === 'cleared' ? true : undefined));
    await this.#send(command.cancel());
    await cleared;
  }

  async #queryOnce(): Promise<LiveKind | 'silent'> {
    const bytes: number[] = [];
    for (const request of STATUS_REQUESTS) {
      const byte = await this.#ask(request);
      if (byte === undefined) return 'silent';
      bytes.push(byte);
    }
    const [printer = 0, offline = 0, error = 0, paper = 0] = bytes;
    return summarise([printer, offline, error, paper], this.#profile);
  }

  async #ask(request: StatusRequest): Promise<number | undefined> {
    for (let tries = 0; tries < STATUS_TRIES; tries++) {
      const answer = this.#next((each) => (each.kind === 'status' ? each.byte : undefined));
      if (!(await this.#send(command.askStatus(request)))) return undefined;
      const byte = await answer;
      if (byte !== undefined) return byte;
    }
    return undefined;
  }

  /** The first answer that `pick` wants, or undefined when the status time-out or the connection ends before. */
  async #next<T>(pick: (answer: Answer) => T | undefined): Promise<T | undefined> {
    const found = Promise.withResolvers<T>();
    const stop = this.#listen((answer) => {
      const picked = pick(answer);
      if (picked !== undefined) found.resolve(picked);
    });
    const late = timer(this.#delays.statusTimeoutMs, 'late' as const);
    const answered = found.promise.then((value) => ({ value }));
    const result = await unlessAborted(Promise.race([answered, late.promise]), this.#ended.signal);
    late.cancel();
    stop();
    return result === null || result === 'late' ? undefined : result.value;
  }

  async #send(bytes: readonly number[]): Promise<boolean> {
    return (await this.#transport.write(Uint8Array.from(bytes))).ok;
  }

  #listen(listener: (answer: Answer) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #receive(chunk: Uint8Array): void {
    for (const answer of this.#parser.push(chunk)) {
      for (const listener of [...this.#listeners]) listener(answer);
      if (answer.kind === 'notice') this.#onNotice();
    }
  }
}

function timer<T extends string>(ms: number, value: T): { promise: Promise<T>; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<T>();
  const handle = setTimeout(() => resolve(value), ms);
  return { promise, cancel: () => clearTimeout(handle) };
}

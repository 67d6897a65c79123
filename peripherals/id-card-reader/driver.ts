import type { ByteTransport } from '../transport/index.ts';
import type { DriverDelays } from './delays.ts';
import { SAM_STATUS, canAnswer } from './protocol/commands.ts';
import type { Command } from './protocol/commands.ts';
import { FrameParser } from './protocol/frame.ts';
import type { FrameEvent } from './protocol/frame.ts';
import { nextStepOf } from './protocol/status-codes.ts';
import type { NextStep } from './protocol/status-codes.ts';

/** `no-answer`: silence or unusable bytes, also after retries. `closed`: the transport has ended. */
export type Exchange =
  | {
      readonly kind: 'answer';
      readonly step: Exclude<NextStep, 'resend'>;
      /** SW3 */
      readonly code: number;
      readonly data: Uint8Array;
    }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'closed' };

type Attempt =
  | {
      readonly kind: 'answer';
      readonly step: NextStep;
      readonly code: number;
      readonly data: Uint8Array;
    }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'closed' };

const MAX_ATTEMPTS = 3;
const MAX_FENCES = 2;
/** SW1 and SW2 are 00, SW3 is the code. */
const STATUS_LENGTH = 3;

/** Sends commands over one open transport, one at a time, and matches each with its own answer. */
export class IdCardReaderDriver {
  readonly #transport: ByteTransport;
  readonly #delays: DriverDelays;
  readonly #parser = new FrameParser();
  #onBytes: (events: readonly FrameEvent[]) => void = () => undefined;
  #onEnd: () => void = () => undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(transport: ByteTransport, delays: DriverDelays) {
    this.#transport = transport;
    this.#delays = delays;
    transport.onData((chunk) => this.#onBytes(this.#parser.push(chunk)));
    transport.onClosed(() => this.#onEnd());
  }

  /** Waits for its turn, sends, and answers; repeats by itself after damage on the line. Never rejects. */
  exchange(command: Command): Promise<Exchange> {
    const turn = this.#tail.then(() => this.#exchange(command));
    this.#tail = turn;
    return turn;
  }

  async #exchange(command: Command): Promise<Exchange> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const result = await this.#attempt(command);
      if (result.kind === 'closed') return result;
      if (result.kind === 'answer' && result.step !== 'resend') return { ...result, step: result.step };
      if (result.kind === 'timeout') {
        const fence = await this.#fence();
        if (fence !== 'passed') return { kind: fence };
      }
    }
    return { kind: 'no-answer' };
  }

  /**
   * Answers carry no number, so an answer that comes late could be taken for the next command's: in the worst case
   * one citizen's card for another's. The module answers in order: once it has answered a status request, nothing
   * of what was asked before can still come.
   */
  async #fence(): Promise<'passed' | 'no-answer' | 'closed'> {
    for (let attempt = 0; attempt < MAX_FENCES; attempt++) {
      const result = await this.#attempt(SAM_STATUS);
      if (result.kind === 'closed') return 'closed';
      if (result.kind === 'answer') return 'passed';
    }
    return 'no-answer';
  }

  #attempt(command: Command): Promise<Attempt> {
    const { answerTimeoutMs, slowAnswerTimeoutMs, withinFrameTimeoutMs } = this.#delays;
    this.#parser.flush();
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = (result: Attempt): void => {
        clearTimeout(timer);
        this.#onBytes = () => undefined;
        this.#onEnd = () => undefined;
        resolve(result);
      };
      const waitAtMost = (ms: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => settle({ kind: 'timeout' }), ms);
      };
      this.#onEnd = () => settle({ kind: 'closed' });
      this.#onBytes = (events) => {
        for (const event of events) {
          const result = toAttempt(command, event);
          if (result !== null) return settle(result);
        }
        if (this.#parser.isMidFrame) waitAtMost(withinFrameTimeoutMs);
      };
      void this.#transport.write(command.request).then((written) => {
        if (!written.ok) settle({ kind: 'closed' });
      });
      waitAtMost(command.slow ? slowAnswerTimeoutMs : answerTimeoutMs);
    });
  }
}

/** Null for an answer that belongs to something else. */
function toAttempt(command: Command, event: FrameEvent): Attempt | null {
  if (event.kind === 'damaged') return { kind: 'damaged' };
  const { body } = event;
  if (body.length < STATUS_LENGTH || body[0] !== 0 || body[1] !== 0) return { kind: 'damaged' };
  const code = body[2]!;
  const data = body.subarray(STATUS_LENGTH);
  if (!canAnswer(command, code, data.length)) return null;
  return { kind: 'answer', step: nextStepOf(code), code, data };
}

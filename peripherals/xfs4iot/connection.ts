import WebSocket from 'ws';
import type { XfsDelays } from './delays.ts';
import { COMMANDS } from './protocol/commands.ts';
import type { CommandName, CommandPayload, Completion } from './protocol/commands.ts';
import { MAX_MESSAGE_BYTES, decodeAnswer, encodeCommand } from './protocol/envelope.ts';
import type { CompletionCode, Payload, ProviderMessage, Refusal } from './protocol/envelope.ts';

/**
 * How a command ended. `completed`: with success · `failed`: it was done, or begun, and came to nothing · `refused`: it was
 * never begun · `lost`: the provider vanished, or stopped answering, and nobody knows how far it came · `unfit`: it has
 * ended, with an answer that makes no sense.
 */
export type Outcome<N extends CommandName> =
  | { readonly kind: 'completed'; readonly payload: Completion<N> }
  | {
      readonly kind: 'failed';
      readonly code: Exclude<CompletionCode, 'success'>;
      readonly payload: Completion<N>;
    }
  | { readonly kind: 'refused'; readonly status: Refusal }
  | { readonly kind: 'lost' }
  | { readonly kind: 'unfit' };

export interface SendOptions {
  /** The provider ends the command after so long; 0, or left out: never, and it is cancelled by `signal` alone. */
  readonly timeoutMs?: number;
  /** Asks the provider to give the command up; the outcome is still what the provider says. */
  readonly signal?: AbortSignal;
  /** The events of this command, by name. */
  readonly onEvent?: (name: string) => void;
}

/** What is answered without asking a device; a provider that takes longer is frozen. */
const IMMEDIATE: readonly CommandName[] = [
  'ServicePublisher.GetServices',
  'Common.Status',
  'Common.Capabilities',
  'Common.Cancel',
];

/** Where a service is, and whom to trust there. */
export interface XfsPlace {
  /** ws:// or wss://, of a service or of the publisher. */
  readonly url: string;
  /** PEM: of the authority that signed the provider's certificate, where the machine does not know it by itself. */
  readonly certificate?: string;
}

interface Pending {
  readonly name: CommandName;
  take(message: Exclude<ProviderMessage, { type: 'unsolicited' }>): void;
  lose(): void;
}

/**
 * One WebSocket to one service. When the provider vanishes or stops answering, everything that is under way is `lost` and
 * the connection is of no more use: it is never mended, the next one is made anew.
 */
export class XfsConnection {
  readonly #socket: WebSocket;
  readonly #delays: XfsDelays;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(name: string, payload: Payload) => void>();
  readonly #closed = Promise.withResolvers<void>();
  #lastRequestId = 0;
  #isClosed = false;

  private constructor(socket: WebSocket, delays: XfsDelays) {
    this.#socket = socket;
    this.#delays = delays;
    socket.on('close', () => this.close());
    // What it says is told by the end of the connection; its words may hold addresses alone.
    socket.on('error', () => this.close());
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
  }

  /** Null when no provider is there, or it does not answer in time. Never rejects. */
  static open(
    { url, certificate }: XfsPlace,
    delays: XfsDelays,
    signal: AbortSignal,
  ): Promise<XfsConnection | null> {
    if (signal.aborted) return Promise.resolve(null);
    const socket = new WebSocket(url, {
      handshakeTimeout: delays.connectTimeoutMs,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      // What waits for an answer goes on before the next message is looked at: an older status must not overtake a newer.
      allowSynchronousEvents: false,
      ...(certificate === undefined ? {} : { ca: certificate }),
    });
    const connection = new XfsConnection(socket, delays);
    const end = (): void => connection.close();
    signal.addEventListener('abort', end);
    const opened = new Promise<XfsConnection>((resolve) => socket.once('open', () => resolve(connection)));
    return Promise.race([opened, connection.closed.then(() => null)]).finally(() =>
      signal.removeEventListener('abort', end),
    );
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }
  /** Resolves when the connection is gone, for whatever reason. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** What the provider tells by itself, in the order in which it tells it. */
  onUnsolicited(listener: (name: string, payload: Payload) => void): void {
    this.#listeners.add(listener);
  }

  /** Ends it at once; the provider is not waited for, it may be frozen. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Without a farewell: one that is frozen would never answer it, and the socket would stay for ever.
    this.#socket.terminate();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const each of pending) each.lose();
    this.#closed.resolve();
  }

  /** Gives a command. Always settles, whatever the provider does: at the latest when it counts as frozen. Never rejects. */
  send<N extends CommandName>(
    name: N,
    payload: CommandPayload<N>,
    { timeoutMs = 0, signal, onEvent }: SendOptions = {},
  ): Promise<Outcome<N>> {
    if (this.#isClosed) return Promise.resolve({ kind: 'lost' });
    const requestId = ++this.#lastRequestId;
    const { answerTimeoutMs, graceMs } = this.#delays;
    const isImmediate = IMMEDIATE.includes(name);
    return new Promise((resolve) => {
      let isCancelled = false;
      const giveUp = (): void => this.close();
      let timer = setTimeout(giveUp, answerTimeoutMs);
      const cancel = (): void => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, answerTimeoutMs);
        isCancelled = true;
        void this.send('Common.Cancel', { requestIds: [requestId] });
      };
      const settle = (outcome: Outcome<N>): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        this.#pending.delete(requestId);
        resolve(outcome);
      };
      this.#pending.set(requestId, {
        name,
        lose: () => settle({ kind: 'lost' }),
        take: (message) => {
          switch (message.type) {
            case 'acknowledge':
              if (message.status !== null) return settle({ kind: 'refused', status: message.status });
              if (isImmediate || isCancelled) return;
              clearTimeout(timer);
              // A provider that forgets the time that it was given is reminded, and then has to answer at once.
              if (timeoutMs > 0) timer = setTimeout(cancel, timeoutMs + graceMs);
              return;
            case 'event':
              return onEvent?.(message.name);
            case 'completion':
              return settle(toOutcome(name, message));
          }
        },
      });
      this.#socket.send(
        encodeCommand({ name, requestId, version: COMMANDS[name].version, timeoutMs, payload }),
      );
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted) cancel();
    });
  }

  #receive(data: WebSocket.RawData, isBinary: boolean): void {
    if (this.#isClosed || isBinary || !Buffer.isBuffer(data)) return;
    const message = decodeAnswer(data.toString('utf8'));
    // What makes no sense is passed over; a command whose answer it was runs into its time.
    if (message === null) return;
    if (message.type === 'unsolicited') {
      for (const listener of [...this.#listeners]) listener(message.name, message.payload);
      return;
    }
    const pending = this.#pending.get(message.requestId);
    // An event bears its own name, everything else that of its command.
    if (message.type !== 'event' && message.name !== pending?.name) return;
    pending?.take(message);
  }
}

function toOutcome<N extends CommandName>(
  name: N,
  { completionCode, payload }: Extract<ProviderMessage, { type: 'completion' }>,
): Outcome<N> {
  const read = COMMANDS[name].completion.safeParse(payload);
  if (!read.success) return { kind: 'unfit' };
  const fitting = read.data as Completion<N>;
  return completionCode === 'success'
    ? { kind: 'completed', payload: fitting }
    : { kind: 'failed', code: completionCode, payload: fitting };
}

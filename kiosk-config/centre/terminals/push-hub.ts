import type { ServerResponse } from 'node:http';
import type { Push } from '../database/push.ts';
import { PUBLISHED_TOPIC } from '../matters/publication-store.ts';

/** Topic on which processes hear that something is meant for terminals. */
export const ASSIGNED_TOPIC = 'terminals-assigned';

/** Something is meant for these terminals; null: for all. */
export interface AssignedMessage {
  readonly ids: readonly string[] | null;
}

/** A line that says nothing keeps a channel open through whatever sits in between. */
const KEEP_ALIVE_MS = 45_000;
/** Not all at once: thousands of lines in one turn keep everybody else waiting. */
const SHARES = 90;
/**
 * Terminals told of something in a second by one process. Each comes with a request of its own within two seconds, and
 * as many as are told at once would wait for each other until they give up and come again.
 */
const TOLD_PER_S = 3000;
const KEEP_ALIVE = ':\n\n';

/**
 * The push channels of the terminals that are connected to this process. An event only names what is new; who misses it
 * hears of it with the answer to its next heartbeat.
 */
export class PushHub {
  readonly #channels = new Map<string, Set<ServerResponse>>();
  readonly #endings: (() => void)[];
  /** Every channel is in one share; the shares take turns. */
  readonly #shares = Array.from({ length: SHARES }, () => new Set<ServerResponse>());
  #added = 0;
  #turn = 0;
  #isClosed = false;
  readonly #timer: NodeJS.Timeout;

  /** @param publishedVersion asked when messages may have been missed */
  constructor(push: Push, publishedVersion: () => Promise<number | null>) {
    this.#endings = [
      push.subscribe(PUBLISHED_TOPIC, {
        message: (message) => this.#toAll('published', message),
        missed: () => {
          void publishedVersion().then(
            (version) => version !== null && this.#toAll('published', { version }),
            // The database is away still: terminals poll.
            () => {},
          );
        },
      }),
      push.subscribe(ASSIGNED_TOPIC, {
        message: (message) => {
          const { ids } = message as AssignedMessage;
          if (ids === null) this.#toAll('assigned', {});
          for (const id of ids ?? []) this.#write(this.#channels.get(id) ?? [], textOf('assigned', {}));
        },
        missed: () => {},
      }),
    ];
    this.#timer = setInterval(() => {
      this.#turn = (this.#turn + 1) % SHARES;
      this.#write(this.#shares[this.#turn]!, KEEP_ALIVE);
    }, KEEP_ALIVE_MS / SHARES);
    this.#timer.unref();
  }

  get size(): number {
    return [...this.#channels.values()].reduce((sum, each) => sum + each.size, 0);
  }

  /** Takes over a response whose head was sent. */
  add(terminalId: string, response: ServerResponse): void {
    const channels = this.#channels.get(terminalId) ?? new Set();
    this.#channels.set(terminalId, channels.add(response));
    const share = this.#shares[(this.#added += 1) % SHARES]!;
    share.add(response);
    response.once('close', () => {
      channels.delete(response);
      share.delete(response);
      if (channels.size === 0 && this.#channels.get(terminalId) === channels)
        this.#channels.delete(terminalId);
    });
    response.write(KEEP_ALIVE);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const end of this.#endings) end();
    for (const share of this.#shares) for (const response of share) response.end();
  }

  #toAll(event: string, data: unknown): void {
    this.#toSharesFrom(0, textOf(event, data));
  }

  /** One share after the other; a fleet of some hundred is told within a second. */
  #toSharesFrom(at: number, text: string): void {
    const share = this.#shares[at];
    if (!share || this.#isClosed) return;
    this.#write(share, text);
    setTimeout(() => this.#toSharesFrom(at + 1, text), (share.size / TOLD_PER_S) * 1000).unref();
  }

  #write(responses: Iterable<ServerResponse>, text: string): void {
    for (const response of responses) response.write(text);
  }
}

function textOf(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

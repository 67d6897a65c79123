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
    clearInterval(this.#timer);
    for (const end of this.#endings) end();
    for (const response of this.#all()) response.end();
  }

  *#all(): Generator<ServerResponse> {
    for (const channels of this.#channels.values()) yield* channels;
  }

  #toAll(event: string, data: unknown): void {
    this.#write(this.#all(), textOf(event, data));
  }

  #write(responses: Iterable<ServerResponse>, text: string): void {
    for (const response of responses) response.write(text);
  }
}

function textOf(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** What the centre's processes tell each other after a commit. */
export interface Push {
  /** @returns ends the subscription */
  subscribe(topic: string, listener: Listener): () => void;
}

export interface Listener {
  /** What a change published, as it was given: plain JSON. */
  message(message: unknown): void;
  /** The line was down: something may have been missed, so read what is there now. */
  missed(): void;
}

/** Longest message: PostgreSQL carries 8,000 bytes at most. Name what changed, do not carry it. */
export const MESSAGE_MAX_BYTES = 7000;
const CHANNEL = 'tongban';
const RECONNECT_FIRST_MS = 100;
const RECONNECT_LONGEST_MS = 5000;

/** Hands messages to this process's own listeners. */
export class LocalPush implements Push {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  subscribe(topic: string, listener: Listener): () => void {
    const each: Listener = { ...listener };
    const onMessage = (message: unknown): void => each.message(message);
    const onMissed = (): void => each.missed();
    this.#emitter.on(`topic ${topic}`, onMessage).on('missed', onMissed);
    return () => void this.#emitter.off(`topic ${topic}`, onMessage).off('missed', onMissed);
  }

  deliver(topic: string, message: unknown): void {
    this.#emitter.emit(`topic ${topic}`, message);
  }

  missed(): void {
    this.#emitter.emit('missed');
  }
}

/** One connection of its own that listens, and comes back when it was lost. */
export class PostgresPush implements Push {
  readonly #url: string;
  readonly #local = new LocalPush();
  readonly #ending = new AbortController();
  readonly #onError: (error: Error) => void;
  #client: pg.Client | null = null;

  constructor(url: string, onError: (error: Error) => void) {
    this.#url = url;
    this.#onError = onError;
  }

  subscribe(topic: string, listener: Listener): () => void {
    return this.#local.subscribe(topic, listener);
  }

  /** @throws Error when the server cannot be reached */
  async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'tongban-centre push' });
    client.on('notification', ({ payload = '' }) => {
      const { topic, message } = JSON.parse(payload) as { topic: string; message: unknown };
      this.#local.deliver(topic, message);
    });
    let lost = false;
    const onLost = (error: Error): void => {
      if (lost || this.#ending.signal.aborted) return;
      lost = true;
      this.#onError(error);
      if (this.#client === client) void this.#reconnect();
    };
    client.on('error', onLost);
    client.on('end', () => onLost(new Error('the listening connection ended')));
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    this.#client = client;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#client?.end();
  }

  async #reconnect(): Promise<void> {
    for (let wait = RECONNECT_FIRST_MS; ; wait = Math.min(wait * 2, RECONNECT_LONGEST_MS)) {
      try {
        await delay(wait, undefined, { signal: this.#ending.signal });
        await this.connect();
        this.#local.missed();
        return;
      } catch (error) {
        if (this.#ending.signal.aborted) return;
        this.#onError(error as Error);
      }
    }
  }
}

/** The text of a message on PostgreSQL's line. */
export function payloadOf(topic: string, message: unknown): string {
  const payload = JSON.stringify({ topic, message });
  if (Buffer.byteLength(payload) > MESSAGE_MAX_BYTES) {
    throw new RangeError(`a message on ${topic} is longer than ${MESSAGE_MAX_BYTES} bytes`);
  }
  return payload;
}

export { CHANNEL };

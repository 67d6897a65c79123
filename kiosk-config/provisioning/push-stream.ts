import type { CentreClient } from './centre-client.ts';

/** Reads Server-Sent Events (WHATWG HTML 9.2) as far as the centre sends them: `event` and one line of `data`. */

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Longer than the centre's longest pause between two signs of life. */
const SILENCE_MS = 100_000;
const RECONNECT_FIRST_MS = 1000;
const RECONNECT_LONGEST_MS = 30_000;
/** A line that is longer is none of ours. */
const MAX_LINE_CHARACTERS = 8192;

/** Yields the events of a stream; comments keep it alive and are dropped. */
export async function* eventsOf(
  stream: AsyncIterable<Uint8Array>,
  onBytes: () => void = () => {},
): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let event = '';
  let data = '';
  for await (const bytes of stream) {
    onBytes();
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARACTERS) return;
    for (const line of lines) {
      if (line === '') {
        if (event !== '') yield { event, data };
        event = data = '';
      } else if (line.startsWith('event: ')) event = line.slice(7);
      else if (line.startsWith('data: ')) data = line.slice(6);
    }
  }
}

/**
 * Keeps a push channel open, for as long as the centre lets it. What is missed while it is closed, the next heartbeat
 * brings.
 */
export class PushChannel {
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;

  constructor(client: CentreClient, path: string, onEvent: (event: ServerEvent) => void) {
    this.#running = this.#run(client, path, onEvent);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(client: CentreClient, path: string, onEvent: (event: ServerEvent) => void): Promise<void> {
    let failures = 0;
    while (!this.#ending.signal.aborted) {
      const silence = new AbortController();
      const signal = AbortSignal.any([this.#ending.signal, silence.signal]);
      let timer = setTimeout(() => silence.abort(), SILENCE_MS);
      const alive = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
      };
      try {
        const reply = await client.stream(path, signal);
        if (reply.kind === 'answer') {
          failures = 0;
          alive();
          for await (const event of eventsOf(reply.value, alive)) onEvent(event);
        }
      } catch (error) {
        // A line that breaks is what lines do; anything else is a mistake of ours.
        if (!(error instanceof TypeError || (error as Error).name === 'AbortError')) throw error;
      } finally {
        clearTimeout(timer);
      }
      await this.#pause(Math.min(RECONNECT_FIRST_MS * 2 ** failures, RECONNECT_LONGEST_MS));
      failures += 1;
    }
  }

  /** Between half and all of it, so that a city's terminals do not come back together. */
  #pause(ms: number): Promise<void> {
    if (this.#ending.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, ms * (0.5 + Math.random() / 2));
      this.#ending.signal.addEventListener('abort', done, { once: true });
    });
  }
}

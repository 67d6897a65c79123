import type { Device, DeviceStatus } from '../device.ts';
import type { Calls } from './family.ts';
import { DeviceProxy } from './link.ts';
import type { DeviceLink } from './link.ts';

/**
 * What is read only while somebody wants it: cards and codes. Each wish has a number, because what was read for an
 * earlier one, and is still on its way through the pipe, must not reach the next citizen.
 */
interface Item<T> {
  readonly turn: number;
  readonly item: T;
}

const START = 'start-wish';
const STOP = 'stop-wish';
const ITEM = 'item';
/** Answered at once; what takes longer is a stuck driver. */
const CALL_LIMIT_MS = 5000;

/** The owner's end: remembers the wish, and tells it to each new process. */
export class WishProxy<S extends DeviceStatus, T> extends DeviceProxy<S> {
  readonly #listeners = new Set<(item: T) => void>();
  #isWanted = false;
  #turn = 0;

  constructor(link: DeviceLink<S>) {
    super(link);
    link.onEvent(ITEM, (value) => {
      const { turn, item } = value as Item<T>;
      if (!this.#isWanted || turn !== this.#turn) return;
      for (const listener of [...this.#listeners]) listener(item);
    });
    link.onReady(() => {
      if (this.#isWanted) this.#tell(START);
    });
  }

  protected onItem(listener: (item: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected startWish(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#turn++;
    this.#tell(START);
  }

  protected stopWish(): void {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#tell(STOP);
  }

  /** Without a process nothing is lost: the next one is told when it comes. */
  #tell(name: string): void {
    void this.link.call(name, this.#turn, CALL_LIMIT_MS);
  }
}

/** The device's end of the same. */
export function serveWish<T>(
  {
    subscribe,
    start,
    stop,
  }: { subscribe: (listener: (item: T) => void) => unknown; start: () => void; stop: () => void },
  emit: (event: string, value: unknown) => void,
): Calls {
  let turn = 0;
  subscribe((item) => emit(ITEM, { turn, item } satisfies Item<T>));
  return {
    [START]: (wish) => {
      turn = wish as number;
      start();
    },
    [STOP]: () => stop(),
  };
}

const CAPABILITIES = 'capabilities';

/** In the device's process: what a device has learnt about itself goes to the owner just before each status. */
export function serveFacts<S extends DeviceStatus>(
  device: Device<S>,
  facts: () => unknown,
  emit: (event: string, value: unknown) => void,
): void {
  device.onStatus(() => emit(CAPABILITIES, facts()));
}

/** The owner's end of the same. */
export function onFacts<S extends DeviceStatus>(
  link: DeviceLink<S>,
  listener: (facts: unknown) => void,
): void {
  link.onEvent(CAPABILITIES, listener);
}

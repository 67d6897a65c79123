import { randomUUID } from 'node:crypto';
import type { Heartbeat as HeartbeatBody } from '../contract/index.ts';
import type { PlatformApi } from './api.ts';
import type { SyncDelays } from './facade.ts';

interface HeartbeatOptions {
  readonly api: Pick<PlatformApi, 'call'>;
  readonly terminalId: string;
  readonly delays: SyncDelays;
  /** Online, and not revoked. */
  readonly mayBeat: () => boolean;
  /** Asked anew for each heartbeat. */
  readonly facts: () => Omit<HeartbeatBody, 'devices'>;
}

/**
 * Tells the platform that the terminal is alive and how its devices are: once a minute, and soon after the status of
 * a device has changed. One that gets lost is not sent again: the next one says more.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #devices: HeartbeatBody['devices'] = [];
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** All devices of the terminal as they are now; several changes within a moment are told together. */
  devicesAre(devices: HeartbeatBody['devices']): void {
    this.#devices = devices;
    this.soon();
  }

  /** Something is new: a device's status, or the network. */
  soon(): void {
    this.#in(this.#options.delays.reportDelayMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#beating;
  }

  #in(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#beating = this.#beating.then(() => this.#beat());
    }, ms);
  }

  async #beat(): Promise<void> {
    const { api, terminalId, delays, mayBeat, facts } = this.#options;
    if (mayBeat()) {
      await api.call('sendHeartbeat', {
        path: { terminalId },
        body: { ...facts(), devices: this.#devices },
        timeoutMs: delays.feedTimeoutMs,
        idempotencyKey: randomUUID(),
      });
    }
    // Spread a little, so that the terminals of a city that was switched on together do not beat together.
    this.#in(delays.heartbeatMs * (0.75 + Math.random() / 2));
  }
}

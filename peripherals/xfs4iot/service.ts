import type { XfsDelays } from './delays.ts';
import { XfsConnection } from './connection.ts';
import type { XfsPlace } from './connection.ts';
import type { CapabilitiesPayload, StatusPayload } from './protocol/commands.ts';
import { statusPayload } from './protocol/commands.ts';

/** A service that has answered: what it can do, and how it is. */
export interface Served {
  readonly connection: XfsConnection;
  readonly capabilities: CapabilitiesPayload;
  /** As of the last status and every change told since. */
  status(): StatusPayload;
  /** Asks for it; afterwards `status` is as of now, or the connection is closed. */
  refresh(): Promise<void>;
}

export interface ServiceOptions {
  readonly place: XfsPlace;
  /** What it has to be; the address may be that of another kind of device. */
  readonly kind: keyof CapabilitiesPayload;
  readonly delays: XfsDelays;
  /** Works with the service until `served.connection` is closed; called anew for each connection. */
  readonly serve: (served: Served) => Promise<void>;
  /** The status has changed, perhaps; also after each heartbeat. */
  readonly onStatus: (status: StatusPayload) => void;
  /** What the provider tells by itself besides its status, by name. */
  readonly onEvent?: (name: string) => void;
  /** The service is away: not found, vanished, frozen, or it speaks as none of ours would. */
  readonly onAway: () => void;
}

/**
 * One service of a provider: found, served, and found again with a connection of its own, until closed. A provider that
 * is frozen is noticed by the heartbeat, which asks for the status.
 */
export class XfsService {
  readonly #options: ServiceOptions;
  #stop: AbortController | null = null;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  open(): void {
    if (this.#stop !== null) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#loop = this.#loop.then(() => this.#run(stop.signal));
  }

  async close(): Promise<void> {
    this.#stop?.abort();
    this.#stop = null;
    await this.#loop;
  }

  async #run(stop: AbortSignal): Promise<void> {
    const { place, delays, onAway } = this.#options;
    let backOffMs = delays.reconnectMinMs;
    while (!stop.aborted) {
      const connection = await XfsConnection.open(place, delays, stop);
      if (connection !== null && (await this.#serve(connection, stop))) backOffMs = delays.reconnectMinMs;
      onAway();
      await pause(backOffMs, stop);
      backOffMs = Math.min(backOffMs * 2, delays.reconnectMaxMs);
    }
  }

  /** @returns whether the service has answered */
  async #serve(connection: XfsConnection, stop: AbortSignal): Promise<boolean> {
    const { kind, serve, onStatus, onEvent } = this.#options;
    const end = (): void => connection.close();
    stop.addEventListener('abort', end);
    let status: StatusPayload = NOTHING_KNOWN;
    const take = (changed: StatusPayload): void => {
      status = merged(status, changed);
      onStatus(status);
    };
    connection.onUnsolicited((name, payload) => {
      if (name !== 'Common.StatusChangedEvent') return onEvent?.(name);
      const changed = statusPayload.safeParse(payload);
      // The next heartbeat tells it in words that fit, or ends the connection.
      if (changed.success) take(changed.data);
    });
    try {
      const capabilities = await connection.send('Common.Capabilities', {});
      const first = await connection.send('Common.Status', {});
      if (capabilities.kind !== 'completed' || first.kind !== 'completed') return false;
      if (capabilities.payload[kind] === undefined) return false;
      take(first.payload);
      const refresh = async (): Promise<void> => {
        const outcome = await connection.send('Common.Status', {});
        if (outcome.kind === 'completed') take(outcome.payload);
        else connection.close();
      };
      const heartbeat = this.#beat(connection, refresh);
      await serve({ connection, capabilities: capabilities.payload, status: () => status, refresh });
      connection.close();
      await heartbeat;
      return true;
    } finally {
      connection.close();
      stop.removeEventListener('abort', end);
    }
  }

  async #beat(connection: XfsConnection, refresh: () => Promise<void>): Promise<void> {
    const over = new AbortController();
    void connection.closed.then(() => over.abort());
    for (;;) {
      await pause(this.#options.delays.heartbeatMs, over.signal);
      if (connection.isClosed) return;
      await refresh();
    }
  }
}

const NOTHING_KNOWN: StatusPayload = statusPayload.parse({});

/** What a change leaves out is as it was. */
function merged(before: StatusPayload, changed: StatusPayload): StatusPayload {
  const { common, cardReader, printer, barcodeReader } = changed;
  return {
    common: { device: common?.device ?? before.common?.device },
    cardReader: { media: cardReader?.media ?? before.cardReader?.media },
    printer: {
      media: printer?.media ?? before.printer?.media,
      paper: printer?.paper ? { ...before.printer?.paper, ...known(printer.paper) } : before.printer?.paper,
    },
    barcodeReader: { scanner: barcodeReader?.scanner ?? before.barcodeReader?.scanner },
  };
}

function known<T>(values: Readonly<Record<string, T | null>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== null),
  );
}

/** Ends early when the signal does. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/**
 * The terminal's network cable, as a TCP relay on loopback: core connects to this end, the platform is at the other.
 * Pulling it, letting it hang and cutting one exchange are things that staff and tests do with their hands.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `on`: bytes pass. `off`: every connection is reset, old and new. `hang`: connections stay, bytes stop. */
export type CableState = 'on' | 'off' | 'hang';

export interface CableEnds {
  /** Where core connects, on 127.0.0.1; 0 takes a free port. */
  readonly networkPort: number;
  /** Where the platform is; only host and port of the address are used. */
  readonly platformUrl: string;
}

interface Pair {
  readonly terminal: Socket;
  readonly platform: Socket;
}

export class NetworkCable {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly #listeners = new Set<() => void>();
  #state: CableState = 'on';
  #resetNext = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Lays the cable and answers when core can connect; rejects when the port is taken. */
  static async lay({ networkPort, platformUrl }: CableEnds): Promise<NetworkCable> {
    const url = new URL(platformUrl);
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    const cable = new NetworkCable(server);
    server.on('connection', (terminal) => {
      if (cable.#state === 'off') {
        // The port stays bound while the cable is off: a closed one could be taken by another process meanwhile.
        terminal.on('error', () => terminal.destroy());
        terminal.resetAndDestroy();
        return;
      }
      cable.#join({ terminal, platform: connect({ host, port, allowHalfOpen: true, noDelay: true }) });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(networkPort, '127.0.0.1', resolve);
    });
    return cable;
  }

  /** The port core connects to. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get state(): CableState {
    return this.#state;
  }

  /** True while the next bytes of the terminal are going to be answered with a reset. */
  get resetNext(): boolean {
    return this.#resetNext;
  }

  /** Bytes that were under way when it began to hang arrive when it is `on` again, as TCP repeats them on a real cable. */
  set(state: CableState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const pair of this.#pairs) {
      if (state === 'off') reset(pair);
      for (const socket of [pair.terminal, pair.platform]) {
        if (state === 'on') socket.resume();
        else socket.pause();
      }
    }
    this.#changed();
  }

  /** The next time the terminal sends anything, on an old or a new connection, both ends of that connection are reset. */
  armReset(): void {
    this.#resetNext = true;
    this.#changed();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) reset(pair);
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(pair: Pair): void {
    const { terminal, platform } = pair;
    this.#pairs.add(pair);
    terminal.on('data', (bytes) => {
      if (this.#resetNext) {
        this.#resetNext = false;
        reset(pair);
        this.#changed();
      } else this.#pass(terminal, platform, bytes);
    });
    platform.on('data', (bytes) => this.#pass(platform, terminal, bytes));
    for (const [from, to] of [
      [terminal, platform],
      [platform, terminal],
    ] as const) {
      from.on('end', () => to.end());
      from.on('drain', () => {
        if (this.#state === 'on') to.resume();
      });
      // A side that broke (or a platform that is not there) breaks the other one in the same way.
      from.on('error', () => to.resetAndDestroy());
      from.on('close', () => {
        to.destroySoon();
        this.#pairs.delete(pair);
      });
    }
    if (this.#state === 'hang') {
      terminal.pause();
      platform.pause();
    }
  }

  #pass(from: Socket, to: Socket, bytes: Buffer): void {
    if (!to.write(bytes)) from.pause();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function reset({ terminal, platform }: Pair): void {
  terminal.resetAndDestroy();
  platform.resetAndDestroy();
}

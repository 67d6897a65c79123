/** The shell's line to core: JSON-RPC 2.0 with Content-Length headers over core's local socket. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import {
  createMessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { SCREENS_DRAW, VIEW_CHANGED, type KioskView, type MethodName } from '@tongban/contract';
import type { CallAnswer } from './channels.ts';
import { log } from './log.ts';

/** Core begins beside the shell and restarts in about a second: it is found as soon as it listens. */
const RETRY_MS = 20;
/** One that has been away for longer is not waited for by a citizen; looking for it then costs nothing. */
const SOON_MS = 10_000;
const RETRY_LATER_MS = 1000;

/**
 * Keeps a connection to core, makes it anew whenever it ends, and remembers the last view. It holds no other state,
 * so that core and shell may each restart at any time.
 */
export class CoreClient {
  /** What the citizen saw last; null until core was reached once. */
  lastView: KioskView | null = null;
  /** True while core cannot be reached. */
  away = true;

  readonly #socketPath: string;
  readonly #onView: (view: KioskView) => void;
  readonly #onAway: (away: boolean) => void;
  #socket: Socket | null = null;
  #connection: MessageConnection | null = null;
  /** Of `performance`. */
  #awaySince = performance.now();
  #retryTimer: NodeJS.Timeout | null = null;
  #stopped = false;

  /** Calls back with every view of core's, and with every change between away and there. */
  constructor(socketPath: string, onView: (view: KioskView) => void, onAway: (away: boolean) => void) {
    this.#socketPath = socketPath;
    this.#onView = onView;
    this.#onAway = onAway;
  }

  /** Connects, and from then on sees to it that there is a connection. */
  start(): void {
    const socket = connect(this.#socketPath);
    this.#socket = socket;
    // Every error is followed by 'close', which is where it is dealt with.
    socket.on('error', () => undefined);
    socket.once('connect', () => void this.#connected(socket));
    socket.once('close', () => this.#closed());
  }

  /** Hangs up for good; calls that still wait end as `core-away` when core hangs up too. */
  stop(): void {
    this.#stopped = true;
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    // Not destroy(): Node 20 throws when data arrives at a pipe that was just destroyed.
    this.#socket?.end();
  }

  /** Passes on one call that the contract's schema has accepted. */
  async call(method: MethodName, params: unknown): Promise<CallAnswer> {
    const connection = this.#connection;
    if (connection === null || this.away) return { ok: false, problem: 'core-away' };
    try {
      return { ok: true, result: await connection.sendRequest(method, params) };
    } catch (error) {
      // The text of the error may quote what the citizen typed: only its number goes to the log.
      log('call-failed', { method, code: error instanceof ResponseError ? error.code : 0 });
      return { ok: false, problem: this.#connection === connection ? 'failed' : 'core-away' };
    }
  }

  /** Tells core that a page has its view and draws; a core that goes away meanwhile is told again when it is back. */
  tellDrawn(): void {
    if (!this.away) this.#connection?.sendNotification(SCREENS_DRAW).catch(() => undefined);
  }

  async #connected(socket: Socket): Promise<void> {
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    this.#connection = connection;
    // A broken frame ends the connection, and a new one starts clean.
    connection.onError(() => socket.destroy());
    connection.onNotification(VIEW_CHANGED, (view: KioskView) => this.#show(view));
    connection.listen();
    try {
      const view = await connection.sendRequest<KioskView>('view.get' satisfies MethodName, {});
      if (this.#connection !== connection) return;
      this.away = false;
      log('core-reached');
      // Core counts revisions anew when it restarts; what it says first is what holds.
      this.lastView = null;
      this.#onAway(false);
      this.#show(view);
    } catch {
      socket.destroy(); // it answers, but not as core does: try again later
    }
  }

  #show(view: KioskView): void {
    if (this.lastView !== null && view.revision < this.lastView.revision) return;
    this.lastView = view;
    this.#onView(view);
  }

  #closed(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.dispose(); // rejects what still waits for an answer
    if (this.#stopped) return;
    if (!this.away) {
      this.away = true;
      this.#awaySince = performance.now();
      log('core-away');
      this.#onAway(true);
    }
    const isExpected = performance.now() - this.#awaySince < SOON_MS;
    this.#retryTimer = setTimeout(() => this.start(), isExpected ? RETRY_MS : RETRY_LATER_MS);
  }
}

/** A core for the shell's tests: the same JSON-RPC on a socket, with a view that the test sets. */
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import {
  SCREENS_DRAW,
  USUAL_DISPLAY,
  VIEW_CHANGED,
  type KioskView,
  type MaterialView,
  type SessionView,
} from '@tongban/contract';

export class FakeCore {
  readonly calls: { method: string; params: unknown }[] = [];
  /** How often it was told that the screens draw. */
  timesDrawn = 0;
  readonly #socketPath: string;
  readonly #sockets = new Set<Socket>();
  readonly #connections = new Set<MessageConnection>();
  #server: Server | null = null;
  #view: KioskView = viewOf({ screen: 'attract', matterCount: 3, closed: null }, 1);

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  async start(): Promise<void> {
    const server = createServer((socket) => this.#accept(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#socketPath, resolve);
    });
  }

  /** Ends as a process that is killed does: every connection gone at once. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }

  /** Changes what the citizen sees. */
  async show(session: SessionView): Promise<void> {
    this.#view = viewOf(session, this.#view.revision + 1);
    const all = [...this.#connections];
    await Promise.all(all.map((connection) => connection.sendNotification(VIEW_CHANGED, this.#view)));
  }

  /** Sends bytes that are no JSON-RPC. */
  sendGarbage(): void {
    for (const socket of this.#sockets) socket.write('Content-Length: x\r\n\r\n\u0000garbage');
  }

  #accept(socket: Socket): void {
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    this.#sockets.add(socket);
    this.#connections.add(connection);
    socket.on('error', () => undefined); // 'close' follows
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#connections.delete(connection);
      connection.dispose();
    });
    connection.onRequest((method: string, params: unknown) => {
      this.calls.push({ method, params });
      if (method === 'view.get') return this.#view;
      if (method === 'session.check') throw new Error('what the citizen typed');
      return null;
    });
    connection.onNotification(SCREENS_DRAW, () => {
      this.timesDrawn += 1;
    });
    connection.listen();
  }
}

/** A whole view around one screen. */
export function viewOf(session: SessionView, revision: number): KioskView {
  const words = { zh: '测试' };
  return {
    revision,
    language: 'zh-CN',
    display: USUAL_DISPLAY,
    speech: { available: false, on: false, volume: 3, onlyHeadset: false },
    handwriting: false,
    site: {
      name: words,
      terminalId: 'TEST-1',
      diagonalInches: 32,
      panel: { centreMm: 1300, reachMm: 1220 },
      staff: words,
      hours: words,
      opening: null,
      announcements: [],
    },
    network: 'online',
    heldCount: 0,
    devices: [],
    notice: null,
    hotline: false,
    practice: false,
    idleSecondsLeft: null,
    session,
  };
}

/** The step in which a paper is given. */
export function materialView(phase: MaterialView['phase']): MaterialView {
  const words = { zh: '测试', en: 'Test' };
  return {
    screen: 'material',
    matter: {
      id: '12310000TEST0000013312000000000001',
      name: words,
      department: words,
      forWhom: words,
      forEnterprise: false,
      kind: 'promised',
      minutes: 3,
      nothingToBring: false,
    },
    holder: { name: '张*', idNumber: '310***********0016' },
    number: 1,
    of: 2,
    material: { code: 'photo', name: words, how: words },
    camera: { state: 'ready', usbId: null },
    scanner: 'ready',
    phone: 'absent',
    handOver: null,
    phase,
    pages: [],
    maxPages: 5,
    problem: null,
    noLicence: null,
    fromReview: false,
    correction: null,
  };
}

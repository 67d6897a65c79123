import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { parseCall, SCREENS_DRAW, VIEW_CHANGED, type KioskView } from '@tongban/contract';
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Log } from '../log.ts';
import type { AtTheScreen } from './at-the-screen.ts';

/** The socket is the door to a citizen's session: its folder says who may come to it, the owner alone unless it was made for a group. */
const SOCKET_MODE = 0o660;
const FOLDER_MODE = 0o700;

/**
 * Serves the contract as JSON-RPC on a local socket. Each call is checked against its schema; what does not fit is
 * answered with an error that names the place and never the value.
 */
export async function serveContract(
  socketPath: string,
  screen: Pick<AtTheScreen, 'call' | 'onView'>,
  log: Log,
  onDrawn: () => void = () => undefined,
): Promise<{ close(): Promise<void> }> {
  mkdirSync(dirname(socketPath), { recursive: true, mode: FOLDER_MODE });
  // What a killed core left behind; one core per socket is the service manager's business.
  rmSync(socketPath, { force: true });
  const connections = new Map<Socket, MessageConnection>();
  const server: Server = createServer((socket) => {
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    connections.set(socket, connection);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      connections.delete(socket);
      connection.dispose();
    });
    connection.onNotification(SCREENS_DRAW, onDrawn);
    connection.onRequest((method, params) => {
      // vscode-jsonrpc hands a single object parameter over as it came, positional ones as an array.
      const call = parseCall(method, Array.isArray(params) ? params[0] : params);
      if (!call.ok) {
        log('contract.refused', { reason: call.reason });
        return new ResponseError(ErrorCodes.InvalidParams, call.reason);
      }
      return screen.call(call.method, call.params) ?? null;
    });
    connection.listen();
  });
  const stopViews = screen.onView((view: KioskView) => {
    for (const [socket, connection] of connections) {
      // A shell that died takes no view any more; it asks for the view itself when it is back.
      connection.sendNotification(VIEW_CHANGED, view).catch(() => socket.destroy());
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => resolve());
  });
  chmodSync(socketPath, SOCKET_MODE);
  return {
    close: () =>
      new Promise((resolve) => {
        stopViews();
        for (const socket of connections.keys()) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { StaffWork, Sync } from '@tongban/sync';
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Log } from '../log.ts';
import type { SessionInUse } from '../session/session-in-use.ts';
import { syncStatusOf, terminalStateOf, type StaffFacts } from './staff-answers.ts';
import {
  staffMethods,
  staffSocketPath,
  type StaffAnswer,
  type StaffMethod,
  type StaffParams,
} from './staff.ts';

/** Owner only. */
const SOCKET_MODE = 0o600;
/** A technician waits at the keyboard. */
const RETRY_OUTCOME_MS = 3000;

/** Whom staff's calls go to. */
interface StaffParts extends StaffFacts {
  readonly sync: StaffFacts['sync'] & Pick<Sync, 'waitForOutcome'> & StaffWork;
  readonly session: Pick<SessionInUse, 'practice' | 'practise'>;
}
type Handlers = {
  readonly [M in StaffMethod]: (params: StaffParams<M>) => StaffAnswer<M> | Promise<StaffAnswer<M>>;
};

/**
 * Serves staff's calls on a local socket in the data folder. Where it cannot be made (a path of more than 107 bytes),
 * core does without: no citizen shall wait for that.
 */
export async function serveStaff(
  dataFolder: string,
  parts: StaffParts,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const path = staffSocketPath(dataFolder);
  const handlers = handlersOf(parts, log);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      connection.dispose();
    });
    connection.onRequest(async (method, params) => {
      if (!Object.hasOwn(staffMethods, method)) {
        return new ResponseError(ErrorCodes.MethodNotFound, 'no such call');
      }
      const parsed = staffMethods[method as StaffMethod].params.safeParse(
        Array.isArray(params) ? params[0] : params,
      );
      if (!parsed.success) return new ResponseError(ErrorCodes.InvalidParams, 'the parameters do not fit');
      return (handlers[method as StaffMethod] as (params: unknown) => unknown)(parsed.data);
    });
    connection.listen();
  });
  // What a killed core left behind.
  rmSync(path, { force: true });
  const failure = await new Promise<string | null>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
    server.listen(path, () => resolve(null));
  });
  if (failure === null) chmodSync(path, SOCKET_MODE);
  else log('staff-socket.none', { reason: failure });
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function handlersOf(parts: StaffParts, log: Log): Handlers {
  const { sync, session } = parts;
  return {
    'terminal.state': () => terminalStateOf(parts),
    'sync.status': () => syncStatusOf(parts),
    'practice.set': ({ on }) => {
      if (on === null) return session.practice;
      log('staff.practice', { on });
      return session.practise(on);
    },
    'queue.retry': async ({ id }) => {
      const begun = sync.sendNow(id);
      log('staff.retry', { id, begun });
      if (begun) await sync.waitForOutcome(id, RETRY_OUTCOME_MS);
      return { begun };
    },
  };
}

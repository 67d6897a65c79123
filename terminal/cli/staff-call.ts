import { createConnection, type Socket } from 'node:net';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import {
  staffMethods,
  staffSocketPath,
  type StaffAnswer,
  type StaffMethod,
  type StaffParams,
} from '../core/rpc/staff.ts';
import type { CommandResult } from './io.ts';

/**
 * Asks the core that runs on a data folder.
 * @returns null when none is running there, or it belongs to somebody else
 * @throws Error when core answers something else than it should
 */
export async function callCore<M extends StaffMethod>(
  dataFolder: string,
  method: M,
  params: StaffParams<M>,
): Promise<StaffAnswer<M> | null> {
  const socket = await connect(staffSocketPath(dataFolder));
  if (!socket) return null;
  const connection = createMessageConnection(
    new SocketMessageReader(socket),
    new SocketMessageWriter(socket),
  );
  connection.listen();
  try {
    const answer: unknown = await connection.sendRequest(method, params);
    return staffMethods[method].answer.parse(answer) as StaffAnswer<M>;
  } finally {
    connection.dispose();
    socket.destroy();
  }
}

function connect(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket));
    // Nobody there, or not for us: what to do is the same.
    socket.once('error', () => resolve(null));
  });
}

export function coreNotRunning(dataFolder: string): Extract<CommandResult, { ok: false }> {
  return {
    ok: false,
    reason: 'core-not-running',
    words: {
      zh: `${dataFolder} 上没有能连上的核心服务。`,
      en: `No core service that can be reached runs on ${dataFolder}.`,
    },
    next: {
      zh: '启动终端的核心服务，并用它的用户来执行；启动后它会自动发送。',
      en: "Start the terminal's core service, and run this as its user; it sends by itself once it runs.",
    },
  };
}

import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { DeviceManager } from '@tongban/peripherals/manager';
import type { CaseWork, StaffWork, Sync } from '@tongban/sync';
import { moduleNames, type Modules } from '@tongban/sync/modules';
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Log } from '../log.ts';
import type { Matters } from '../matters.ts';
import type { MissingCharacters } from '../missing-characters.ts';
import type { SessionInUse } from '../session/session-in-use.ts';
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

type StaffSync = Pick<Sync, 'network' | 'suite' | 'waitForOutcome'> & CaseWork & StaffWork;
type StaffModules = Pick<Modules, 'states' | 'switchedOff' | 'waitingCount'>;
/** Whom staff's calls go to. */
interface StaffParts {
  readonly sync: StaffSync;
  readonly modules: StaffModules;
  readonly session: Pick<SessionInUse, 'practice' | 'practise'>;
  readonly missingCharacters: Pick<MissingCharacters, 'facts'>;
  readonly manager: Pick<DeviceManager, 'list'>;
  readonly matters: Pick<Matters, 'missing' | 'offered'>;
  /** Null where the terminal has none. */
  readonly speech: Program | null;
  readonly handwriting: Program | null;
  readonly keepsFailing: boolean;
}
interface Program {
  readonly available: boolean;
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
  const { sync, modules, session, missingCharacters } = parts;
  return {
    'terminal.state': () => stateOf(parts),
    'sync.status': () => {
      const { network, suite, state } = sync;
      const { intake, revokedSince, circuit, unreported, clockAheadMs } = state;
      const [last] = sync.reconciliations(1);
      return {
        ...{ network, suite, intake: { ...intake }, revokedSince, circuit, unreported, clockAheadMs },
        cutOffUnits: state.cutOffUnits.map(({ unitCode }) => unitCode),
        suspendedMatters: [...state.suspendedMatters],
        modules: statesOf(modules),
        waitingForModules: modules.waitingCount,
        missingCharacters: { ...missingCharacters.facts },
        lastReconciliation: last
          ? {
              ...{ day: last.day, unitCode: last.unitCode, at: last.at, closed: last.closed },
              ...{ missing: last.missing.length, altered: last.altered.length },
              ...{ extra: last.extra.length, unmended: last.unmended.length },
            }
          : null,
      };
    },
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

function stateOf({
  manager,
  matters,
  speech,
  handwriting,
  session,
  keepsFailing,
}: StaffParts): StaffAnswer<'terminal.state'> {
  const all = matters.missing ? null : matters.offered().map(({ availability }) => availability);
  return {
    devices: manager.list().map(({ family, status, availability }) => ({ family, status, availability })),
    matters: all && {
      offered: all.length,
      available: all.filter(({ available }) => available).length,
      tooOld: all.some((each) => !each.available && each.reason === 'catalogue-too-old'),
    },
    speech: speech && speech.available,
    handwriting: handwriting && handwriting.available,
    practice: session.practice.on,
    keepsFailing,
  };
}

function statesOf({ states, switchedOff }: StaffModules): StaffAnswer<'sync.status'>['modules'] {
  const shown = moduleNames.map((name) => [name, switchedOff.includes(name) ? 'absent' : states[name]]);
  return Object.fromEntries(shown) as StaffAnswer<'sync.status'>['modules'];
}

import { readdirSync } from 'node:fs';
import { subscribe } from 'node:diagnostics_channel';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { KioskView, MethodName, MethodParams, MethodResult, SessionView } from '@tongban/contract';
import { startSandbox, type Sandbox } from '@tongban/sync/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { startCore, type Core } from '../core/core.ts';
import { allowanceAnswers } from '../core/testing/session-at-work.ts';
import { temporaryFolder, tongban } from './test-support.ts';

/** Training at a terminal as it is in service: the real core, its real store and queue, and the platform behind it. */

const MATTERS = join(import.meta.dirname, '../../kiosk-config/catalogue/matters');
const ALLOWANCE = '310000999000MZ0000531059901800001';
const PATIENCE_MS = 20_000;

let folder: ReturnType<typeof temporaryFolder>;
let sandbox: Sandbox;
let core: Core;
let data: string;
let socket: ReturnType<typeof connect>;
let connection: MessageConnection;
const logged: string[] = [];
/** What a terminal asks for while nobody uses it. */
const BY_ITSELF =
  /^(GET \/v1\/events\?.*|POST \/v1\/terminals\/[^/]+\/heartbeat|GET \/v1\/modules\/[^/]+\/health)$/;
/** Whatever this process asks over HTTP, of the platform and its modules. */
const requested: string[] = [];
subscribe('undici:request:create', (message) => {
  const { method, path } = (message as { request: { method: string; path: string } }).request;
  requested.push(`${method} ${path}`);
});

beforeAll(async () => {
  folder = temporaryFolder();
  data = join(folder.path, 'data');
  sandbox = await startSandbox({ port: 0, dataFolder: null, catalogueFolder: MATTERS });
  const away = join(folder.path, 'nothing-is-here');
  const socketPath = join(folder.path, 'core.sock');
  core = await startCore(
    {
      ...{ terminalId: '310199-07', siteCode: '310199001', diagonalInches: 21.5, keepEnvelopesDays: 7 },
      panel: { centreMm: 1300, reachMm: 1220 },
      ...{ dataFolder: data, catalogueFolder: MATTERS, socketPath },
      platform: { url: sandbox.url, ...sandbox.keys },
      site: { name: { zh: '测试' }, staff: { zh: '1 号' }, hours: { zh: '8:30' }, announcements: [] },
      devices: {
        idCardReader: { line: { type: 'serial', path: away, baudRate: 115_200 } },
        receiptPrinter: { line: { type: 'tcp', host: '127.0.0.1', port: 9 }, profile: 'raster-80mm' },
      },
      session: {
        ...{ idleMs: 60_000, countdownMs: 30_000, careFactor: 2 },
        ...{ outcomeMs: 8000, outcomeOfflineMs: 1500, endMs: 20 },
      },
    } as unknown as Parameters<typeof startCore>[0],
    (event, facts) => logged.push(JSON.stringify({ event, ...facts })),
  );
  socket = connect(socketPath);
  await new Promise((resolve) => socket.once('connect', resolve));
  connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  connection.listen();
}, 2 * PATIENCE_MS);
afterAll(async () => {
  connection.dispose();
  socket.destroy();
  await core.close();
  await sandbox.close();
  folder[Symbol.dispose]();
});

function call<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M>> {
  return connection.sendRequest<MethodResult<M>>(method, params);
}

const view = (): Promise<KioskView> => call('view.get', {});
async function until<S extends SessionView['screen']>(
  screen: S,
): Promise<Extract<SessionView, { screen: S }>> {
  const look = async () => (await view()).session;
  await expect.poll(look, { timeout: PATIENCE_MS }).toMatchObject({ screen });
  return (await look()) as Extract<SessionView, { screen: S }>;
}

/** How many rows every table of the terminal's own files has; copies of them are made at any time. */
function rows(): Record<string, number> {
  const files = readdirSync(data).filter((name) => /\.(db|sqlite)$/.test(name));
  return Object.fromEntries(
    files.flatMap((file) => {
      using database = new DatabaseSync(join(data, file), { readOnly: true });
      const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
      return tables.map(({ name }) => {
        const counted = database.prepare(`select count(*) as count from "${String(name)}"`).get();
        return [`${file} ${String(name)}`, Number(counted?.['count'])];
      });
    }),
  );
}

const practice = (word: 'on' | 'off' | 'status') => tongban('practice', word, '--data', data, '--json');

it(
  'a whole practice run leaves nothing at the platform, in the store and in the queue',
  async () => {
    expect((await practice('status')).json()).toEqual({ ok: true, on: false, visit: 'none' });
    expect((await practice('on')).json()).toEqual({ ok: true, on: true, visit: 'none' });
    await expect.poll(async () => (await view()).network, { timeout: PATIENCE_MS }).toBe('online');
    // The answers of 12345 to what is often asked: fetched and kept as soon as a terminal is online.
    await expect.poll(() => rows()['modules.db kept'], { timeout: PATIENCE_MS }).toBe(1);
    const rowsBefore = rows();
    expect(Object.keys(rowsBefore).length).toBeGreaterThan(5);
    requested.length = 0;

    await call('session.start', {});
    await call('session.chooseMatter', { matter: ALLOWANCE });
    await call('session.confirmGuide', {});
    await call('session.useExampleCard', {});
    for (let step = await until('question'); ;) {
      const value = allowanceAnswers[step.field.name as keyof typeof allowanceAnswers];
      expect(await call('session.answer', { field: step.field.name, value })).toEqual({ ok: true });
      const next = (await view()).session;
      if (next.screen !== 'question') break;
      step = next;
    }
    await until('review');
    expect((await practice('status')).json()).toEqual({ ok: true, on: true, visit: 'practice' });
    await call('session.submit', { paper: 'none' });
    await until('practice-done');
    await call('session.openRating', {});
    await until('rating');
    await call('session.rate', { stars: 5, reasons: [] });
    await call('session.finish', {});
    await until('attract');

    const synced = await tongban('sync', 'status', '--data', data, '--json');
    expect(synced.json()).toMatchObject({ unsent: 0, waitingForModules: 0, unreported: 0 });
    expect(rows()).toEqual(rowsBefore);
    expect(sandbox.applications()).toEqual([]);
    expect(sandbox.libraryRecords()).toEqual([]);
    expect(requested.filter((request) => !BY_ITSELF.test(request))).toEqual([]);
    expect(logged.filter((line) => line.includes('submission')).join()).not.toContain('"event":"submission');
  },
  3 * PATIENCE_MS,
);

it(
  'staff turn it off and citizens are served',
  async () => {
    await call('session.start', {});
    expect((await view()).practice).toBe(true);
    const off = await practice('off');
    expect(off.json()).toEqual({ ok: true, on: false, visit: 'none' });
    expect(off.stderr).toContain('终端正常办理');
    await until('attract');
    expect((await view()).practice).toBe(false);
  },
  PATIENCE_MS,
);

it(
  'a citizen at work is not disturbed, staff are told, and whoever stands there ends practice',
  async () => {
    await call('session.start', {});
    const on = await practice('on');
    expect(on.json()).toEqual({ ok: true, on: true, visit: 'real' });
    expect(on.stderr).toContain('不受影响');
    expect((await view()).practice).toBe(false);
    await call('session.finish', {});
    await until('attract');
    expect((await view()).practice).toBe(true);
    await call('session.endPractice', {});
    expect((await practice('status')).json()).toEqual({ ok: true, on: false, visit: 'none' });
    expect((await view()).practice).toBe(false);
  },
  PATIENCE_MS,
);

it(
  'without a core there is nobody to practise with',
  async () => {
    const asked = await tongban('practice', 'on', '--data', join(folder.path, 'empty'), '--json');
    expect(asked.code).toBe(1);
    expect(asked.json()).toMatchObject({ ok: false, reason: 'core-not-running' });
  },
  PATIENCE_MS,
);

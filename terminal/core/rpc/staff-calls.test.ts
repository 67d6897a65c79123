import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import { serveStaff } from './staff-server.ts';
import { staffMethods, staffSocketPath } from './staff.ts';

type StaffParts = Parameters<typeof serveStaff>[1];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-staff-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A sync in which one submission waits; everything that is not asked for is left out. */
const sync = {
  network: 'offline',
  suite: { name: 'jose', hardware: false },
  state: {
    ...{ network: 'offline', intake: { open: false, reason: 'terminal-revoked' }, circuit: 'closed' },
    ...{
      revokedSince: '2026-11-20T01:00:00.000Z',
      suspendedMatters: ['M'],
      unreported: 3,
      clockAheadMs: -20,
    },
    cutOffUnits: [{ unitCode: '310000999000MZ0000', notice: { zh: '维护' } }],
  },
  reconciliations: () => [
    {
      ...{ day: '2026-11-21', unitCode: '310000999000MZ0000', at: '2026-11-22T00:01:00.000Z', closed: false },
      ...{ missing: ['SQ1', 'SQ2'], altered: [], doubles: [], extra: [], unmended: ['SQ2'] },
      count: { terminal: 2, platform: 0 },
    },
  ],
  sendNow: (id: string) => id === 'waits',
  waitForOutcome: () => Promise.resolve(null),
} as unknown as StaffParts['sync'];

/** Of a site without payment, whose e-seal does not answer. */
const modules: StaffParts['modules'] = {
  states: {
    ...{ acceptance: 'up', identity: 'up', 'customer-service': 'up', payment: 'down', logistics: 'up' },
    ...{ 'e-licence': 'degraded', 'e-seal': 'down', 'e-archive': 'up', 'citizens-page': 'up' },
    'enterprise-page': 'up',
  },
  switchedOff: ['payment'],
  waitingCount: 2,
};

/** A citizen's visit is under way. */
let on = false;
const session: StaffParts['session'] = {
  get practice() {
    return { on, visit: 'real' } as const;
  },
  practise(wanted) {
    on = wanted;
    return session.practice;
  },
};

const missingCharacters: StaffParts['missingCharacters'] = {
  facts: { notFound: 2, lastDay: '2026-11-22', undrawable: ['U+2A700'] },
};

/** A reader that is well, a printer without paper. */
const manager = {
  list: () => [
    { id: 'a', family: 'id-card-reader', status: 'no-card', availability: 'ready' },
    { id: 'b', family: 'receipt-printer', status: 'paper-out', availability: 'needs-attention' },
  ],
} as unknown as StaffParts['manager'];

/** Two, of which one the centre has not confirmed for too long. */
const matters = {
  missing: false,
  offered: () => [
    { availability: { available: true } },
    { availability: { available: false, reason: 'catalogue-too-old' } },
  ],
} as unknown as StaffParts['matters'];

async function serve(folder: string, logged: string[] = [], more: Partial<StaffParts> = {}) {
  const parts: StaffParts = {
    ...{ sync, modules, session, missingCharacters, manager, matters },
    ...{ speech: { available: false }, handwriting: null, keepsFailing: false },
    ...more,
  };
  const server = await serveStaff(folder, parts, (event, facts) =>
    logged.push(JSON.stringify({ event, ...facts })),
  );
  onTestFinished(() => server.close());
  return server;
}

async function call(folder: string, method: string, params: unknown): Promise<unknown> {
  const socket = connect(staffSocketPath(folder));
  const connection = createMessageConnection(
    new SocketMessageReader(socket),
    new SocketMessageWriter(socket),
  );
  connection.listen();
  try {
    return await connection.sendRequest(method, params);
  } finally {
    connection.dispose();
    socket.destroy();
  }
}

it('staff are told how sync stands, in counts and codes', async () => {
  const folder = temporaryFolder();
  await serve(folder);
  const status = staffMethods['sync.status'].answer.parse(await call(folder, 'sync.status', {}));
  expect(status).toMatchObject({
    ...{ network: 'offline', revokedSince: '2026-11-20T01:00:00.000Z', cutOffUnits: ['310000999000MZ0000'] },
    ...{ intake: { open: false, reason: 'terminal-revoked' }, unreported: 3 },
    lastReconciliation: { day: '2026-11-21', closed: false, missing: 2, unmended: 1 },
    modules: { acceptance: 'up', payment: 'absent', 'e-licence': 'degraded', 'e-seal': 'down' },
    waitingForModules: 2,
  });
});

it('staff are told how devices, matters and the programs of the terminal are', async () => {
  const folder = temporaryFolder();
  await serve(folder);
  const ask = async (of: string) =>
    staffMethods['terminal.state'].answer.parse(await call(of, 'terminal.state', {}));
  expect(await ask(folder)).toEqual({
    devices: [
      { family: 'id-card-reader', status: 'no-card', availability: 'ready' },
      { family: 'receipt-printer', status: 'paper-out', availability: 'needs-attention' },
    ],
    matters: { offered: 2, available: 1, tooOld: true },
    ...{ speech: false, handwriting: null, practice: false, keepsFailing: false },
  });
  const nothingCame = temporaryFolder();
  await serve(nothingCame, [], { matters: { ...matters, missing: true } });
  expect((await ask(nothingCame)).matters).toBeNull();
});

it('a retry says whether there was anything to send, and is logged', async () => {
  const folder = temporaryFolder();
  const logged: string[] = [];
  await serve(folder, logged);
  expect(await call(folder, 'queue.retry', { id: 'waits' })).toEqual({ begun: true });
  expect(await call(folder, 'queue.retry', { id: 'refused' })).toEqual({ begun: false });
  expect(logged).toEqual([
    '{"event":"staff.retry","id":"waits","begun":true}',
    '{"event":"staff.retry","id":"refused","begun":false}',
  ]);
});

it('practice is turned on and off and asked for; a change is logged, a question is not', async () => {
  const folder = temporaryFolder();
  const logged: string[] = [];
  await serve(folder, logged);
  const ask = (on: boolean | null) => call(folder, 'practice.set', { on });
  expect(await ask(null)).toEqual({ on: false, visit: 'real' });
  expect(await ask(true)).toEqual({ on: true, visit: 'real' });
  expect(await ask(null)).toEqual({ on: true, visit: 'real' });
  expect(await ask(false)).toEqual({ on: false, visit: 'real' });
  expect(logged).toEqual(['{"event":"staff.practice","on":true}', '{"event":"staff.practice","on":false}']);
});

it('the socket is its owner’s alone, and calls of the citizen’s contract and others are not known there', async () => {
  const folder = temporaryFolder();
  await serve(folder);
  expect(statSync(staffSocketPath(folder)).mode & 0o777).toBe(0o600);
  for (const method of ['view.get', 'session.start', 'toString', 'queue.delete']) {
    await expect(call(folder, method, {})).rejects.toThrow('no such call');
  }
  for (const params of [{}, { id: '' }, { id: 1 }, { id: 'x', force: true }, { id: 'x'.repeat(129) }]) {
    await expect(call(folder, 'queue.retry', params)).rejects.toThrow('the parameters do not fit');
  }
});

it('a socket that a killed core left behind is replaced', async () => {
  const folder = temporaryFolder();
  const first = await serve(folder);
  await serve(folder);
  expect(await call(folder, 'queue.retry', { id: 'waits' })).toEqual({ begun: true });
  await first.close();
});

it('a folder whose path is too long for a socket leaves core without one, and says so', async () => {
  const folder = join(temporaryFolder(), 'x'.repeat(100));
  mkdirSync(folder);
  const logged: string[] = [];
  await serve(folder, logged);
  expect(logged).toEqual([expect.stringMatching(/"staff-socket.none","reason":"E[A-Z]+"/)]);
});

import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSync, type SubmissionInput } from '@tongban/sync';
import { startSandbox, type Sandbox } from '@tongban/sync/sandbox';
import { startCore, type Core } from '../core/core.ts';
import { allowanceAnswers, woman70 } from '../core/testing/session-at-work.ts';
import { temporaryFolder, tongban, type CliRun } from './test-support.ts';

/**
 * A technician at a terminal whose core runs: one submission waits because its unit is cut off, one was refused because
 * its form does not fit. What goes before in this file is how the next test finds the terminal.
 */

const MATTERS = join(import.meta.dirname, '../../kiosk-config/catalogue/matters');
const CIVIL_AFFAIRS = '310000999000MZ0000';
const INSURANCE = '310000999000YB0000';
const PERSONAL = [woman70.name, woman70.idNumber, woman70.address, ...Object.values(allowanceAnswers)].filter(
  (text) => typeof text === 'string' && text !== allowanceAnswers.cardDelivery,
) as string[];

let folder: ReturnType<typeof temporaryFolder>;
let sandbox: Sandbox;
let core: Core;
const logged: string[] = [];
let data: string;
const held = randomUUID();
const refused = randomUUID();

function submission(
  id: string,
  unitCode: string,
  handleItem: string,
  form: SubmissionInput['form'],
): SubmissionInput {
  return {
    ...{ idempotencyKey: id, form, language: 'zh-CN', capturedAt: new Date(), card: null },
    matter: { handleItem, version: unitCode === INSURANCE ? '2026.5' : '2026.3', unitCode },
    materials: ['MZ0018-01', 'YB0361-01']
      .filter((code) => code.startsWith(unitCode.slice(12, 14)))
      .map((code) => ({ code, stuffType: 0, mediaType: 'text/plain', bytes: Buffer.from(woman70.idNumber) })),
  };
}

beforeAll(async () => {
  folder = temporaryFolder();
  data = join(folder.path, 'data');
  sandbox = await startSandbox({ port: 0, dataFolder: null, catalogueFolder: MATTERS });
  sandbox.order({ verb: 'cut-off-unit', unitCode: CIVIL_AFFAIRS });
  const platform = { url: sandbox.url, ...sandbox.keys };
  const terminal = { terminalId: '310199-07', siteCode: '310199001' };
  const sync = await openSync({ dataFolder: data, terminal, platform, log: () => undefined });
  const form = {
    ...{
      applicantName: woman70.name,
      applicantIdNumber: woman70.idNumber,
      registeredAddress: woman70.address,
    },
    ...allowanceAnswers,
  };
  await sync.submit(submission(held, CIVIL_AFFAIRS, '310000999000MZ0000531059901800001', form));
  await sync.submit(
    submission(refused, INSURANCE, '310000999000YB0000531200036100001', { phone: '13800005678' }),
  );
  expect((await sync.waitForOutcome(refused, 10_000)).state).toBe('needs-citizen');
  await sync.close();
  const away = join(folder.path, 'nothing-is-here');
  core = await startCore(
    {
      ...{
        ...terminal,
        diagonalInches: 21.5,
        panel: { centreMm: 1300, reachMm: 1220 },
        dataFolder: data,
        catalogueFolder: MATTERS,
        platform,
      },
      site: { name: { zh: '测试' }, staff: { zh: '1 号' }, hours: { zh: '8:30' }, announcements: [] },
      ...{ socketPath: join(folder.path, 'core.sock'), keepEnvelopesDays: 7 },
      modules: { switchedOff: ['payment'] },
      devices: {
        idCardReader: { line: { type: 'serial', path: away, baudRate: 115_200 } },
        receiptPrinter: { line: { type: 'tcp', host: '127.0.0.1', port: 9 }, profile: 'raster-80mm' },
      },
      session: {
        ...{ idleMs: 60_000, countdownMs: 30_000, careFactor: 2, payFactor: 3, endMs: 4000 },
        ...{ outcomeMs: 8000, outcomeOfflineMs: 1500, licenceMs: 4000, payCheckMs: 2000 },
      },
    } as Parameters<typeof startCore>[0],
    (event, facts) => logged.push(JSON.stringify({ event, ...facts })),
  );
});
afterAll(async () => {
  await core.close();
  await sandbox.close();
  folder[Symbol.dispose]();
});

/** As a technician runs it; whatever it is, nothing personal comes out. */
async function staff(...args: string[]): Promise<CliRun> {
  const run = await tongban(...args, '--data', data, '--json');
  for (const text of PERSONAL) expect(run.stdout + run.stderr).not.toContain(text);
  return run;
}

it('lists what is not settled, says why, and shows one without anything personal', async () => {
  const list = await staff('queue', 'list');
  expect(list.json()).toMatchObject({
    ...{ ok: true, count: 2 },
    submissions: [
      { id: held, applyNo: null },
      { id: refused, state: 'needs-citizen', problem: { code: 'VALIDATION_FAILED' } },
    ],
  });
  expect((await staff('queue', 'list', '--state', 'accepted')).json()).toMatchObject({ count: 0 });
  expect((await staff('queue', 'list', '--state', 'lost')).code).toBe(2);
  const shown = await staff('queue', 'show', refused);
  expect(shown.json()).toMatchObject({
    ...{ ok: true, id: refused, receipt: null },
    parts: [{ part: 'form' }, { part: 'YB0361-01' }],
  });
  expect(shown.stderr).toContain('要本人更正');
  expect((await staff('queue', 'show', 'T0')).json()).toMatchObject({
    ok: false,
    reason: 'unknown-submission',
  });
});

it('a retry while the unit is cut off says so; one after it is back gets the number', async () => {
  const early = await staff('queue', 'retry', held, '--lang', 'en');
  expect([early.code, early.json()]).toMatchObject([
    1,
    { reason: 'still-waiting', state: 'held', problem: { code: 'UNIT_DISCONNECTED' } },
  ]);
  expect(early.stderr).toContain('What to do: See tongban sync status');
  expect((await staff('sync', 'status')).json()).toMatchObject({
    ...{ ok: true, core: 'running', network: 'online', unsent: 1, heldBecause: { UNIT_DISCONNECTED: 1 } },
    ...{ cutOffUnits: [CIVIL_AFFAIRS], revokedSince: null, intake: { open: true } },
    suite: { name: 'jose', hardware: false },
  });
  sandbox.order({ verb: 'connect-unit', unitCode: CIVIL_AFFAIRS });
  const late = await staff('queue', 'retry', held);
  const [accepted] = sandbox.applications().filter(({ idempotencyKey }) => idempotencyKey === held);
  expect([late.code, late.json()]).toMatchObject([0, { ok: true, applyNo: accepted?.applyNo }]);
  expect((await staff('sync', 'status')).json()).toMatchObject({ unsent: 0, oldestUnsentAt: null });
});

it('a module that fails is an edge in the log and a line of the status; one that the site lacks is none', async () => {
  const edges = (state: string): string[] =>
    logged.filter(
      (line) => line.startsWith('{"event":"module.state","module":') && line.includes(`"${state}"`),
    );
  // All but the platform itself and payment, which this site does not have.
  await expect.poll(() => edges('up'), { timeout: 10_000 }).toHaveLength(8);
  expect((await staff('sync', 'status')).json()).toMatchObject({
    ...{ modules: { acceptance: 'up', 'e-seal': 'up', payment: 'absent' }, waitingForModules: 0 },
  });
  expect(logged.join()).not.toContain('payment');
});

it('what was refused is not sent again as it is', async () => {
  const run = await staff('queue', 'retry', refused);
  expect([run.code, run.json()]).toMatchObject([1, { reason: 'not-waiting', state: 'needs-citizen' }]);
  expect(sandbox.applications().filter(({ receivedAt }) => receivedAt !== null)).toHaveLength(1);
});

it('an export holds what was asked for, sealed, for its owner alone, and overwrites nothing', async () => {
  const output = join(folder.path, 'export.jsonl');
  expect((await staff('queue', 'export', refused, '--output', output)).json()).toMatchObject({
    ok: true,
    count: 1,
  });
  expect(statSync(output).mode & 0o777).toBe(0o600);
  const text = readFileSync(output, 'utf8');
  const [line, ...rest] = text.trimEnd().split('\n');
  expect(rest).toEqual([]);
  expect(JSON.parse(line ?? '')).toMatchObject({
    record: { id: refused },
    materials: [{ code: 'YB0361-01' }],
  });
  for (const personal of PERSONAL) expect(text).not.toContain(personal);
  expect((await staff('queue', 'export', '--output', output)).code).toBe(2);
  expect(readFileSync(output, 'utf8')).toBe(text);
});

it('proves the store as it is, names a row that somebody changed, and tells when core is gone', async () => {
  expect((await staff('queue', 'verify')).json()).toMatchObject({ ok: true, submissions: 2 });
  await core.close();
  const status = await staff('sync', 'status');
  expect([status.code, status.json()]).toMatchObject([0, { core: 'not-running', unsent: 0 }]);
  const db = new Database(join(data, 'submissions.db'));
  db.prepare(`update submissions set state = 'sealed' where id = ?`).run(refused);
  db.close();
  const verdict = await staff('queue', 'verify');
  expect([verdict.code, verdict.json()]).toMatchObject([
    1,
    { reason: 'store-altered', faults: [{ table: 'submissions', row: 2, fault: 'changed' }] },
  ]);
  const retry = await staff('queue', 'retry', refused);
  expect([retry.code, retry.json()]).toMatchObject([1, { reason: 'core-not-running' }]);
});

it('a folder without a store, and no folder at all, are told apart from a store', async () => {
  const none = await tongban('queue', 'list', '--data', join(folder.path, 'other'), '--json');
  expect([none.code, none.json()]).toMatchObject([1, { reason: 'no-store' }]);
  expect((await tongban('queue', 'verify', '--data', folder.path, '--json')).json()).toMatchObject({
    reason: 'no-store',
  });
  expect((await tongban('sync', 'status', '--json')).code).toBe(2);
});

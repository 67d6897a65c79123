import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStack, type Stack } from '../../tools/stack/stack.ts';
import { temporaryFolder, tongban } from './test-support.ts';

/** A technician at a terminal that runs, and then has one trouble after the other; each test puts its own right again. */

let folder: ReturnType<typeof temporaryFolder>;
let stack: Stack;

beforeAll(async () => {
  folder = temporaryFolder();
  stack = await startStack({ folder: folder.path, devices: 'main' });
  chmodSync(stack.configFile, 0o600);
}, 60_000);
afterAll(async () => {
  await stack.stop();
  folder[Symbol.dispose]();
});

interface Found {
  readonly check: string;
  readonly well: boolean;
  readonly text: string;
  readonly next: string | null;
}

/** What is wrong, by name, with the whole answer beside it. */
async function look(config = stack.configFile) {
  const run = await tongban('doctor', '--config', config, '--json', '--lang', 'en');
  const findings = run.json()['findings'] as readonly Found[];
  const wrong = findings.filter(({ well }) => !well).map(({ check }) => check);
  return { ...run, answer: run.json(), findings, wrong };
}
/** Until what core watches by itself has come to it. */
const lookUntil = (wrong: readonly string[]) =>
  expect.poll(async () => (await look()).wrong, { timeout: 30_000, interval: 500 }).toEqual(wrong);

it('a terminal that is well: every part is named, and the exit code is 0', { timeout: 60_000 }, async () => {
  await lookUntil([]);
  const { code, answer, findings, stderr } = await look();
  expect([code, answer['ok']]).toEqual([0, true]);
  expect(findings.map(({ check }) => check)).toEqual([
    ...['configuration', 'network', 'id-card-reader', 'receipt-printer', 'matters', 'speech', 'handwriting'],
    ...['store', 'waiting', 'disk'],
  ]);
  expect(stderr).toContain('All is well: ready to serve.');
});

it(
  'a printer without paper and a cable that is out: causes first, each with its way on',
  { timeout: 90_000 },
  async () => {
    await stack.bench('receipt-printer', { verb: 'run-out-of-paper' });
    await stack.bench('network', { verb: 'off' });
    await lookUntil(['platform', 'receipt-printer']);
    const { code, answer, findings } = await look();
    expect([code, answer['reason']]).toEqual([1, 'platform']);
    expect(findings.find(({ check }) => check === 'receipt-printer')?.next).toContain('paper');
    await stack.bench('receipt-printer', { verb: 'load-paper' });
    await stack.bench('network', { verb: 'on' });
    await lookUntil([]);
  },
);

it('a terminal that was left in practice mode', async () => {
  const practice = (turn: string) => tongban('practice', turn, '--config', stack.configFile);
  expect((await practice('on')).code).toBe(0);
  expect((await look()).wrong).toEqual(['practice']);
  expect((await practice('off')).code).toBe(0);
});

it('a configuration that others can read, and one that nobody can use', async () => {
  chmodSync(stack.configFile, 0o644);
  expect((await look()).wrong).toEqual(['configuration-open']);
  chmodSync(stack.configFile, 0o600);
  const broken = join(folder.path, 'broken.json');
  const config = JSON.parse(readFileSync(stack.configFile, 'utf8')) as Record<string, unknown>;
  writeFileSync(broken, JSON.stringify({ ...config, diagonalInches: 'large' }), { mode: 0o600 });
  const { code, findings } = await look(broken);
  expect(code).toBe(1);
  expect(findings).toMatchObject([
    { check: 'configuration', text: expect.stringContaining('diagonalInches') },
  ]);
  const elsewhere = await look(join(folder.path, 'nowhere.json'));
  expect(elsewhere.wrong).toEqual(['configuration']);
});

it(
  'core does not run: its devices are tried from here, and the store is looked at as it lies',
  { timeout: 60_000 },
  async () => {
    await stack.core.stop();
    const { code, answer, findings, wrong } = await look();
    expect([code, answer['reason'], wrong]).toEqual([1, 'core', ['core']]);
    expect(findings.map(({ check }) => check)).toEqual([
      ...[
        'configuration',
        'core',
        'platform',
        'id-card-reader',
        'receipt-printer',
        'store',
        'waiting',
        'disk',
      ],
    ]);
    await stack.restartCore();
  },
);

it('without a configuration it says how to name one', async () => {
  const run = await tongban('doctor', '--json');
  expect([run.code, run.json()['reason']]).toEqual([2, 'usage']);
});

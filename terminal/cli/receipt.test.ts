import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ReceiptPrinterSimulator } from '@tongban/peripherals/receipt-printer/simulator';
import { temporaryFolder, tongban } from './test-support.ts';

let folder: ReturnType<typeof temporaryFolder>;
let simulator: ReceiptPrinterSimulator;
let at: string[];
beforeEach(async () => {
  folder = temporaryFolder();
  simulator = await ReceiptPrinterSimulator.start();
  at = ['--host', '127.0.0.1', '--port', String(simulator.port)];
});
afterEach(async () => {
  await simulator.close();
  folder[Symbol.dispose]();
});

function file(name: string, content: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

it('prints a slip of blocks and a file of lines, one paper each', async () => {
  const slip = file(
    'slip.json',
    JSON.stringify({ blocks: [{ type: 'title', text: '试印', look: 'frame' }] }),
  );
  const text = file('slip.txt', '第一行\n第二行');
  for (const each of [slip, text]) {
    const run = await tongban('device', 'print-receipt', each, ...at, '--json');
    expect(run.code).toBe(0);
    expect(run.json()).toEqual({ ok: true, outcome: 'printed', paperNearEnd: false });
  }
  expect(simulator.papers).toHaveLength(2);
});

it('says why nothing came out', async () => {
  simulator.runOutOfPaper();
  const run = await tongban('device', 'print-receipt', file('slip.txt', 'x'), ...at, '--json');
  expect(run.code).toBe(1);
  expect(run.json()).toEqual({
    ok: false,
    reason: 'paper-out',
    next: '装入 80 毫米热敏纸，合上盖子。',
  });
  expect(simulator.papers).toEqual([]);
});

it.each([
  ['no file', () => ['nowhere.txt']],
  ['a slip with an unknown block', () => [file('slip.json', '{"blocks":[{"type":"video"}]}')]],
  ['no operand', () => []],
  ['an option nobody knows', () => ['--nonsense']],
  ['an impossible port', () => [file('slip.txt', 'x'), '--port', '99999']],
])('does not understand %s: exit code 2 and the usage', async (_what, args) => {
  const run = await tongban('device', 'print-receipt', ...args(), '--json');
  expect(run.code).toBe(2);
  expect(run.json()).toMatchObject({ ok: false, reason: 'usage' });
  expect(String(run.json()['next'])).toContain('tongban device print-receipt FILE');
});

it('records a slip by its lengths, and replays it', async () => {
  const output = join(folder.path, 'slip.jsonl');
  const secret = 'SECRET-7';
  const run = await tongban(
    'device',
    'record',
    'receipt',
    file('s.txt', secret),
    ...at,
    '--output',
    output,
    '--json',
  );
  expect(run.json()).toMatchObject({ ok: true, outcome: 'printed' });
  const text = readFileSync(output, 'utf8');
  expect(text).toContain('"dropped":');
  expect(text).not.toContain(Buffer.from(secret).toString('hex'));
  expect((await tongban('device', 'replay', output, '--json')).json()).toMatchObject({
    ok: true,
    outcome: 'printed',
  });
  expect(simulator.papers).toHaveLength(1);
});

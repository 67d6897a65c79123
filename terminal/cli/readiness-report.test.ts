import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostOnPty, IdCardReaderSimulator } from '@tongban/peripherals/id-card-reader/simulator';
import type { PtyHost } from '@tongban/peripherals/id-card-reader/simulator';
import { ReceiptPrinterSimulator } from '@tongban/peripherals/receipt-printer/simulator';
import { temporaryFolder, tongban } from './test-support.ts';

let folder: ReturnType<typeof temporaryFolder>;
let printer: ReceiptPrinterSimulator;
let pty: PtyHost;
let devices: string[];
beforeAll(async () => {
  folder = temporaryFolder();
  const link = join(folder.path, 'tty');
  pty = await hostOnPty(new IdCardReaderSimulator(), { link });
  printer = await ReceiptPrinterSimulator.start();
  devices = ['--device', `id-card-reader=${link}`, '--device', `receipt-printer=127.0.0.1:${printer.port}`];
});
afterAll(async () => {
  await pty.close();
  await printer.close();
  folder[Symbol.dispose]();
});

it('lists the devices without opening them', async () => {
  const run = await tongban('device', 'list', ...devices, '--json');
  expect(run.json()).toMatchObject({
    ok: true,
    devices: [
      { family: 'id-card-reader' },
      { family: 'receipt-printer', capabilities: { reportsStatus: true } },
    ],
  });
});

it('a terminal whose devices are well is ready, and prints only when asked to', async () => {
  const run = await tongban('device', 'test', ...devices, '--json');
  expect([run.code, run.json()]).toMatchObject([
    0,
    { ok: true, devices: [{ healthy: true }, { healthy: true }] },
  ]);
  expect(printer.papers).toEqual([]);
  const external = await tongban('device', 'test', '--level', 'external', ...devices);
  expect(external.stdout).toContain('自检通过：2 台设备都正常。');
  expect(printer.papers).toHaveLength(1);
});

it('an open cover makes it not ready; the status tells it and does not fail', async () => {
  printer.openCover();
  const run = await tongban('device', 'test', ...devices, '--json', '--lang', 'en');
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({
    ok: false,
    reason: 'cover-open',
    next: 'Close the cover until it clicks.',
    devices: [{ healthy: true }, { healthy: false, status: 'cover-open' }],
  });
  const status = await tongban('device', 'status', ...devices);
  expect(status.code).toBe(0);
  expect(status.stdout).toContain('✗ 凭条打印机：打印机盖子没有合上。');
  printer.closeCover();
});

it('without a device it says how to name one', async () => {
  const run = await tongban('device', 'test', '--json');
  expect([run.code, run.json()['reason']]).toEqual([1, 'no-device']);
});

it('an unknown command ends with code 2 and the list of commands', async () => {
  const run = await tongban('device', 'explode', '--json');
  expect([run.code, run.json()['reason']]).toEqual([2, 'usage']);
  expect((await tongban('--help')).stdout).toContain('tongban device read id-card');
});

it('what is started by an older Node goes on with the Node of the installation', () => {
  const script = join(import.meta.dirname, 'bin/tongban.mjs');
  // Says that it is Node 20 before the script looks.
  const preload = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.0.0'})`;
  const words = execFileSync(process.execPath, ['--import', preload, script, '--help', '--lang', 'en'], {
    encoding: 'utf8',
  });
  expect(words).toContain('Tongban terminal');
});

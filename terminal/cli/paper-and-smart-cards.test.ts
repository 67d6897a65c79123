import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { IppPrinterSimulator } from '@tongban/peripherals/document-printer/simulator';
import { EsclScannerSimulator } from '@tongban/peripherals/document-scanner/simulator';
import {
  holders,
  hostOnPcscd,
  SocialSecurityCardSimulator,
} from '@tongban/peripherals/smart-card-reader/simulator';
import { temporaryFolder, tongban } from './test-support.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

it('prints a PDF over IPP, and says when there is no paper', async () => {
  const simulator = await IppPrinterSimulator.start();
  try {
    const pdf = await PDFDocument.create();
    pdf.addPage([595, 842]);
    const file = join(folder.path, 'page.pdf');
    writeFileSync(file, await pdf.save());
    const args = ['device', 'print-document', file, '--printer', simulator.url, '--json'];
    expect((await tongban(...args)).json()).toEqual({ ok: true, outcome: 'printed' });
    expect(simulator.printed).toHaveLength(1);
    writeFileSync(file, 'no PDF');
    const run = await tongban(...args);
    expect([run.code, run.json()['reason']]).toEqual([1, 'not-a-pdf']);
  } finally {
    await simulator.close();
  }
});

it('scans the glass of a network scanner to a PDF that only its owner may read', async () => {
  const simulator = await EsclScannerSimulator.start();
  try {
    simulator.putOnGlass();
    const output = join(folder.path, 'scan.pdf');
    const args = [
      'device',
      'scan',
      '--url',
      simulator.url,
      '--resolution',
      '75',
      '--output',
      output,
      '--json',
    ];
    expect((await tongban(...args)).json()).toEqual({ ok: true, pages: 1, output });
    expect(readFileSync(output).subarray(0, 5).toString()).toBe('%PDF-');
    expect(statSync(output).mode & 0o777).toBe(0o600);
    expect((await tongban(...args)).code).toBe(2);

    const empty = join(folder.path, 'empty.pdf');
    const run = await tongban(...args.slice(0, -2), empty, '--source', 'feeder', '--json');
    expect(run.json()).toMatchObject({ ok: false, reason: 'no-paper-in-feeder' });
    expect(existsSync(empty)).toBe(false);
  } finally {
    await simulator.close();
  }
});

it("scans from SANE's own test device", async () => {
  const output = join(folder.path, 'sane.pdf');
  const run = await tongban(
    'device',
    'scan',
    '--device',
    'test:0',
    '--resolution',
    '75',
    '--output',
    output,
    '--json',
  );
  expect(run.json()).toEqual({ ok: true, pages: 1, output });
  expect((await PDFDocument.load(readFileSync(output))).getPageCount()).toBe(1);
});

it('reads a social-security card through pcscd and masks it', async () => {
  const simulator = new SocialSecurityCardSimulator();
  const host = await hostOnPcscd(simulator);
  process.env['PCSCLITE_CSOCK_NAME'] = host.socket;
  try {
    const [holder] = holders;
    simulator.insertCard(holder!);
    const run = await tongban('device', 'read', 'social-security-card', '--json');
    expect(run.json()).toMatchObject({ ok: true, card: { type: 'social-security', birth: '***' } });
    const { name, idNumber } = holder!.citizen;
    for (const secret of [name, idNumber, holder!.cardNumber, holder!.cardIdentifier]) {
      expect(run.stdout + run.stderr).not.toContain(secret);
    }
  } finally {
    delete process.env['PCSCLITE_CSOCK_NAME'];
    await host.close();
  }
});

import { afterEach, expect, test } from 'vitest';
import { createDocumentPrinter } from './document-printer.ts';
import { startRig, testPdf } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

test('the bytes reach the printer as they are', async () => {
  rig = await startRig();
  const pdf = await testPdf(2);
  await rig.printer.print(pdf, { name: 'A' });
  expect(Buffer.compare(rig.simulator.printed[0]?.pdf ?? new Uint8Array(), pdf)).toBe(0);
});

test.each([true, false])('copies and both sides reach the printer (Create-Job: %s)', async (createsJobs) => {
  rig = await startRig({ simulator: { createsJobs } });
  const { printer, simulator } = rig;
  await printer.print(await testPdf(2), { name: 'A', copies: 4, duplex: true });
  await printer.print(await testPdf(2), { name: 'B' });
  expect(simulator.printed).toMatchObject([
    { copies: 4, sides: 'two-sided-long-edge', pages: 2 },
    { copies: 1, sides: 'one-sided', pages: 2 },
  ]);
});

test('a printer without duplex prints on one side; more copies than it makes are refused before anything is sent', async () => {
  rig = await startRig({ simulator: { duplex: false, maxCopies: 2 } });
  const { printer, simulator } = rig;
  expect(await printer.print(await testPdf(2), { name: 'A', duplex: true })).toEqual({ kind: 'printed' });
  expect(simulator.printed).toMatchObject([{ sides: 'one-sided' }]);
  const outcome = await printer.print(await testPdf(), { name: 'B', copies: 3 });
  expect(outcome).toEqual({ kind: 'failed', reason: 'copies-not-supported' });
  expect(simulator.jobs).toHaveLength(1);
});

test('a printer that takes no PDF: refused before anything is sent', async () => {
  rig = await startRig({ simulator: { takesPdf: false } });
  const outcome = await rig.printer.print(await testPdf(), { name: 'A' });
  expect(outcome).toEqual({ kind: 'failed', reason: 'pdf-not-supported' });
  expect(rig.simulator.jobs).toEqual([]);
});

test('a PDF that the printer cannot read: aborted, nothing left', async () => {
  rig = await startRig();
  const broken = new TextEncoder().encode('%PDF-1.7\nbroken\n%%EOF\n');
  expect(await rig.printer.print(broken, { name: 'A' })).toEqual({ kind: 'failed', reason: 'aborted' });
  expect(rig.simulator.jobs).toMatchObject([{ state: 'aborted' }]);
});

test('too large, not a PDF, or no whole number of copies', async () => {
  rig = await startRig();
  const { printer, simulator } = rig;
  const large = Buffer.concat([await testPdf(), Buffer.alloc(32 * 1024 * 1024)]);
  expect(await printer.print(large, { name: 'A' })).toEqual({ kind: 'failed', reason: 'too-large' });
  const empty = await printer.print(new Uint8Array(0), { name: 'A' });
  expect(empty).toEqual({ kind: 'failed', reason: 'not-a-pdf' });
  for (const copies of [0, -1, 1.5, NaN]) {
    await expect(printer.print(await testPdf(), { name: 'A', copies })).rejects.toThrow(RangeError);
  }
  expect(simulator.jobs).toEqual([]);
});

test('what the queue shows is cut, cleaned and never the same twice', async () => {
  rig = await startRig();
  const name = `证明\u0000\n${'长'.repeat(200)}`;
  await rig.printer.print(await testPdf(), { name });
  await rig.printer.print(await testPdf(), { name });
  const [first, second] = rig.simulator.printed.map((document) => document.name);
  expect(first).toMatch(/^证明 长{57} [0-9a-f]{8}$/);
  expect(second).not.toBe(first);
});

test('two printers do not know of each other', async () => {
  rig = await startRig();
  const other = await startRig();
  other.simulator.jam();
  await other.reaches('jam');
  const [here, there] = await Promise.all([
    rig.printer.print(await testPdf(), { name: 'A' }),
    other.printer.print(await testPdf(), { name: 'B' }),
  ]);
  await other.stop();
  expect(here).toEqual({ kind: 'printed' });
  expect(there).toEqual({ kind: 'failed', reason: 'jam' });
  expect(rig.printer.status.kind).toBe('ready');
});

test('an address that is not one of IPP', () => {
  expect(() => createDocumentPrinter({ url: 'http://localhost/' })).toThrow(TypeError);
  expect(() => createDocumentPrinter({ url: 'office' })).toThrow(TypeError);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { IppEvePrinter } from './testing/ippeveprinter.ts';
import { eventually } from './testing/processes.ts';
import { FAST, openPrinter, testPdf } from './test-support.ts';
import type { PrinterRig } from './test-support.ts';

/** A real printer over TLS, with the certificate that it made for itself. */
let part: IppEvePrinter;
let rig: PrinterRig;
beforeEach(async () => {
  part = await IppEvePrinter.start({ secure: true });
});
afterEach(async () => {
  await rig.printer.close();
  await part.stop();
});

async function open(certificate?: string): Promise<void> {
  const address = { url: part.url, owner: 'tongban-test' };
  const delays = { ...FAST, requestTimeoutMs: 3000 };
  rig = openPrinter(certificate === undefined ? address : { ...address, certificate }, delays);
}

test('its own certificate is accepted when it is the one that was set up', async () => {
  await open(await part.certificate());
  await rig.reaches('ready');
  expect(await rig.printer.print(await testPdf(), { name: 'SAFE' })).toEqual({ kind: 'printed' });
  expect(await part.printed()).toMatchObject([{ copies: 1 }]);
});

test('a certificate that nobody signed is not accepted otherwise', async () => {
  await open();
  expect(await rig.printer.print(await testPdf(), { name: 'UNSAFE' })).toEqual({
    kind: 'failed',
    reason: 'disconnected',
  });
  expect(rig.printer.status.kind).toBe('disconnected');
});

test('low toner and the last sheet reach the status, and a job that it does not let go is never called failed', async () => {
  await open(await part.certificate());
  await rig.reaches('ready');
  await part.say('STATE: toner-low,media-empty');
  expect(await rig.printer.print(await testPdf(), { name: 'LOW' })).toEqual({ kind: 'printed' });
  expect(rig.printer.status).toEqual({
    kind: 'paper-low',
    availability: 'needs-attention',
    reasons: ['media-empty-report', 'toner-low-report'],
  });
  // It stops for the next document and takes the order to cancel it, but obeys only after printing: `unknown` is the truth.
  const outcome = await rig.printer.print(await testPdf(), { name: 'NEXT' });
  expect(outcome).toEqual({ kind: 'unknown', reason: 'not-cancelled' });
  expect(rig.printer.status).toMatchObject({ kind: 'paper-out', availability: 'needs-attention' });

  await part.silence();
  await part.loadPaper();
  await eventually('paper', () => rig.printer.status.kind !== 'paper-out');
  expect(await rig.printer.print(await testPdf(), { name: 'AFTER' })).toEqual({ kind: 'printed' });
  expect((await part.printed()).map(({ name }) => name.split(' ')[0])).toEqual(['LOW', 'NEXT', 'AFTER']);
});

test('its print command fails: failed, never called printed', async () => {
  await open(await part.certificate());
  await rig.reaches('ready');
  await part.failJobs();
  expect(await rig.printer.print(await testPdf(), { name: 'FAILS' })).toEqual({
    kind: 'failed',
    reason: 'aborted',
  });
});

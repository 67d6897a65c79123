import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { IppPrinter } from '../driver.ts';
import { IppClient } from '../ipp-client.ts';
import type { DocumentPrinterCapabilities, DocumentPrintOutcome, DocumentPrinterDelays } from '../index.ts';
import { FAST, openPrinter, testPdf } from '../test-support.ts';
import type { PrinterRig } from '../test-support.ts';
import { eventually } from './processes.ts';

/** A printer or queue of any make, as the contract needs it. */
export interface PrinterUnderTest {
  readonly url: string;
  readonly capabilities: DocumentPrinterCapabilities;
  /** How a document that came out ends here. */
  readonly success: DocumentPrintOutcome;
  /** What came out so far whose job name begins with `title`. */
  printed(title: string): Promise<readonly { readonly copies: number; readonly sides: string }[]>;
  /** How a document ends that does not come out while the printer is held. */
  readonly stuck: DocumentPrintOutcome;
  /** From now on no job ends. */
  hold(): Promise<void> | void;
  release(): Promise<void> | void;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  stop(): Promise<void>;
}

/** Real parts take their time. */
const DELAYS: DocumentPrinterDelays = {
  ...FAST,
  requestTimeoutMs: 3000,
  sendTimeoutMs: 5000,
  jobTimeoutMs: 15_000,
  cancelTimeoutMs: 5000,
};

/** Under this name the suite's jobs stand in the queue. */
export const OWNER = 'tongban-contract';

/** What each document printer does, whoever made it: one suite for the simulator and the real ones. */
export function describePrinterContract(start: () => Promise<PrinterUnderTest>): void {
  let part: PrinterUnderTest;
  let rig: PrinterRig;
  beforeAll(async () => {
    part = await start();
  });
  afterEach(() => rig.printer.close());
  afterAll(() => part.stop());

  async function ready(delays: Partial<DocumentPrinterDelays> = {}): Promise<void> {
    rig = openPrinter({ url: part.url, owner: OWNER }, { ...DELAYS, ...delays });
    await rig.reaches('ready');
  }

  async function queued(): Promise<number> {
    const client = new IppClient(part.url);
    const jobs = await new IppPrinter(client, OWNER, DELAYS, new AbortController().signal).ownJobs();
    if (!jobs.ok) throw new Error('no list of jobs');
    return jobs.value.length;
  }

  test('is ready and knows what it can do', async () => {
    await ready();
    expect(rig.printer.capabilities).toEqual(part.capabilities);
    expect(rig.printer.status).toEqual({ kind: 'ready', availability: 'ready', reasons: [] });
  });

  test('a document comes out once', async () => {
    await ready();
    expect(await rig.printer.print(await testPdf(), { name: 'ONE' })).toEqual(part.success);
    expect(await part.printed('ONE')).toHaveLength(1);
    expect(await queued()).toBe(0);
  });

  test('copies and both sides reach the printer', async () => {
    await ready();
    const pdf = await testPdf(2);
    expect(await rig.printer.print(pdf, { name: 'MANY', copies: 3, duplex: true })).toEqual(part.success);
    const sides = part.capabilities.duplex ? 'two-sided-long-edge' : 'one-sided';
    expect(await part.printed('MANY')).toMatchObject([{ copies: 3, sides }]);
  });

  test('documents that are asked for at once come out one after the other', async () => {
    await ready();
    const pdf = await testPdf();
    const outcomes = await Promise.all(['BOTHA', 'BOTHB'].map((name) => rig.printer.print(pdf, { name })));
    expect(outcomes).toEqual([part.success, part.success]);
    expect(await part.printed('BOTH')).toHaveLength(2);
  });

  test('what is no whole PDF is not sent', async () => {
    await ready();
    const pdf = await testPdf();
    const notPdf = { kind: 'failed', reason: 'not-a-pdf' };
    expect(await rig.printer.print(new TextEncoder().encode('<html>'), { name: 'NOT' })).toEqual(notPdf);
    expect(await rig.printer.print(pdf.subarray(0, -10), { name: 'NOT' })).toEqual(notPdf);
    expect(await part.printed('NOT')).toEqual([]);
    expect(await queued()).toBe(0);
  });

  test('a job that does not move is given up and leaves nothing in the queue', async () => {
    await ready({ jobTimeoutMs: 300, cancelTimeoutMs: 300 });
    await part.hold();
    expect(await rig.printer.print(await testPdf(), { name: 'STUCK' })).toEqual(part.stuck);
    await part.release();
    await eventually('an empty queue', async () => (await queued()) === 0);
    await rig.reaches('ready');
  });

  test('gone and back: a status, not an exception, and it prints again', async () => {
    await ready();
    await part.unplug();
    await rig.reaches('disconnected');
    expect(rig.printer.status.availability).toBe('offline');
    const away = await rig.printer.print(await testPdf(), { name: 'AWAY' });
    expect(away).toEqual({ kind: 'failed', reason: 'disconnected' });
    await part.plugIn();
    await rig.reaches('ready');
    expect(await part.printed('AWAY')).toEqual([]);
    expect(await rig.printer.print(await testPdf(), { name: 'AGAIN' })).toEqual(part.success);
    expect(await part.printed('AGAIN')).toHaveLength(1);
  });
}

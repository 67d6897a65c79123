import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { simulatorReaches, testPdf } from '../test-support.ts';
import { IppPrinterSimulator } from './index.ts';

/** CUPS' own client is the judge: Debian package cups-ipp-utils. */
const IPPTOOL = '/usr/bin/ipptool';
let folder: string;
let simulator: IppPrinterSimulator;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tongban-ipptool-'));
  await writeFile(join(folder, 'test.pdf'), await testPdf(2));
});
beforeEach(async () => {
  simulator = await IppPrinterSimulator.start();
});
afterEach(() => simulator.close());
afterAll(() => rm(folder, { recursive: true }));

async function ipptool(name: string): Promise<string> {
  try {
    const args = ['-t', '-v', '-f', join(folder, 'test.pdf'), simulator.url, name];
    return (await promisify(execFile)(IPPTOOL, args)).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`${IPPTOOL} is missing: install the Debian package cups-ipp-utils`, { cause: error });
  }
}

test.each([
  'get-printer-attributes.test',
  'validate-job.test',
  'print-job.test',
  'create-job.test',
  'get-jobs.test',
  'get-completed-jobs.test',
])('a client of CUPS finds nothing wrong: %s', async (name) => {
  expect(await ipptool(name)).toContain('[PASS]');
});

test('what a client of CUPS prints comes out', async () => {
  await ipptool('print-job.test');
  await simulatorReaches(simulator, () => simulator.printed.length > 0);
  expect(simulator.printed.at(-1)).toMatchObject({ pages: 2, copies: 1 });
});

test('out of paper the job waits, and goes on after the refill', async () => {
  simulator.runOutOfPaper({ afterPages: 1 });
  await ipptool('print-job.test');
  await simulatorReaches(simulator, () => simulator.jobs.at(-1)?.state === 'processing-stopped');
  expect(simulator.jobs.at(-1)).toMatchObject({ pagesOut: 1 });
  expect(await ipptool('get-printer-attributes.test')).toMatch(/printer-state \(enum\) = stopped/);
  simulator.loadPaper();
  await simulatorReaches(simulator, () => simulator.jobs.at(-1)?.state === 'completed');
  expect(simulator.printed).toHaveLength(1);
});

test('unplugged: the queue is lost, and it is back at the same address', async () => {
  const { url } = simulator;
  simulator.jam();
  await ipptool('print-job.test');
  await simulator.unplug();
  await expect(ipptool('get-printer-attributes.test')).rejects.toThrow();
  simulator.clearJam();
  await simulator.plugIn();
  expect(simulator.url).toBe(url);
  expect(simulator.jobs).toEqual([]);
  expect(await ipptool('get-printer-attributes.test')).toContain('[PASS]');
});

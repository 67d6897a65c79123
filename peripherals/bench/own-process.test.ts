import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from './test-support.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

let folder: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tongban-bench-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function start(argument: string): ChildProcess {
  child = fork(MAIN, [argument], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  return child;
}

function options(): string {
  return JSON.stringify({
    port: 0,
    folder,
    devices: 'all',
    platformUrl: 'http://127.0.0.1:9',
    networkPort: 0,
  });
}

/** Processes whose command line names this test's folder, as socat's does. */
async function processesOfThisTest(): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    // A process may end between the two looks; then it is not there.
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(folder)) found.push(line);
  }
  return found;
}

test.each([
  ['SIGTERM', (process: ChildProcess) => process.kill('SIGTERM')],
  ['its parent gone', (process: ChildProcess) => process.disconnect()],
])('ready with its addresses; ended by %s it leaves nothing behind', async (_how, end) => {
  const process = start(options());
  const ready = await new Promise<Record<string, unknown>>((resolve) => process.once('message', resolve));
  expect(ready).toEqual({
    ready: true,
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    networkPort: expect.any(Number),
    devices: expect.objectContaining({
      idCardReader: { line: { type: 'serial', path: join(folder, 'id-card-reader') } },
      receiptPrinter: { line: { type: 'tcp', host: '127.0.0.1', port: expect.any(Number) } },
      codeScanner: {
        connection: 'serial',
        model: 'newland',
        line: { type: 'serial', path: join(folder, 'code-scanner') },
      },
    }),
    environment: { PCSCLITE_CSOCK_NAME: expect.stringMatching(/^\//) },
    videoFile: join(folder, 'camera.mjpeg'),
  });
  expect(existsSync(join(folder, 'id-card-reader'))).toBe(true);
  expect((await processesOfThisTest()).some((line) => line.includes('socat'))).toBe(true);
  // Somebody watches the page meanwhile.
  const { PCSCLITE_CSOCK_NAME: pcscd } = ready['environment'] as { PCSCLITE_CSOCK_NAME: string };
  expect(existsSync(pcscd)).toBe(true);
  const events = await fetch(new URL('/api/events', String(ready['url'])));
  const ended = new Promise<number | null>((resolve) => process.once('exit', resolve));
  end(process);
  expect(await ended).toBe(0);
  await expect(events.text()).rejects.toThrow();
  await eventually(processesOfThisTest).toEqual([]);
  expect(existsSync(join(folder, 'id-card-reader'))).toBe(false);
  expect(existsSync(dirname(pcscd))).toBe(false);
});

test.each(['', '{', '{"port":0}', '{"port":70000}'])(
  'started with %j it says what is wrong and ends',
  async (argument) => {
    const process = start(argument);
    let said = '';
    process.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    expect(await new Promise<number | null>((resolve) => process.once('close', resolve))).toBe(2);
    expect(said).toContain('one JSON argument');
  },
);

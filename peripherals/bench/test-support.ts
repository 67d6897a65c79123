import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright';
import { expect } from 'vitest';
import { createReceiptPrinter, RASTER_80MM } from '../receipt-printer/index.ts';
import { createTcpTransport } from '../transport/index.ts';
import { startBench, type Bench, type BenchOptions } from './bench.ts';
import type { LiveScreenSource } from './live-screen.ts';

export interface BenchUnderTest {
  readonly bench: Bench;
  /** Where the reader's serial port appears. */
  readonly link: string;
  readonly receiptPrinterPort: number;
  stop(): Promise<void>;
}

/** A bench on free ports, before a platform that answers 200 to everything. */
export async function startBenchUnderTest({
  devices = 'main',
  screen,
}: { devices?: BenchOptions['devices']; screen?: LiveScreenSource } = {}): Promise<BenchUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'tongban-bench-'));
  const platform = createServer((_incoming, answer) => answer.end('platform'));
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const bench = await startBench({
    port: 0,
    folder,
    devices,
    platformUrl: `http://127.0.0.1:${(platform.address() as AddressInfo).port}`,
    networkPort: 0,
    screen,
  });
  const { line } = bench.devices.receiptPrinter;
  if (line.type !== 'tcp') throw new Error('the receipt printer of the bench is on TCP');
  return {
    bench,
    link: join(folder, 'id-card-reader'),
    receiptPrinterPort: line.port ?? 0,
    async stop() {
      await bench.close();
      platform.closeAllConnections();
      await new Promise((resolve) => platform.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const EVENTUALLY_TIMEOUT_MS = 10_000;

/** Looks again and again until it is as expected. */
export function eventually<T>(look: () => T) {
  return expect.poll(look, { timeout: EVENTUALLY_TIMEOUT_MS, interval: 25 });
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request with any header at all, Host too, which fetch does not allow. */
export function send(
  bench: Bench,
  path: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: object; body?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, bench.url),
      { method, headers: { ...headers }, agent: false },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A call as the page makes it. */
export function call(bench: Bench, device: string, body: unknown): Promise<RawAnswer> {
  const headers = { 'content-type': 'application/json' };
  return send(bench, `/api/${device}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Moves a device as the page does; fails when the bench refuses. */
export async function move(bench: Bench, device: string, body: unknown): Promise<void> {
  const answer = await call(bench, device, body);
  expect([answer.status, answer.body.toString()]).toEqual([204, '']);
}

/** Prints one line, and a code, with the product's own driver; answers how that ended. */
export async function printSlip(port: number, text: string, code?: string): Promise<string> {
  const printer = createReceiptPrinter({
    openTransport: () => createTcpTransport({ host: '127.0.0.1', port }),
    profile: RASTER_80MM,
  });
  const connected = new Promise<void>((resolve) => {
    printer.onStatus(({ kind }) => {
      if (kind !== 'disconnected') resolve();
    });
  });
  printer.open();
  await connected;
  const outcome = await printer.print({
    blocks: [
      { type: 'title', text, look: 'band' },
      ...(code === undefined ? [] : [{ type: 'qr', text: code, caption: text } as const]),
    ],
  });
  await printer.close();
  return outcome.kind;
}

export interface DisplayUnderTest {
  readonly source: LiveScreenSource;
  /** Runs a program of X11 on this display; answers what it printed. */
  run(program: string, args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** A real Xvfb of this size in pixels. */
export async function startDisplayUnderTest(size: {
  width: number;
  height: number;
}): Promise<DisplayUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'tongban-screen-'));
  // Xvfb takes a free display and writes its number when it is ready; without -noreset the screen would be cleared
  // whenever the last program on it ends.
  const picture = ['-screen', '0', `${size.width}x${size.height}x24`, '-fbdir', folder];
  const xvfb = spawn('Xvfb', ['-displayfd', '1', ...picture, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => xvfb.once('exit', resolve));
  const display = await new Promise<string>((resolve, reject) => {
    xvfb.once('error', reject);
    xvfb.once('exit', () => reject(new Error('Xvfb ended before it was ready')));
    xvfb.stdout.once('data', (line: Buffer) => resolve(`:${line.toString().trim()}`));
  });
  return {
    source: { framebufferFile: join(folder, 'Xvfb_screen0'), display },
    async run(program, args) {
      const env = { ...process.env, DISPLAY: display };
      return (await promisify(execFile)(program, args, { env })).stdout;
    },
    async stop() {
      xvfb.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

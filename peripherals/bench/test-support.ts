import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReceiptPrinter, RASTER_80MM } from '../receipt-printer/index.ts';
import { createTcpTransport } from '../transport/index.ts';
import { startBench, type Bench } from './bench.ts';

export interface BenchUnderTest {
  readonly bench: Bench;
  /** Where the reader's serial port appears. */
  readonly link: string;
  stop(): Promise<void>;
}

/** A bench on free ports, before a platform that answers 200 to everything. */
export async function startBenchUnderTest(): Promise<BenchUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'tongban-bench-'));
  const platform = createServer((_incoming, answer) => answer.end('platform'));
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const link = join(folder, 'id-card-reader');
  const bench = await startBench({
    port: 0,
    idCardReaderLink: link,
    receiptPrinterPort: 0,
    platformUrl: `http://127.0.0.1:${(platform.address() as AddressInfo).port}`,
    networkPort: 0,
  });
  return {
    bench,
    link,
    async stop() {
      await bench.close();
      platform.closeAllConnections();
      await new Promise((resolve) => platform.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
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

/** Prints one line with the product's own driver; answers how that ended. */
export async function printSlip(port: number, text: string): Promise<string> {
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
  const outcome = await printer.print({ blocks: [{ type: 'title', text, look: 'band' }] });
  await printer.close();
  return outcome.kind;
}

import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import type { PlatformApi } from '../../sync/client/api.ts';
import { deliver } from '../../sync/client/deliver.ts';
import { openSync } from '../../sync/client/sync.ts';
import { importReceiptKey } from '../../sync/client/verify-receipt.ts';
import { importRequestKey, operations, stringToSign, type RequestKey } from '../../sync/contract/index.ts';
import { SubmissionStore } from '../../sync/submissions/store.ts';
import { terminal } from '../../sync/testing/fixed.ts';
import { citizen, inputOf, promisedMatter } from '../../sync/testing/test-matters.ts';
import { median, ratio, rate, type Result } from '../result.ts';
import { startPlatform, type BenchPlatform } from './platform.ts';

const RUNS = Number(process.env['TONGBAN_BENCH_HTTP_RUNS'] ?? 11);
const DRAINED = Number(process.env['TONGBAN_BENCH_HTTP'] ?? 1000);
const IN_FLIGHT = 64;
const APP_ID = 'tongban-terminal';
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';

/**
 * Draining over HTTP to the sandbox in another process: the whole sync, against a loop that posts the very same
 * requests and does nothing else. Six requests a submission, signed, 64 submissions in flight; both in turn within each
 * run, whose ratio is of that run, and the median over the runs.
 */
export async function measureDrainOverHttp(): Promise<readonly Result[]> {
  const place = mkdtempSync(join(tmpdir(), 'bench-http-'));
  const platform = await startPlatform(place);
  try {
    const product: number[] = [];
    const raw: number[] = [];
    for (let run = -1; run < RUNS; run++) {
      const filled = await fill(join(place, `${run}-product`), platform);
      const bare = await recordRequests(await fill(join(place, `${run}-raw`), platform), platform);
      // By turns first: the sandbox keeps all that it is told.
      const isFirst = run % 2 === 0;
      const before = isFirst ? await drain(filled, platform) : null;
      const limit = await post(bare, platform);
      const pace = before ?? (await drain(filled, platform));
      // The first run warms the sandbox up.
      if (run < 0) continue;
      product.push(pace);
      raw.push(limit);
    }
    const ratios = product.map((pace, run) => pace / (raw[run] ?? NaN));
    return [
      ratio('drain-over-http-vs-undici-loop', median(ratios), 0.8, 'higher'),
      rate('drain-over-http', median(product)),
      rate('drain-over-http-undici-loop', median(raw)),
    ];
  } finally {
    await platform.stop();
    rmSync(place, { recursive: true });
  }
}

function optionsOf(dataFolder: string, platform: BenchPlatform, url: string): Parameters<typeof openSync>[0] {
  const { keys, requestKey } = platform;
  return {
    ...{ dataFolder, terminal, inFlight: IN_FLIGHT, platform: { url, ...keys, requestKey } },
    log: () => undefined,
  };
}

/** A store of sealed submissions, each with a form of about 2 KiB and the paper that its matter wants. */
async function fill(folder: string, platform: BenchPlatform): Promise<string> {
  const sync = await openSync(optionsOf(folder, platform, NOWHERE));
  const form = { name: citizen.name, idNumber: citizen.idNumber, phone: citizen.phone };
  for (let at = 0; at < DRAINED; at += 50) {
    const some = Array.from({ length: Math.min(50, DRAINED - at) }, () =>
      sync.submit(inputOf(randomUUID(), { matter: promisedMatter, form })),
    );
    await Promise.all(some);
  }
  await sync.close();
  return folder;
}

/** @returns submissions that were accepted, a second */
async function drain(folder: string, platform: BenchPlatform): Promise<number> {
  const sync = await openSync(optionsOf(folder, platform, platform.url));
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (sync.heldCount > 0) return;
      stop();
      resolve();
    };
    const stop = sync.onChange(look);
    look();
  });
  const ms = performance.now() - begun;
  await sync.close();
  return (DRAINED / ms) * 1000;
}

interface RecordedRequest {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly idempotencyKey: string;
}

/** Stand for what the platform answers; the loop fills them in. */
const NUMBER = 'NUMBER-OF-THE-PLATFORM';
const UPLOAD = 'UPLOAD-OF-THE-PLATFORM';

/** What the product sends for each submission of a store, step by step, as `deliver` says it to a platform. */
async function recordRequests(folder: string, platform: BenchPlatform): Promise<RecordedRequest[][]> {
  const store = new SubmissionStore(folder, terminal.terminalId);
  const receiptKey = await importReceiptKey(platform.keys.receiptKey);
  const all: RecordedRequest[][] = [];
  for (const id of store.outbox()) {
    const requests: RecordedRequest[] = [];
    const answers: Readonly<Record<string, unknown>> = {
      getApplyNo: { applyNo: NUMBER },
      uploadApplyStuff: { complete: false, uploadId: UPLOAD, chunkBytes: 1 << 20, received: [] },
      submitApplyInfo: { receipt: '' },
    };
    const call = (name: keyof typeof operations, { path = {}, ...rest }: Recordable): Promise<unknown> => {
      const { method, path: template } = operations[name];
      const filled = template.replaceAll(/\{([A-Za-z]+)\}/g, (_, each: string) => String(path[each]));
      const body = rest.bytes ?? JSON.stringify(rest.body);
      requests.push({ name, method, path: filled, body, idempotencyKey: id });
      return Promise.resolve({ kind: 'answer', value: answers[name] ?? {} });
    };
    const submission = await store.sendable(id);
    if (!submission) throw new Error('a submission is not what was sealed');
    await deliver(submission, {
      ...{ api: { call } as unknown as Pick<PlatformApi, 'call'>, receiptKey, ...terminal, timeoutMs: 0 },
      onNumber: () => Promise.resolve(),
    });
    all.push(requests);
  }
  store.close();
  return all;
}

interface Recordable {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
}

/** The limit: undici in a loop. @returns submissions a second */
async function post(all: readonly RecordedRequest[][], { url, requestKey }: BenchPlatform): Promise<number> {
  const key = importRequestKey(requestKey);
  const agent = new Agent({ connections: IN_FLIGHT, pipelining: 1 });
  let next = 0;
  const work = async (): Promise<void> => {
    for (let requests = all[next++]; requests; requests = all[next++]) {
      let [applyNo, uploadId] = ['', ''];
      for (const each of requests) {
        const path = each.path.replace(NUMBER, encodeURIComponent(applyNo)).replace(UPLOAD, uploadId);
        const { statusCode, body } = await request(url + path, {
          ...{ method: each.method, body: each.body, dispatcher: agent },
          headers: headersOf(each, path, key),
        });
        const text = await body.text();
        if (statusCode !== 200) throw new Error(`${each.name}: ${statusCode} ${text}`);
        if (each.name === 'getApplyNo') ({ applyNo } = JSON.parse(text) as { applyNo: string });
        if (each.name === 'uploadApplyStuff') ({ uploadId } = JSON.parse(text) as { uploadId: string });
      }
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  const ms = performance.now() - begun;
  await agent.close();
  return (DRAINED / ms) * 1000;
}

function headersOf(
  { name, method, body, idempotencyKey }: RecordedRequest,
  path: string,
  key: RequestKey,
): Record<string, string> {
  const timestamp = String(Date.now());
  const nonce = randomBytes(16).toString('base64url');
  const signed = { method, path, query: {}, appId: APP_ID, timestamp, nonce, idempotencyKey, body };
  const { legacyName } = operations[name as keyof typeof operations];
  return {
    ...{ 'x-app-id': APP_ID, 'x-api-name': legacyName ?? name, 'x-terminal-id': terminal.terminalId },
    ...{ 'x-request-id': randomUUID(), 'idempotency-key': idempotencyKey },
    'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
    ...{ 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature-alg': key.algorithm },
    'x-signature': key.sign(stringToSign({ ...signed, terminalId: terminal.terminalId })),
  };
}

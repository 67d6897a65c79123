import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, send, startBenchUnderTest, type BenchUnderTest, type RawAnswer } from './test-support.ts';

let under: BenchUnderTest;
let before: string;
beforeAll(async () => {
  under = await startBenchUnderTest();
  before = JSON.stringify(under.bench.state());
});
afterAll(async () => {
  await under.stop();
});

const JSON_TYPE = { 'content-type': 'application/json' };
const UNPLUG = '{"verb":"unplug"}';

/** Refused with a sentence, and nothing has moved. */
function refused(answer: RawAnswer, status: number): void {
  expect(answer.status).toBe(status);
  const { error } = JSON.parse(answer.body.toString()) as { error: string };
  expect(error.split(' ').length).toBeGreaterThan(3);
  expect(JSON.stringify(under.bench.state())).toBe(before);
}

describe('calls that are not understood', () => {
  test.each([
    ['id-card-reader', { verb: 'explode' }],
    ['id-card-reader', { verb: 'place-card' }],
    ['id-card-reader', { verb: 'place-card', citizen: 'nobody' }],
    ['id-card-reader', { verb: 'fail-next', kind: 'no-such-fault' }],
    ['id-card-reader', { verb: 'unplug', extra: 1 }],
    ['id-card-reader', 'unplug'],
    ['id-card-reader', null],
    ['receipt-printer', { verb: 'fail-next' }],
    ['receipt-printer', { verb: 'burn' }],
    ['receipt-printer', []],
    ['network', { verb: 'slow' }],
    ['network', {}],
  ])('%s %j is 400', async (device, body) => {
    refused(await call(under.bench, device, body), 400);
  });

  test('a body that is not JSON is 400', async () => {
    const answer = await send(under.bench, '/api/network', {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{"verb":',
    });
    refused(answer, 400);
  });

  test('a body of 5,000 bytes is 413', async () => {
    const body = JSON.stringify({ verb: 'unplug', filler: 'x'.repeat(5_000) });
    refused(await send(under.bench, '/api/network', { method: 'POST', headers: JSON_TYPE, body }), 413);
  });

  test('unknown devices, methods and files', async () => {
    refused(await call(under.bench, 'document-scanner', { verb: 'unplug' }), 404);
    refused(
      await send(under.bench, '/api/network', { method: 'PUT', headers: JSON_TYPE, body: UNPLUG }),
      405,
    );
    refused(await send(under.bench, '/bench.ts'), 404);
    refused(await send(under.bench, '/..%2f..%2fpackage.json'), 404);
  });

  test('a touch or a picture where there is no frame buffer', async () => {
    refused(await call(under.bench, 'screen/tap', { x: 1, y: 1 }), 404);
    refused(await send(under.bench, '/api/screen.jpg'), 404);
  });
});

describe('calls from elsewhere in the same browser', () => {
  test('a name of somebody else that points to this machine is 403', async () => {
    for (const path of ['/', '/api/state', '/api/events']) {
      refused(await send(under.bench, path, { headers: { host: 'rebound.example' } }), 403);
    }
    const headers = { ...JSON_TYPE, host: `rebound.example:${new URL(under.bench.url).port}` };
    refused(await send(under.bench, '/api/id-card-reader', { method: 'POST', headers, body: UNPLUG }), 403);
  });

  test('a page of another origin is 403', async () => {
    const headers = { ...JSON_TYPE, origin: 'http://127.0.0.1:9' };
    refused(await send(under.bench, '/api/id-card-reader', { method: 'POST', headers, body: UNPLUG }), 403);
  });

  test('what a form can send without being asked first is 415', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/plain; application/json']) {
      const headers = { 'content-type': type };
      refused(await send(under.bench, '/api/id-card-reader', { method: 'POST', headers, body: UNPLUG }), 415);
    }
  });

  test('localhost is the same machine, and no answer allows another origin to read it', async () => {
    const headers = { host: `localhost:${new URL(under.bench.url).port}` };
    const answer = await send(under.bench, '/', { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['content-security-policy']).not.toContain('unsafe');
  });
});

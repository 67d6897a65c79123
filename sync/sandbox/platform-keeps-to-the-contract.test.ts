import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { envelopeAad, problemSchema, sha256Hex, type EnvelopeBinding } from '../contract/index.ts';
import { importPlatformKey, seal } from '../submissions/seal.ts';
import { startLine, type Line } from '../testing/line.ts';
import { citizen, promisedMatter } from '../testing/test-matters.ts';

const { handleItem, version } = promisedMatter;
let line: Line;
beforeEach(async () => {
  line = await startLine();
});

interface Answered {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

async function send(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const binary = body instanceof Uint8Array;
  const response = await fetch(line.sandbox.url + path, {
    method,
    headers: {
      ...{ 'x-app-id': 'test', 'x-terminal-id': 'T-1', 'x-timestamp': String(Date.now()) },
      ...{ 'x-request-id': randomUUID(), 'idempotency-key': 'key-for-the-test' },
      'content-type': binary ? 'application/octet-stream' : 'application/json',
      ...headers,
    },
    body: binary ? Buffer.from(body) : JSON.stringify(body),
  });
  const json = (await response.json()) as Record<string, unknown>;
  if (response.status >= 400) expect(problemSchema.parse(json).status).toBe(response.status);
  return { status: response.status, json };
}

async function sealed(
  plaintext: string,
  part: EnvelopeBinding['part'] = 'form',
  idempotencyKey = 'key-for-the-test',
) {
  const key = await importPlatformKey(line.sandbox.keys.encryptionKey);
  return seal(Buffer.from(plaintext), { idempotencyKey, handleItem, version, part }, key, null);
}

async function application(envelope: string): Promise<Record<string, unknown>> {
  return {
    ...{ handleItem, version, channel: 'KIOSK', terminalId: 'T-1', siteCode: '1', tempNo: 'T1', envelope },
    capturedAt: '2026-02-13T01:30:00.000Z',
  };
}

const goodForm = JSON.stringify({
  form: { name: citizen.name, idNumber: citizen.idNumber, phone: citizen.phone },
  language: 'zh-CN',
});

async function numbered(): Promise<string> {
  return String((await send('POST', '/v1/apply-numbers', { handleItem, version })).json['applyNo']);
}

describe('the sandbox platform', () => {
  it('answers the same number for the same key, and refuses the key for anything else', async () => {
    const applyNo = await numbered();
    expect(applyNo).toMatch(/^SQ\d{14}$/);
    expect(await numbered()).toBe(applyNo);
    const other = await send('POST', '/v1/apply-numbers', { handleItem, version: '2026.2' });
    expect(other).toMatchObject({ status: 409, json: { code: 'IDEMPOTENCY_CONFLICT' } });
    const { envelope } = await sealed(goodForm);
    const body = await application(envelope);
    expect((await send('PUT', `/v1/applications/${applyNo}`, body)).status).toBe(200);
    expect((await send('PUT', `/v1/applications/${applyNo}`, body)).status).toBe(200);
    const changed = await send('PUT', `/v1/applications/${applyNo}`, { ...body, tempNo: 'T2' });
    expect(changed).toMatchObject({ status: 409, json: { code: 'IDEMPOTENCY_CONFLICT' } });
    const otherKey = await send('PUT', `/v1/applications/${applyNo}`, body, {
      'idempotency-key': 'another-key',
    });
    expect(otherKey).toMatchObject({ status: 409, json: { code: 'IDEMPOTENCY_CONFLICT' } });
  });

  it('checks the hash of an upload, and takes the right chunks afterwards', async () => {
    const applyNo = await numbered();
    const { envelope, sha256 } = await sealed('x'.repeat(300_000), 'material:CARD-01');
    const bytes = Buffer.from(envelope);
    const declared = { code: 'CARD-01', stuffType: 0, mediaType: 'image/png', size: bytes.length, sha256 };
    const upload = (await send('POST', `/v1/applications/${applyNo}/materials`, declared)).json;
    const chunkBytes = Number(upload['chunkBytes']);
    const put = (chunk: number, part: Uint8Array) =>
      send('PUT', `/v1/uploads/${String(upload['uploadId'])}/chunks/${chunk}`, part);
    const complete = () => send('POST', `/v1/uploads/${String(upload['uploadId'])}/complete`, {});
    await put(0, bytes.subarray(0, chunkBytes));
    await put(1, Buffer.alloc(bytes.length - chunkBytes));
    expect(await complete()).toMatchObject({
      status: 422,
      json: { code: 'HASH_MISMATCH', field: 'CARD-01' },
    });
    await put(0, bytes.subarray(0, chunkBytes));
    const again = await send('POST', `/v1/applications/${applyNo}/materials`, declared);
    expect(again.json).toMatchObject({ received: [0], complete: false });
    await put(1, bytes.subarray(chunkBytes));
    expect(await complete()).toEqual({ status: 200, json: { sha256 } });
    expect(await complete()).toEqual({ status: 200, json: { sha256 } });
    expect(await put(9, Buffer.from('x'))).toMatchObject({ status: 400, json: { code: 'BODY_INVALID' } });
  });

  it('opens an envelope only in the place that it was sealed for', async () => {
    const applyNo = await numbered();
    const elsewhere = await sealed(goodForm, 'form', 'key-of-another-one');
    const moved = { ...(JSON.parse(elsewhere.envelope) as object) } as Record<string, unknown>;
    const place = { idempotencyKey: 'key-for-the-test', handleItem, version, part: 'form' as const };
    moved['aad'] = Buffer.from(envelopeAad(place)).toString('base64url');
    for (const envelope of [
      elsewhere.envelope,
      JSON.stringify(moved),
      'no envelope',
      '{}',
      (await sealed('[]')).envelope,
    ]) {
      const answer = await send('PUT', `/v1/applications/${applyNo}`, await application(envelope));
      expect(answer).toMatchObject({ status: 422, json: { code: 'ENVELOPE_UNREADABLE', field: 'form' } });
    }
  });

  it.each([
    ['x-terminal-id', { 'x-terminal-id': '' }],
    ['x-timestamp', { 'x-timestamp': 'now' }],
    ['x-request-id', { 'x-request-id': '1' }],
    ['idempotency-key', { 'idempotency-key': 'short' }],
  ])('names the header %s when it does not fit', async (field, headers) => {
    const answer = await send(
      'POST',
      '/v1/apply-numbers',
      { handleItem, version },
      headers as Record<string, string>,
    );
    expect(answer).toMatchObject({ status: 400, json: { code: 'HEADER_INVALID', field } });
  });

  it('refuses bodies that are no JSON, have members too many or are too long, and says no value', async () => {
    const more = await send('POST', '/v1/apply-numbers', { handleItem, version, name: citizen.name });
    expect(more).toMatchObject({ status: 400, json: { code: 'BODY_INVALID' } });
    expect(JSON.stringify(more)).not.toContain(citizen.name);
    const wrong = await send('POST', '/v1/apply-numbers', { handleItem: citizen.idNumber, version });
    expect(wrong).toMatchObject({ status: 400, json: { code: 'BODY_INVALID', field: 'handleItem' } });
    expect(JSON.stringify(wrong)).not.toContain(citizen.idNumber);
    const noJson = await send('POST', '/v1/apply-numbers', Buffer.from('{'), {
      'content-type': 'application/json',
    });
    expect(noJson).toMatchObject({ status: 400, json: { code: 'BODY_INVALID' } });
    const long = await send('PUT', '/v1/uploads/u/chunks/0', Buffer.alloc(3 * 1024 * 1024));
    expect(long).toMatchObject({ status: 413, json: { code: 'BODY_INVALID' } });
  });

  it('accepts nothing whose digest is not that of what it received', async () => {
    const applyNo = await numbered();
    const { envelope, sha256 } = await sealed(goodForm);
    await send('PUT', `/v1/applications/${applyNo}`, await application(envelope));
    const digest = sha256Hex(sha256);
    const early = await send('POST', `/v1/applications/${applyNo}/submit`, { digest });
    expect(early).toMatchObject({ status: 422, json: { code: 'MATERIAL_MISSING', field: 'CARD-01' } });
    const material = await sealed('scan', 'material:CARD-01');
    const size = Buffer.byteLength(material.envelope);
    const declared = { code: 'CARD-01', stuffType: 0, mediaType: 'image/png', size, sha256: material.sha256 };
    const upload = (await send('POST', `/v1/applications/${applyNo}/materials`, declared)).json;
    await send('PUT', `/v1/uploads/${String(upload['uploadId'])}/chunks/0`, Buffer.from(material.envelope));
    await send('POST', `/v1/uploads/${String(upload['uploadId'])}/complete`, {});
    const wrong = await send('POST', `/v1/applications/${applyNo}/submit`, { digest });
    expect(wrong).toMatchObject({ status: 422, json: { code: 'HASH_MISMATCH', field: 'digest' } });
    expect(line.sandbox.applications()).toMatchObject([{ state: 'saved', receivedAt: null, submits: 0 }]);
  });
});

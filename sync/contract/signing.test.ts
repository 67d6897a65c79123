import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { generateSm2Key } from '../crypto/shangmi/sm2.ts';
import { importRequestKey, requestKeySchema, sortedQuery, stringToSign } from './signing.ts';

const vectors = z
  .object({
    vectors: z.array(
      z.object({
        name: z.string(),
        key: requestKeySchema,
        request: z.object({
          ...{ method: z.string(), path: z.string(), query: z.record(z.string(), z.string()) },
          ...{ appId: z.string(), terminalId: z.string(), timestamp: z.string(), nonce: z.string() },
          ...{ idempotencyKey: z.string(), body: z.string() },
        }),
        stringToSign: z.string(),
        signature: z.string(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('./signing-vectors.json', import.meta.url), 'utf8'))).vectors;

describe('the published vectors', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const text = stringToSign(vector.request);
    expect(text).toBe(vector.stringToSign);
    const key = importRequestKey(vector.key);
    expect(key.verify(text, vector.signature)).toBe(true);
    expect(key.verify(`${text} `, vector.signature)).toBe(false);
    // SM2 takes a random number for every signature: only HMAC can be compared.
    if (key.algorithm === 'HMAC-SM3') expect(key.sign(text)).toBe(vector.signature);
    else expect(key.verify(text, key.sign(text))).toBe(true);
  });

  it('are at least five, of both algorithms', () => {
    const algorithms = vectors.map(({ key }) => importRequestKey(key).algorithm);
    expect(vectors.length).toBeGreaterThanOrEqual(5);
    expect(new Set(algorithms)).toEqual(new Set(['HMAC-SM3', 'SM2-SM3']));
  });
});

describe('a signature', () => {
  const base = {
    ...{ method: 'POST', path: '/v1/x', query: { a: '1' }, appId: 'app', terminalId: 'T-1' },
    ...{ timestamp: '1795348800000', nonce: 'n'.repeat(22), idempotencyKey: 'k'.repeat(8), body: '{}' },
  };

  it.each([
    { method: 'PUT' },
    { path: '/v1/y' },
    { query: { a: '2' } },
    { query: {} },
    { appId: 'other' },
    { terminalId: 'T-2' },
    { timestamp: '1795348800001' },
    { nonce: 'm'.repeat(22) },
    { idempotencyKey: 'l'.repeat(8) },
    { body: '{ }' },
  ])('covers %o', (change) => {
    for (const jwk of [{ kty: 'oct' as const, k: 'A'.repeat(43) }, sm2Jwk()]) {
      const key = importRequestKey(jwk);
      const signature = key.sign(stringToSign(base));
      expect(key.verify(stringToSign(base), signature)).toBe(true);
      expect(key.verify(stringToSign({ ...base, ...change }), signature)).toBe(false);
    }
  });

  it.each([
    '',
    'zz',
    'A'.repeat(64),
    '0'.repeat(64),
    '0'.repeat(128),
    'f'.repeat(128),
    `${'0'.repeat(63)}1`.repeat(2),
  ])('that is none (%s) is refused without an exception', (signature) => {
    for (const jwk of [{ kty: 'oct' as const, k: 'A'.repeat(43) }, sm2Jwk()]) {
      expect(importRequestKey(jwk).verify('text', signature)).toBe(false);
    }
  });

  it('is verified by the public half of an SM2 key, which signs nothing', () => {
    const { d: _private, ...open } = sm2Jwk();
    const key = importRequestKey(open);
    expect(key.verify('text', importRequestKey(sm2Jwk()).sign('text'))).toBe(true);
    expect(() => key.sign('text')).toThrow(TypeError);
  });

  it('needs a key of 32 bytes', () => {
    expect(() => importRequestKey({ kty: 'oct', k: 'AAAA' })).toThrow(z.ZodError);
  });
});

describe('the query', () => {
  it('is sorted and percent-encoded as RFC 3986 has it', () => {
    const query = { since: '12', cursor: "a b/ä&=+!'()*", Z: '中' };
    expect(sortedQuery(query)).toBe('Z=%E4%B8%AD&cursor=a%20b%2F%C3%A4%26%3D%2B%21%27%28%29%2A&since=12');
    expect(sortedQuery({})).toBe('');
  });
});

const sm2 = requestKeySchema.parse(generateSm2Key());
function sm2Jwk() {
  if (sm2.kty !== 'EC') throw new TypeError('not an SM2 key');
  return sm2;
}

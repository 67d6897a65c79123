import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignedBy } from './jws.ts';
import { PROOF_WINDOW_MS, readProof, signProof, type Proof } from './proof.ts';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const by = { key: keys.privateKey, thumbprint: 'x'.repeat(43) };
const now = Date.UTC(2026, 10, 27, 8);
const request = { method: 'POST', path: '/v1/terminals/T1/heartbeat', body: '{"unsent":0}' };
const proof = signProof(request, by, now);

const read = (text: string, other: Partial<typeof request> = {}, nowMs = now) =>
  readProof(text, { ...request, ...other }, nowMs);

describe('a proof', () => {
  it('of this request by this key is good', () => {
    const good = read(proof) as Proof;
    expect(good.thumbprint).toBe(by.thumbprint);
    expect(isSignedBy(good, keys.publicKey)).toBe(true);
    expect(isSignedBy(good, stranger.publicKey)).toBe(false);
  });

  it.each([
    ['method', { method: 'PUT' }],
    ['address', { path: '/v1/terminals/T2/heartbeat' }],
    ['query', { path: '/v1/terminals/T1/heartbeat?x=1' }],
    ['body', { body: '{"unsent":1}' }],
  ])('for another %s is refused', (_, other) => {
    expect(read(proof, other)).toEqual({ problem: 'PROOF_OF_ANOTHER_REQUEST' });
  });

  it('of a clock that is off is told so, on either side', () => {
    for (const off of [-1, 1]) {
      expect(read(proof, {}, now + off * PROOF_WINDOW_MS)).not.toHaveProperty('problem');
      expect(read(proof, {}, now + off * (PROOF_WINDOW_MS + 1))).toEqual({ problem: 'CLOCK_SKEW' });
    }
  });

  it('with one character changed is malformed, of another request or not signed by the key', () => {
    fc.assert(
      fc.property(fc.nat(proof.length - 1), fc.constantFrom('A', 'b', '7', '.', '_'), (at, letter) => {
        fc.pre(proof[at] !== letter);
        const answer = read(proof.slice(0, at) + letter + proof.slice(at + 1));
        if ('problem' in answer) return true;
        // The last character of base64url holds bits that do not count.
        const same =
          proof.slice(0, -1) ===
          (answer.signed + '.' + Buffer.from(answer.signature).toString('base64url')).slice(0, -1);
        return same || !isSignedBy(answer, keys.publicKey);
      }),
    );
  });

  it('is never good when it names another way of signing', () => {
    const [, body, signature] = proof.split('.');
    const none = Buffer.from(
      '{"typ":"tongban-proof+jwt","alg":"none","x5t#S256":"' + 'x'.repeat(43) + '"}',
    ).toString('base64url');
    expect(read(`${none}.${body}.${signature}`)).toEqual({ problem: 'PROOF_MALFORMED' });
    for (const text of ['', '..', 'a.b', 'x'.repeat(3000), `${proof}.x`]) {
      expect(read(text)).toEqual({ problem: 'PROOF_MALFORMED' });
    }
  });
});

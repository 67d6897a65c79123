import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PlatformApi } from '../client/api.ts';
import { importRequestKey, stringToSign, type RequestKeyJwk } from '../contract/index.ts';
import { generateSm2Key } from '../crypto/shangmi/sm2.ts';
import { startPlatform, TERMINAL, type Hands } from './test-support.ts';

const DAY_MS = 86_400_000;

/** A signed request by hand, so that each part of it can be wrong. */
function signedRequest(
  { sandbox }: Hands,
  changes: { timestamp?: number; nonce?: string; signature?: string; terminalId?: string } = {},
): () => Promise<{ status: number; problem: Record<string, unknown> }> {
  const terminalId = changes.terminalId ?? TERMINAL;
  const key = importRequestKey(sandbox.terminalKeys[TERMINAL] as RequestKeyJwk);
  const timestamp = String(changes.timestamp ?? Date.now());
  const nonce = changes.nonce ?? randomUUID();
  const text = stringToSign({
    ...{ method: 'GET', path: '/v1/announcements', query: {}, appId: 'test', terminalId },
    ...{ timestamp, nonce, idempotencyKey: '', body: '' },
  });
  return async () => {
    const answer = await fetch(`${sandbox.url}/v1/announcements`, {
      headers: {
        ...{ 'x-app-id': 'test', 'x-terminal-id': terminalId, 'x-timestamp': timestamp },
        ...{ 'x-request-id': randomUUID(), 'x-nonce': nonce, 'x-signature-alg': 'HMAC-SM3' },
        'x-signature': changes.signature ?? key.sign(text),
      },
    });
    return { status: answer.status, problem: (await answer.json()) as Record<string, unknown> };
  };
}

describe('the platform lets in', () => {
  it('what is signed by the terminal, and the same request only once', async () => {
    const send = signedRequest(await startPlatform());
    expect((await send()).status).toBe(200);
    expect(await send()).toMatchObject({ status: 401, problem: { code: 'NONCE_REUSED' } });
  });

  it('a nonce again after ten minutes', async () => {
    let now = Date.now();
    const hands = await startPlatform({ now: () => new Date(now) });
    const nonce = 'n'.repeat(20);
    const send = (): Promise<{ status: number }> => signedRequest(hands, { nonce, timestamp: now })();
    expect((await send()).status).toBe(200);
    now += 599_000;
    expect((await send()).status).toBe(401);
    now += 2000;
    expect((await send()).status).toBe(200);
  });

  it.each([
    ['of another terminal', { terminalId: 'T-2' }, 'SIGNATURE_INVALID'],
    ['with a wrong signature', { signature: '0'.repeat(64) }, 'SIGNATURE_INVALID'],
    ['with a signature that is none', { signature: 'xyz' }, 'HEADER_INVALID'],
    ['with a nonce that is none', { nonce: 'short' }, 'HEADER_INVALID'],
    ['that is 301 s old', { timestamp: Date.now() - 301_000 }, 'CLOCK_SKEW'],
    ['that is 500 s from the future', { timestamp: Date.now() + 500_000 }, 'CLOCK_SKEW'],
  ])('nothing %s', async (_, changes, code) => {
    const answer = await signedRequest(await startPlatform(), changes)();
    expect(answer.problem).toMatchObject({ code });
    if (code === 'CLOCK_SKEW') expect(answer.problem['serverTime']).toBeGreaterThan(1.7e12);
  });

  it('nothing unsigned, unless it was told not to mind', async () => {
    const { sandbox } = await startPlatform();
    const unsigned = new PlatformApi(sandbox.url, TERMINAL);
    expect(await unsigned.call('listAnnouncements', { timeoutMs: 2000 })).toMatchObject({
      ...{ kind: 'refused', status: 401, code: 'SIGNATURE_INVALID' },
    });
    await unsigned.close();
    const lax = await startPlatform({ requireSignature: false });
    const other = new PlatformApi(lax.sandbox.url, 'T-9');
    expect(await other.call('listAnnouncements', { timeoutMs: 2000 })).toMatchObject({ kind: 'answer' });
    await other.close();
  });

  it('a terminal with an SM2 key', async () => {
    const key = generateSm2Key() as RequestKeyJwk;
    const hands = await startPlatform({ terminals: [{ terminalId: TERMINAL, key }] });
    expect((await hands.submit()).applyNo).toMatch(/^SQ/);
  });

  it('no terminal that was revoked, until it is admitted again', async () => {
    const hands = await startPlatform();
    hands.sandbox.order({ verb: 'revoke-terminal', terminalId: TERMINAL });
    expect(await hands.try('listAnnouncements', {})).toMatchObject({
      ...{ kind: 'refused', status: 403, code: 'TERMINAL_REVOKED' },
    });
    hands.sandbox.order({ verb: 'admit-terminal', terminalId: TERMINAL });
    expect(await hands.call('listAnnouncements', {})).toEqual({ announcements: [] });
  });
});

describe('a terminal whose clock is wrong', () => {
  it.each([DAY_MS, -DAY_MS])('by %i ms learns the time and works, with one request more', async (aheadMs) => {
    const hands = await startPlatform();
    hands.sandbox.order({ verb: 'set-clock', aheadMs });
    expect(await hands.call('listAnnouncements', {})).toEqual({ announcements: [] });
    expect(Math.abs(hands.api.clockAheadMs - aheadMs)).toBeLessThan(2000);
    expect(await hands.call('listAnnouncements', {})).toEqual({ announcements: [] });
    expect(hands.sandbox.traffic.latest.map(({ status }) => status)).toEqual([401, 200, 200]);
  });
});

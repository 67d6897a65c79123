import { randomUUID } from 'node:crypto';
import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { RECEIPT_TYPE, sha256Hex, type Receipt } from '../contract/index.ts';
import { startLine, untilChange } from '../testing/line.ts';
import { citizen, inputOf } from '../testing/test-matters.ts';
import { importReceiptKey, verifyReceipt } from './verify-receipt.ts';

const expected = { idempotencyKey: 'key-of-this-one', applyNo: 'SQ1', digest: sha256Hex('what was sent') };
const good: Receipt = {
  ...expected,
  ...{ receivedAt: '2026-02-13T02:00:00.000Z', limitDate: '2026-02-24', limitProvisional: false },
};

async function signer() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const sign = (payload: unknown, typ = RECEIPT_TYPE): Promise<string> =>
    new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ES256', typ })
      .sign(privateKey);
  return { sign, key: await importReceiptKey(await exportJWK(publicKey)) };
}

describe('a receipt that is not right', () => {
  it('is no acceptance: the submission stays and is accepted when the right key is pinned', async () => {
    const { sync, sandbox, reopen, logged } = await startLine();
    await sync.close();
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const mispinned = { url: sandbox.url, ...sandbox.keys, receiptKey: await exportJWK(publicKey) };
    const doubting = await reopen({ platform: mispinned });
    const card = await doubting.cardKey(citizen);
    const id = randomUUID();
    await doubting.submit(inputOf(id, { card }));
    await untilChange(doubting, () => logged.some((line) => line.includes('receipt-wrong-signature')));
    expect(doubting.submissionsOf(card)).toMatchObject([
      { state: 'sending', applyNo: null, receivedAt: null },
    ]);
    expect(doubting.heldCount).toBe(1);
    await doubting.close();
    const again = await reopen();
    expect((await again.waitForOutcome(id, 5000)).state).toBe('accepted');
    expect(sandbox.applications()).toHaveLength(1);
  });

  it.each<[string, Partial<Receipt>, string]>([
    ['of another submission', { idempotencyKey: 'key-of-another' }, 'other-submission'],
    ['of another number', { applyNo: 'SQ2' }, 'other-number'],
    ['over other envelopes', { digest: sha256Hex('something else') }, 'other-digest'],
    ['without a real time', { receivedAt: 'today' }, 'content'],
  ])('one %s is told apart', async (_what, changes, reason) => {
    const { sign, key } = await signer();
    expect(await verifyReceipt(await sign(good), key, expected)).toEqual({ ok: true, receipt: good });
    expect(await verifyReceipt(await sign({ ...good, ...changes }), key, expected)).toEqual({
      ok: false,
      reason,
    });
  });

  it('one of another kind, by another key, unsigned or garbled is told apart', async () => {
    const { sign, key } = await signer();
    const other = await signer();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(good)).toString('base64url')}.`;
    expect(await verifyReceipt(await sign(good, 'JWT'), key, expected)).toEqual({
      ok: false,
      reason: 'content',
    });
    for (const text of [await other.sign(good), unsigned, 'garbage', `${await sign(good)}A`]) {
      expect(await verifyReceipt(text, key, expected)).toEqual({ ok: false, reason: 'signature' });
    }
  });
});

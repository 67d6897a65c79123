import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { importReceiptKey, verifyReceipt } from '../client/verify-receipt.ts';
import type { OperationName } from '../contract/index.ts';
import { promisedMatter } from '../testing/test-matters.ts';
import type { FaultKind } from './index.ts';
import { startPlatform, type Hands } from './test-support.ts';

const { handleItem, version } = promisedMatter;
const delays = { latencyMs: 150, slowBodyMs: 150, reorderMs: 5000, retryAfterS: 7 };

async function numberWith(kind: FaultKind, timeoutMs = 2000) {
  const hands = await startPlatform({ delays });
  hands.sandbox.faults.failNext('getApplyNo', kind);
  const idempotencyKey = randomUUID();
  const began = performance.now();
  const ask = () =>
    hands.api.call('getApplyNo', { idempotencyKey, timeoutMs, body: { handleItem, version } });
  const reply = await ask();
  return { hands, reply, ask, tookMs: performance.now() - began };
}
const stored = (hands: Hands): number => hands.sandbox.applications().length;

describe('a fault before anything is done', () => {
  it.each([
    ['error-500', { kind: 'later', reason: 'http-500', retryAfterMs: null }],
    ['error-503', { kind: 'later', reason: 'http-503', retryAfterMs: 7000 }],
    ['error-429', { kind: 'later', reason: 'http-429', retryAfterMs: 7000 }],
    ['reset', { kind: 'silence' }],
  ] as const)('%s', async (kind, expected) => {
    const { hands, reply, ask } = await numberWith(kind);
    expect(reply).toMatchObject(expected);
    expect(stored(hands)).toBe(0);
    expect(await ask()).toMatchObject({ kind: 'answer' });
  });

  it('hang', async () => {
    const { hands, reply } = await numberWith('hang', 200);
    expect([reply, stored(hands)]).toEqual([{ kind: 'silence', reason: 'timeout' }, 0]);
  });
});

describe('a fault after everything is done', () => {
  it.each(['drop-reply-after-commit', 'truncated'] as const)(
    '%s: the terminal hears nothing of use, and the same number the next time',
    async (kind) => {
      const { hands, reply, ask } = await numberWith(kind);
      expect(reply).toMatchObject({ kind: 'silence' });
      expect(stored(hands)).toBe(1);
      const [application] = hands.sandbox.applications();
      expect(await ask()).toEqual({ kind: 'answer', value: { applyNo: application?.applyNo } });
    },
  );

  it('hang-after-commit', async () => {
    const { hands, reply } = await numberWith('hang-after-commit', 300);
    expect([reply, stored(hands)]).toEqual([{ kind: 'silence', reason: 'timeout' }, 1]);
  });

  it.each(['latency', 'slow-body'] as const)('%s: the answer is right, and late', async (kind) => {
    const { reply, tookMs } = await numberWith(kind);
    expect(reply).toMatchObject({ kind: 'answer' });
    expect(tookMs).toBeGreaterThan(120);
  });

  it('duplicate: carried out twice, one number', async () => {
    const { hands, reply } = await numberWith('duplicate');
    expect(reply).toMatchObject({ kind: 'answer' });
    expect(stored(hands)).toBe(1);
  });

  it('wrong-signature: the receipt does not verify, the repeated one does', async () => {
    const hands = await startPlatform();
    hands.sandbox.faults.failNext('submitApplyInfo', 'wrong-signature');
    const accepted = await hands.submit();
    const key = await importReceiptKey(hands.sandbox.keys.receiptKey);
    const expected = { idempotencyKey: accepted.key, applyNo: accepted.applyNo, digest: accepted.digest };
    expect(await verifyReceipt(accepted.receipt, key, expected)).toEqual({ ok: false, reason: 'signature' });
    const { receipt } = await hands.call('submitApplyInfo', {
      ...{ idempotencyKey: accepted.key, path: { applyNo: accepted.applyNo } },
      body: { digest: accepted.digest },
    });
    expect(await verifyReceipt(receipt, key, expected)).toMatchObject({ ok: true });
  });
});

it('reordered: the later request is carried out first', async () => {
  const hands = await startPlatform({ delays });
  hands.sandbox.faults.failNext('getApplyNo', 'reordered');
  const ended: OperationName[] = [];
  const note = (operation: OperationName) => (): number => ended.push(operation);
  const held = hands.call('getApplyNo', { body: { handleItem, version } }).then(note('getApplyNo'));
  await expect.poll(() => hands.sandbox.faults.taken, { interval: 5 }).toBe(1);
  await hands.call('listAnnouncements', {}).then(note('listAnnouncements'));
  await held;
  expect(ended).toEqual(['listAnnouncements', 'getApplyNo']);
});

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bucketDigest, submissionDigest, type ReconciliationEntry } from '../contract/index.ts';
import { promisedMatter } from '../testing/test-matters.ts';
import { goodForm, Hands, refused, startPlatform, type Accepted } from './test-support.ts';

const NOW = new Date('2026-02-13T02:00:00.000Z');
const date = '2026-02-13';
const HOUR = 10;
const { unitCode, version, handleItem } = promisedMatter;

const entryOf = ({ key, applyNo, digest }: Accepted): ReconciliationEntry => ({ key, applyNo, digest });

async function reconcile(
  hands: Hands,
  accepted: readonly Accepted[],
  withEntries: boolean,
  extra: object = {},
) {
  const entries = accepted.map(entryOf);
  const hour = { hour: HOUR, count: entries.length, digest: bucketDigest(entries) };
  const body = { unitCode, hours: [withEntries ? { ...hour, entries } : hour], ...extra };
  return hands.call('reconcile', { path: { date }, body });
}

async function platformWith(count: number): Promise<{ hands: Hands; accepted: Accepted[] }> {
  const hands = await startPlatform({ now: () => NOW });
  const accepted: Accepted[] = [];
  for (let each = 0; each < count; each++) accepted.push(await hands.submit());
  return { hands, accepted };
}

describe('the reconciliation (对账)', () => {
  it('closes a day on which both have the same, by counts and digests alone', async () => {
    const { hands, accepted } = await platformWith(3);
    const answer = await reconcile(hands, accepted, false);
    expect(answer).toMatchObject({
      ...{ closed: true, units: [unitCode] },
      hours: [{ hour: HOUR, result: 'equal', count: 3, missing: [], extra: [], altered: [] }],
    });
    const yesterday = { path: { date: '2026-02-12' }, body: { unitCode, hours: [] } };
    expect(await hands.call('reconcile', yesterday)).toEqual({ closed: true, hours: [], units: [] });
  });

  it('names exactly the lost, the altered and the doubled record, and closes when they are mended', async () => {
    const { hands, accepted } = await platformWith(6);
    const [lost, altered, doubled] = accepted as [Accepted, Accepted, Accepted];
    hands.sandbox.order({ verb: 'lose-record', applyNo: lost.applyNo });
    hands.sandbox.order({ verb: 'alter-record', applyNo: altered.applyNo });
    const double = String(hands.sandbox.order({ verb: 'double-record', applyNo: doubled.applyNo }));
    const first = await reconcile(hands, accepted, false);
    expect(first).toMatchObject({ closed: false, hours: [{ result: 'differs', missing: [], extra: [] }] });
    const second = await reconcile(hands, accepted, true);
    expect(second.closed).toBe(false);
    expect(second.hours).toMatchObject([
      {
        ...{ hour: HOUR, result: 'compared', count: 6 },
        missing: [{ key: lost.key, applyNo: lost.applyNo }],
        extra: [{ key: doubled.key, applyNo: double, digest: doubled.digest }],
        altered: [{ key: altered.key, applyNo: altered.applyNo }],
      },
    ]);
    const withdraw = [{ key: doubled.key, applyNo: double }];
    const third = await reconcile(hands, accepted, true, { withdraw });
    expect(third.hours[0]).toMatchObject({ extra: [], missing: [{ key: lost.key }] });
  });

  it('withdraws nothing but doubles', async () => {
    const { hands, accepted } = await platformWith(2);
    const [first] = accepted as [Accepted];
    const withdraw = [{ key: first.key, applyNo: first.applyNo }];
    const answer = await reconcile(hands, accepted, false, { withdraw });
    expect(answer.closed).toBe(true);
    expect(hands.sandbox.applications()).toHaveLength(2);
  });

  it('does not show one terminal what another one handed in', async () => {
    const hands = await startPlatform({
      ...{ now: () => NOW },
      terminals: [
        { terminalId: 'T-1', key: null },
        { terminalId: 'T-2', key: null },
      ],
    });
    const { applyNo } = await hands.submit();
    const other = new Hands(hands.sandbox, 'T-2');
    expect(await other.call('reconcile', { path: { date }, body: { unitCode, hours: [] } })).toMatchObject({
      ...{ closed: true, hours: [] },
    });
    expect(await other.try('queryApplyInfo', { path: { applyNo } })).toEqual(refused('APPLICATION_UNKNOWN'));
    expect(await other.told(applyNo)).toEqual([]);
  });
});

describe('a platform that lost or altered a record', () => {
  it.each(['lose-record', 'alter-record'] as const)(
    '%s: takes it again by its own earlier receipt, with the same number, also when the matter is suspended',
    async (verb) => {
      const hands = await startPlatform({ now: () => NOW });
      const key = randomUUID();
      const sealedForm = await hands.seal({ form: goodForm, language: 'zh-CN' }, { idempotencyKey: key });
      const sealedMaterial = await hands.seal('scan', { idempotencyKey: key, part: 'material:CARD-01' });
      const accepted = await hands.submit({ key, sealedForm, sealedMaterial });
      hands.sandbox.order({ verb, applyNo: accepted.applyNo });
      hands.sandbox.suspend(handleItem);
      const parts = { key, sealedForm, sealedMaterial, earlierReceipt: accepted.receipt };
      expect(await hands.submit(parts)).toEqual(accepted);
      expect(hands.sandbox.applications()).toMatchObject([{ ...entryNamed(accepted), state: 'submitted' }]);
      expect((await reconcile(hands, [accepted], false)).closed).toBe(true);
    },
  );

  it('takes nothing else by an earlier receipt: no other content, no other key, no forged one', async () => {
    const hands = await startPlatform();
    const accepted = await hands.submit();
    hands.sandbox.order({ verb: 'lose-record', applyNo: accepted.applyNo });
    await expect(hands.submit({ key: accepted.key, earlierReceipt: accepted.receipt })).rejects.toThrow(
      'HASH_MISMATCH',
    );
    const ask = (idempotencyKey: string, earlierReceipt: string) =>
      hands.try('getApplyNo', { idempotencyKey, body: { handleItem, version, earlierReceipt } });
    expect(await ask(randomUUID(), accepted.receipt)).toEqual(refused('RECEIPT_INVALID'));
    expect(await ask(accepted.key, `${accepted.receipt.slice(0, -3)}AAA`)).toEqual(
      refused('RECEIPT_INVALID'),
    );
  });

  it('restored from a backup: refuses old cursors, uses no number of the feed twice, and is made whole', async () => {
    const hands = await startPlatform({ now: () => NOW });
    const before = await hands.submit();
    hands.sandbox.order({ verb: 'back-up' });
    const key = randomUUID();
    const sealedForm = await hands.seal({ form: goodForm, language: 'zh-CN' }, { idempotencyKey: key });
    const sealedMaterial = await hands.seal('scan', { idempotencyKey: key, part: 'material:CARD-01' });
    const after = await hands.submit({ key, sealedForm, sealedMaterial });
    const { cursor, events } = await hands.call('listEvents', { query: {} });
    hands.sandbox.order({ verb: 'restore-backup' });
    expect(hands.sandbox.applications().map(({ applyNo }) => applyNo)).toEqual([before.applyNo]);
    expect(await hands.try('listEvents', { query: { cursor } })).toEqual(refused('CURSOR_UNKNOWN'));
    const answer = await reconcile(hands, [before, after], true);
    expect(answer.hours).toMatchObject([
      { missing: [{ key, applyNo: after.applyNo }], extra: [], altered: [] },
    ]);
    await hands.submit({ key, sealedForm, sealedMaterial, earlierReceipt: after.receipt });
    expect((await reconcile(hands, [before, after], false)).closed).toBe(true);
    const highest = Math.max(...(events as { sequence: number }[]).map(({ sequence }) => sequence));
    const [, again] = (await hands.call('listEvents', { query: {} })).events as { sequence: number }[];
    expect(again?.sequence).toBeGreaterThan(highest);
  });

  it('a lost correction is taken again by its receipt, although nobody waits for it', async () => {
    const hands = await startPlatform({ now: () => NOW });
    const { applyNo } = await hands.submit();
    hands.sandbox.order({ verb: 'back-up' });
    const needs = [{ kind: 'field' as const, name: 'phone', reason: { zh: '停机' } }];
    hands.sandbox.order({ verb: 'ask-for-supplement', applyNo, needs });
    const idempotencyKey = randomUUID();
    const form = { ...goodForm, phone: '13900001234' };
    const { envelope } = await hands.seal({ form, language: 'zh-CN' }, { idempotencyKey });
    const capturedAt = NOW.toISOString();
    const digest = submissionDigest(envelope, []);
    const body = { operation: 'U' as const, batch: 2, capturedAt, envelope, digest };
    const send = (receipt?: string) =>
      hands.call('uploadApplySupplementStuffs', {
        ...{ idempotencyKey, path: { applyNo } },
        body: { ...body, ...(receipt === undefined ? {} : { earlierReceipt: receipt }) },
      });
    const { receipt } = await send();
    hands.sandbox.order({ verb: 'restore-backup' });
    expect(await send(receipt)).toEqual({ receipt });
    expect(hands.sandbox.applications()).toMatchObject([{ applyNo, batch: 2, digest }]);
    hands.sandbox.order({ verb: 'alter-record', applyNo });
    expect(hands.sandbox.applications()[0]?.digest).not.toBe(digest);
    expect(await send(receipt)).toEqual({ receipt });
    expect(hands.sandbox.applications()).toMatchObject([{ applyNo, batch: 2, digest }]);
  });
});

function entryNamed({ applyNo, key, digest }: Accepted) {
  return { applyNo, idempotencyKey: key, digest };
}

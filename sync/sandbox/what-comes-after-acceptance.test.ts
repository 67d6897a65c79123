import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { citizen } from '../testing/test-matters.ts';
import { goodForm, refused, startPlatform } from './test-support.ts';

const needs = [{ kind: 'material' as const, name: 'CARD-01', reason: { zh: '图像不清晰' } }];
const NOW = new Date('2026-02-13T02:00:00.000Z');

describe('a supplement (补正)', () => {
  it('is asked for with reason and last day, taken once under its own key, and goes on under the same number', async () => {
    const hands = await startPlatform({ now: () => NOW });
    const { applyNo, key } = await hands.submit();
    hands.sandbox.order({ verb: 'ask-for-supplement', applyNo, needs });
    expect((await hands.told(applyNo)).at(-1)).toMatchObject({
      ...{ kind: 'need-supplement', idempotencyKey: key, needs, limitDate: '2026-02-27', finished: false },
    });
    expect(await hands.call('queryApplyInfo', { path: { applyNo } })).toMatchObject({
      state: 'need-supplement',
    });
    const idempotencyKey = randomUUID();
    const phone = '13900001234';
    const body = await hands.revision(applyNo, { key: idempotencyKey, form: { ...goodForm, phone } });
    const send = () => hands.try('uploadApplySupplementStuffs', { idempotencyKey, path: { applyNo }, body });
    const first = await send();
    expect(first).toMatchObject({ kind: 'answer' });
    expect(await send()).toEqual(first);
    expect(hands.sandbox.applications()).toMatchObject([
      { state: 'submitted', batch: 2, digest: body.digest, form: { phone }, submits: 1 },
    ]);
    expect((await hands.told(applyNo)).at(-1)).toMatchObject({ kind: 'corrected' });
    const again = { idempotencyKey: randomUUID(), path: { applyNo }, body };
    expect(await hands.try('uploadApplySupplementStuffs', again)).toEqual(refused('SUPPLEMENT_NOT_EXPECTED'));
  });

  it('is refused without what was asked for, with a wrong digest, under the submission’s key, or with an old batch', async () => {
    const hands = await startPlatform();
    const { applyNo, key } = await hands.submit();
    const early = await hands.revision(applyNo, { key: 'key-that-comes-early' });
    const send = (idempotencyKey: string, body: typeof early) =>
      hands.try('uploadApplySupplementStuffs', { idempotencyKey, path: { applyNo }, body });
    expect(await send('key-that-comes-early', early)).toEqual(refused('SUPPLEMENT_NOT_EXPECTED'));
    hands.sandbox.order({ verb: 'ask-for-supplement', applyNo, needs });
    expect(await send('key-without-material', early)).toEqual(refused('MATERIAL_MISSING'));
    expect(await send('key-that-comes-early', { ...early, digest: '0'.repeat(64) })).toEqual(
      refused('HASH_MISMATCH'),
    );
    expect(await send(key, early)).toEqual(refused('IDEMPOTENCY_CONFLICT'));
    const form = { ...goodForm, phone: '1' };
    const wrong = await hands.revision(applyNo, { key: 'key-with-wrong-field', form });
    expect(await send('key-with-wrong-field', wrong)).toMatchObject({
      ...{ code: 'VALIDATION_FAILED', field: 'phone' },
    });
    expect(await send('key-that-comes-early', early)).toMatchObject({ kind: 'answer' });
    hands.sandbox.order({ verb: 'ask-for-supplement', applyNo, needs });
    const old = await hands.revision(applyNo, { key: 'key-with-old-batch' });
    expect(await send('key-with-old-batch', old)).toMatchObject({ code: 'BODY_INVALID', field: 'batch' });
  });
});

describe('a quality return (退回整改)', () => {
  it('names error, field and last day; is fixed once, and then listed as fixed', async () => {
    const hands = await startPlatform({ now: () => NOW });
    const { applyNo, key } = await hands.submit();
    const made = hands.sandbox.order({ verb: 'return-for-correction', applyNo, field: 'phone' });
    const listed = await hands.call('listQualityReturns', { query: {} });
    expect(listed.returns).toMatchObject([
      {
        ...{ id: made, applyNo, idempotencyKey: key, field: 'phone', errType: 'inaccurate' },
        ...{ due: '2026-02-27', state: 'open' },
      },
    ]);
    expect((await hands.told(applyNo)).at(-1)).toMatchObject({
      ...{ kind: 'returned', returnId: made, needs: [{ kind: 'field', name: 'phone' }] },
    });
    const returnId = String(made);
    const body = await hands.revision(applyNo, { key: 'key-of-the-fix' });
    const fix = (idempotencyKey: string, id = returnId) =>
      hands.try('fixQualityReturn', { idempotencyKey, path: { returnId: id }, body });
    const first = await fix('key-of-the-fix');
    expect(first).toMatchObject({ kind: 'answer' });
    expect(await fix('key-of-the-fix')).toEqual(first);
    expect(await fix('key-of-another')).toEqual(refused('RETURN_CLOSED'));
    expect(await fix('key-of-the-fix', randomUUID())).toEqual(refused('RETURN_UNKNOWN'));
    const later = await hands.call('listQualityReturns', { query: { cursor: listed.cursor } });
    expect(later.returns).toMatchObject([{ id: made, state: 'fixed' }]);
    expect(hands.sandbox.applications()).toMatchObject([{ state: 'submitted', batch: 2 }]);
  });
});

describe('the platform’s word', () => {
  it('opinions, pre-review results and the end reach the terminal in order, each with a next step', async () => {
    const hands = await startPlatform();
    const { applyNo } = await hands.submit();
    const { sandbox } = hands;
    const nextStep = { zh: '请等待短信通知', en: 'Wait for a text message' };
    sandbox.order({ verb: 'give-opinion', applyNo, opinion: { zh: '已转办' }, nextStep });
    for (const result of ['rectify', 'passed'] as const) {
      sandbox.order({ verb: 'give-pre-review', applyNo, result });
    }
    sandbox.order({ verb: 'finish', applyNo });
    const told = await hands.told(applyNo);
    expect(told.map(({ kind, preReview }) => preReview ?? kind)).toEqual([
      ...['opinion', 'opinion', 'rectify', 'passed', 'finished'],
    ]);
    for (const event of told) expect(event['nextStep']).toHaveProperty('zh');
    expect(told.map(({ finished }) => finished)).toEqual([false, false, false, false, true]);
    expect(await hands.call('queryApplyInfo', { path: { applyNo } })).toMatchObject({ state: 'finished' });
    const empty = { zh: '' };
    expect(() =>
      sandbox.order({ verb: 'give-opinion', applyNo, opinion: { zh: '好' }, nextStep: empty }),
    ).toThrow();
  });

  it('announcements are shown in their time, and tickets and ratings are taken once', async () => {
    let now = NOW;
    const hands = await startPlatform({ now: () => now });
    hands.sandbox.order({
      ...{ verb: 'announce', kind: 'maintenance', title: { zh: '维护' }, text: { zh: '今晚维护' } },
      until: '2026-02-13T03:00:00.000Z',
    });
    const { announcements } = await hands.call('listAnnouncements', {});
    expect(announcements).toMatchObject([{ kind: 'maintenance', handleItem: null }]);
    now = new Date('2026-02-13T03:00:00.000Z');
    expect(await hands.call('listAnnouncements', {})).toEqual({ announcements: [] });

    const idempotencyKey = randomUUID();
    const place = { idempotencyKey, handleItem: 'hotline-ticket', version: '1' };
    const said = { form: { text: '想咨询社保', phone: citizen.phone }, language: 'zh-CN' };
    const { envelope } = await hands.seal(said, place);
    const ticket = (key: string) =>
      hands.try('createHotlineTicket', {
        idempotencyKey: key,
        body: {
          ...{ kind: 'question', category: 'social-security', applyNo: null, envelope },
          capturedAt: '2026-02-13T02:00:00.000Z',
        },
      });
    const first = await ticket(idempotencyKey);
    expect(first).toMatchObject({ kind: 'answer', value: { ticketNo: expect.stringMatching(/^12345-/) } });
    expect(await ticket(idempotencyKey)).toEqual(first);
    expect(await ticket(randomUUID())).toEqual(refused('ENVELOPE_UNREADABLE'));
  });
});

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { startLine, untilChange, type Line } from '../testing/line.ts';
import { citizen, inputOf, promisedMatter } from '../testing/test-matters.ts';
import type { CorrectionInput } from './facade.ts';

async function acceptedOne(line: Line) {
  const card = await line.sync.cardKey(citizen);
  const id = randomUUID();
  await line.sync.submit(inputOf(id, { card }));
  const record = await line.sync.waitForOutcome(id, 5000);
  expect(record.state).toBe('accepted');
  return { card, id, applyNo: record.applyNo ?? '' };
}

function correctionOf(corrects: string, changes: Partial<CorrectionInput> = {}): CorrectionInput {
  return { ...inputOf(randomUUID()), materials: [], corrects, ...changes };
}

describe('a citizen corrects', () => {
  it('a refused field: opens the form with the card, changes it, and it is accepted under its temporary number', async () => {
    const { sync, sandbox, dataFolder } = await startLine();
    const card = await sync.cardKey(citizen);
    const id = randomUUID();
    const form = { ...inputOf(id).form, phone: '12' };
    const first = await sync.submit(inputOf(id, { card, form }));
    expect((await sync.waitForOutcome(id, 5000)).need).toEqual({
      ...{ what: 'refused', due: null, words: null },
      parts: [{ kind: 'field', name: 'phone', words: null }],
    });
    const reopened = await sync.reopen(card, id);
    expect(reopened?.given).toEqual({ form, language: 'zh-CN' });
    expect(reopened?.materials).toMatchObject([{ code: 'CARD-01', stuffType: 0, mediaType: 'image/png' }]);
    const stranger = await sync.cardKey({ ...citizen, idNumber: '310199199001011238' });
    expect(await sync.reopen(stranger, id)).toBeNull();
    const input = correctionOf(id, { card, materials: reopened?.materials ?? [] });
    const corrected = await sync.correct(input);
    // The same once more, as after a crash before the answer was heard, is the same correction.
    expect((await sync.correct(input))?.id).toBe(corrected?.id);
    expect(await sync.waitForOutcome(input.idempotencyKey, 5000)).toMatchObject({
      ...{ state: 'accepted', tempNo: first.tempNo, need: null },
    });
    expect(sandbox.applications().filter(({ receivedAt }) => receivedAt !== null)).toMatchObject([
      { form: { phone: citizen.phone }, batch: 1 },
    ]);
    expect(sync.submissionsOf(card)).toHaveLength(1);
    // Neither of the two can be opened by anybody but the platform any more.
    const db = new Database(join(dataFolder, 'submissions.db'), { readonly: true });
    const keys = db.prepare<[], Buffer>('select recipients from card_keys').pluck().all();
    db.close();
    expect(keys).toHaveLength(2);
    expect(keys.map((bytes) => bytes.equals(Buffer.alloc(bytes.length)))).toEqual([true, true]);
  });

  it('a supplement (补正): operation U under the same number, with the material that was asked for', async () => {
    const line = await startLine();
    const { sync, sandbox } = line;
    const { card, id, applyNo } = await acceptedOne(line);
    const reason = { zh: '看不清' };
    sandbox.order({
      ...{ verb: 'ask-for-supplement', applyNo, limitDate: '2026-03-02' },
      needs: [{ kind: 'material', name: 'CARD-01', reason }],
    });
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.need !== null);
    expect(sync.submissionsOf(card)[0]?.need).toMatchObject({
      ...{ what: 'supplement', due: '2026-03-02' },
      parts: [{ kind: 'material', name: 'CARD-01', words: reason }],
    });
    // Only the platform can open what it has accepted: the form begins with what the card says.
    expect(await sync.reopen(card, id)).toMatchObject({ given: null, materials: [] });
    const input = correctionOf(id, { card, materials: inputOf(id).materials });
    await sync.correct(input);
    expect(await sync.waitForOutcome(input.idempotencyKey, 5000)).toMatchObject({
      state: 'accepted',
      applyNo,
    });
    expect(sandbox.applications()).toMatchObject([
      { applyNo, idempotencyKey: id, batch: 2, state: 'submitted' },
    ]);
    expect(sync.submissionsOf(card)).toMatchObject([{ id, need: null, correction: null }]);
    expect(await sync.correct(correctionOf(id, { card }))).toBeNull();
  });

  it('a quality return (退回整改), though the answer is lost: fixed once, under the same number', async () => {
    const line = await startLine();
    const { sync, sandbox } = line;
    const { card, id, applyNo } = await acceptedOne(line);
    sandbox.order({ verb: 'return-for-correction', applyNo, field: 'phone', remark: { zh: '号码不对' } });
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.need?.what === 'return');
    expect(sync.submissionsOf(card)[0]?.need).toMatchObject({
      parts: [{ kind: 'field', name: 'phone' }],
      words: { zh: '号码不对' },
    });
    sandbox.faults.failNext('fixQualityReturn', 'drop-reply-after-commit');
    const input = correctionOf(id, { card, form: { ...inputOf(id).form, phone: '13900001234' } });
    await sync.correct(input);
    expect((await sync.waitForOutcome(input.idempotencyKey, 5000)).state).toBe('accepted');
    expect(sandbox.applications()).toMatchObject([{ applyNo, batch: 2, form: { phone: '13900001234' } }]);
  });

  it('a correction that is refused in turn can be opened and corrected; nothing is lost between', async () => {
    const line = await startLine();
    const { sync, sandbox } = line;
    const { card, id, applyNo } = await acceptedOne(line);
    sandbox.order({ verb: 'return-for-correction', applyNo, field: 'phone' });
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.need?.what === 'return');
    const wrong = correctionOf(id, { card, form: { ...inputOf(id).form, phone: '7' } });
    await sync.correct(wrong);
    expect((await sync.waitForOutcome(wrong.idempotencyKey, 5000)).state).toBe('needs-citizen');
    expect(sync.submissionsOf(card)).toMatchObject([
      {
        id,
        need: { what: 'refused', parts: [{ name: 'phone' }] },
        correction: { state: 'needs-citizen', problem: { field: 'phone' } },
      },
    ]);
    expect((await sync.reopen(card, id))?.given?.form['phone']).toBe('7');
    const right = correctionOf(id, { card });
    await sync.correct(right);
    expect((await sync.waitForOutcome(right.idempotencyKey, 5000)).state).toBe('accepted');
    expect(sandbox.applications()).toMatchObject([{ applyNo, batch: 3, form: { phone: citizen.phone } }]);
    expect(sync.submissionsOf(card)).toMatchObject([{ need: null, correction: null }]);
  });

  it('opinions, pre-review and limits reach the record; an opinion does not take back what was asked', async () => {
    const line = await startLine();
    const { sync, sandbox } = line;
    const { card, applyNo } = await acceptedOne(line);
    const said = { opinion: { zh: '正在办理' }, nextStep: { zh: '请等待' } };
    sandbox.order({ verb: 'give-opinion', applyNo, ...said, limitDate: '2026-12-31' });
    sandbox.order({ verb: 'give-pre-review', applyNo, result: 'rectify' });
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.preReview === 'rectify');
    expect(sync.submissionsOf(card)).toMatchObject([{ limitDate: '2026-12-31', need: null }]);
    sandbox.order({ verb: 'return-for-correction', applyNo, field: 'phone' });
    sandbox.order({ verb: 'give-opinion', applyNo, ...said });
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.opinion?.zh === '正在办理');
    expect(sync.submissionsOf(card)[0]?.need?.what).toBe('return');
    expect(sync.submissionsOf(card)[0]?.matter).toEqual(promisedMatter);
  });
});

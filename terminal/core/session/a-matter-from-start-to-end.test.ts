import { afterEach, expect, it } from 'vitest';
import {
  allowanceAnswers,
  man40,
  sessionAtWork,
  woman70,
  type SessionAtWork,
} from '../testing/session-at-work.ts';

let work: SessionAtWork;
afterEach(() => work.stop());

it('goes from the greeting to the goodbye and forgets everything', async () => {
  work = sessionAtWork();
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  const review = await work.until('review');
  expect(review.rows.map((row) => row.shown.zh)).toEqual([
    '李**',
    '310***********0023',
    '上海市测试区虚拟**********',
    '***************3331',
    '138****5678',
    '本社区事务受理服务中心',
    '已确认',
  ]);
  work.session.submit();
  const done = await work.until('done');
  expect(done).toMatchObject({
    outcome: 'accepted',
    limitDate: '2026-11-27',
    slip: 'printing',
    cardOnReader: true,
  });
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'done', slip: 'printed' });
  expect(work.sync.inputs[0]?.form).toMatchObject({
    applicantIdNumber: woman70.idNumber,
    bankCard: '6222021001112223331',
  });
  work.session.finish();
  expect(work.screen()).toEqual({ screen: 'take-card', slipPrinted: true, inSlot: false });
  work.reader.show('no-card');
  await work.until('attract');
  expect(work.visits).toEqual([true, false]);
  expect(work.session.view().language).toBe('zh-CN');
});

it('never shows an identity number, an account or a phone that was given, and logs none', async () => {
  work = sessionAtWork();
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await work.until('done');
  work.session.finish();
  const shown = JSON.stringify([work.views, work.log, work.printer.slips]);
  for (const secret of [
    woman70.idNumber,
    woman70.name,
    woman70.address,
    '6222021001112223331',
    '13800005678',
  ]) {
    expect(shown.includes(secret), 'a personal value was shown').toBe(false);
  }
});

it('reveals a row only in the review, and one at a time', async () => {
  work = sessionAtWork();
  await work.identify('老年综合津贴（示例）', woman70);
  expect(work.session.reveal('applicantIdNumber')).toEqual({ text: '' });
  await work.fillIn(allowanceAnswers);
  expect(work.session.reveal('applicantIdNumber')).toEqual({ text: woman70.idNumber });
});

it('asks for what depends on an answer, and forgets it when the answer changes', async () => {
  work = sessionAtWork();
  await work.identify('有无违法犯罪记录证明（示例）', man40);
  work.session.answer('purpose', 'abroad');
  expect(work.screen()).toMatchObject({ field: { name: 'destination' }, number: 2, of: 5 });
  work.session.answer('destination', 'asia');
  await work.fillIn({ collectAt: 'this-centre', phone: '13900001234', promise: true });
  work.session.edit('purpose');
  expect(work.screen()).toMatchObject({ screen: 'question', value: 'abroad', fromReview: true });
  work.session.answer('purpose', 'job');
  const review = await work.until('review');
  expect(review.rows.map((row) => row.field)).not.toContain('destination');
  work.session.submit();
  await work.until('done');
  expect(work.sync.inputs[0]?.form).not.toHaveProperty('destination');
});

it('says what is missing while a number is typed and does not go on with it', async () => {
  work = sessionAtWork();
  await work.identify('老年综合津贴（示例）', woman70);
  expect(work.session.check('bankCard', '6222021001112')).toEqual({
    ok: false,
    problem: 'missing',
    count: 3,
  });
  expect(work.session.answer('bankCard', '6222021001112')).toMatchObject({ ok: false });
  expect(work.screen()).toMatchObject({ screen: 'question', field: { name: 'bankCard' } });
  expect(work.session.check('bankCard', '6222021001112223332')).toMatchObject({
    problem: 'wrong',
    words: { zh: '卡号好像不对，请对着卡片再核对一遍。' },
  });
  expect(work.session.check('promise', false)).toEqual({ ok: false, problem: 'missing', count: null });
});

it('goes back step by step to the greeting', async () => {
  work = sessionAtWork();
  await work.identify('老年综合津贴（示例）', woman70);
  work.session.answer('bankCard', allowanceAnswers.bankCard);
  const screens: string[] = [];
  for (let steps = 0; steps < 4; steps++) {
    work.session.back();
    screens.push(work.screen().screen);
  }
  expect(screens).toEqual(['question', 'guide', 'choose', 'take-card']);
});

it('ignores a second tap of the same finger', async () => {
  work = sessionAtWork();
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  work.session.submit();
  await work.until('done');
  expect(work.sync.inputs).toHaveLength(1);
});

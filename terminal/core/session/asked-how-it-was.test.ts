import { afterEach, beforeEach, expect, it } from 'vitest';
import { allowanceAnswers, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

const ALLOWANCE = '老年综合津贴（示例）';
let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

async function finished(): Promise<void> {
  await work.identify(ALLOWANCE, woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await work.until('done');
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'done', slip: 'printed', rating: 'open' });
}

it('keeps what the citizen says once, with the number of the submission, and goes back to the finished matter', async () => {
  await finished();
  work.session.rating.open();
  expect(work.screen()).toMatchObject({ screen: 'rating', matter: { name: { zh: ALLOWANCE } } });
  work.session.rating.give({ stars: 2, reasons: ['took-too-long', 'took-too-long', 'device-trouble'] });
  expect(work.screen()).toMatchObject({ screen: 'done', slip: 'printed', rating: 'given' });
  const [record] = [...work.sync.records.values()];
  expect(work.ratings).toEqual([
    {
      ...{ submissionId: record?.record.id, applyNo: record?.record.applyNo, stars: 2 },
      ...{ handleItem: record?.record.matter.handleItem, reasons: ['took-too-long', 'device-trouble'] },
    },
  ]);
  work.session.rating.open();
  expect(work.screen().screen).toBe('done');
});

it('asks for no reasons where somebody was satisfied, and takes none', async () => {
  await finished();
  work.session.rating.open();
  work.session.rating.give({ stars: 5, reasons: ['device-trouble'] });
  expect(work.ratings).toMatchObject([{ stars: 5, reasons: [] }]);
});

it('whoever goes back has said nothing and can still be asked', async () => {
  await finished();
  work.session.rating.open();
  work.session.back();
  expect(work.screen()).toMatchObject({ screen: 'done', slip: 'printed', rating: 'open' });
  expect(work.ratings).toEqual([]);
});

it('a disk that takes no more loses the rating alone, and the log says so without the stars', async () => {
  await finished();
  work.ratingsFail = true;
  work.session.rating.open();
  work.session.rating.give({ stars: 4, reasons: [] });
  expect(work.screen()).toMatchObject({ screen: 'done', rating: 'given' });
  await expect
    .poll(() => work.log.filter((line) => line.includes('rating')))
    .toEqual([JSON.stringify({ event: 'rating.not-stored', reason: 'SqliteError' })]);
});

it('nobody is asked in the middle of a form, and what comes late for an ended visit is dropped', async () => {
  await work.identify(ALLOWANCE, woman70);
  work.session.rating.open();
  expect(work.screen().screen).toBe('question');
  work.session.rating.give({ stars: 1, reasons: [] });
  expect(work.ratings).toEqual([]);
});

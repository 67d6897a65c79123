import { afterEach, beforeEach, expect, it } from 'vitest';
import { allowanceAnswers, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

let work: SessionAtWork;
let makeKeys: () => void;
beforeEach(() => {
  work = sessionAtWork();
  const may = Promise.withResolvers<void>();
  makeKeys = may.resolve;
  work.sync.keysMayBeMade = may.promise;
});
afterEach(() => work.stop());

async function placeCardFor(matterName: string): Promise<void> {
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find((each) => each.name.zh === matterName)!.id);
  work.session.confirmGuide();
  work.reader.place(woman70);
}

it('the first question does not wait for it, the submission does', async () => {
  await placeCardFor('老年综合津贴（示例）');
  expect(work.screen()).toMatchObject({ screen: 'question', number: 1 });
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await new Promise(setImmediate);
  expect(work.screen().screen).toBe('submitting');
  expect(work.sync.inputs).toEqual([]);
  makeKeys();
  await work.until('done');
  expect(Buffer.from(work.sync.inputs[0]!.card!.tag).toString()).toBe(woman70.idNumber);
});

it('what was submitted of late is shown before the first question and never in the middle of it', async () => {
  makeKeys();
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await work.until('done');
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  const may = Promise.withResolvers<void>();
  work.sync.keysMayBeMade = may.promise;
  await placeCardFor('老年综合津贴（示例）');
  expect(work.screen()).toMatchObject({ screen: 'card', reader: 'reading' });
  may.resolve();
  expect((await work.until('already-submitted')).row.official).toBe(true);
  expect(work.views.slice(-4).map((view) => view.session.screen)).not.toContain('question');
});

it('the citizen may go back while it is made, and nothing follows', async () => {
  work.session.openMySubmissions();
  work.reader.place(woman70);
  expect(work.screen()).toMatchObject({ screen: 'card', reader: 'reading' });
  work.session.back();
  makeKeys();
  await new Promise(setImmediate);
  expect(work.screen().screen).toBe('choose');
  work.session.openMySubmissions();
  await work.until('my-submissions');
});

it('the citizen may leave while it is submitted, and the next one sees nothing of it', async () => {
  await placeCardFor('老年综合津贴（示例）');
  await work.fillIn(allowanceAnswers);
  work.sync.platform = 'full';
  work.session.submit();
  work.session.finish();
  makeKeys();
  await expect.poll(() => work.log.join()).toContain('submission.not-stored');
  expect(work.screen().screen).toBe('take-card');
});

import type { PrintOutcome } from '@tongban/peripherals/receipt-printer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  allowanceAnswers,
  man40,
  sessionAtWork,
  woman70,
  type SessionAtWork,
} from '../testing/session-at-work.ts';

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

async function fillIn(): Promise<void> {
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
}

const printerFailures: [PrintOutcome, string][] = [
  [{ kind: 'failed', reason: 'paper-out' }, 'printer-paper-out'],
  [{ kind: 'failed', reason: 'cover-open' }, 'printer-cover-open'],
  [{ kind: 'failed', reason: 'cutter-error' }, 'printer-error'],
  [{ kind: 'failed', reason: 'disconnected' }, 'printer-offline'],
  [{ kind: 'unknown', reason: 'silent' }, 'slip-unknown'],
];
it.each(printerFailures)('the slip: %o', async (outcome, kind) => {
  work.printer.outcomes = [outcome];
  await fillIn();
  work.session.submit();
  const trouble = await work.until('trouble');
  // The submission is safe whatever the printer does, and the number is on the screen.
  expect(trouble).toMatchObject({
    kind,
    ways: ['try-again', 'without-slip'],
    outcome: 'accepted',
    number: 'SH26112200011',
  });
  work.session.resolveTrouble('try-again');
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'done', slip: 'printed' });
  expect(work.sync.inputs).toHaveLength(1);
});

it('goes without a slip when the citizen does not want to wait for one', async () => {
  work.printer.outcomes = [{ kind: 'failed', reason: 'paper-out' }];
  await fillIn();
  work.session.submit();
  await work.until('trouble');
  work.session.resolveTrouble('without-slip');
  expect(work.screen()).toMatchObject({ screen: 'done', slip: 'not-wanted', number: 'SH26112200011' });
});

it('a full disk: nothing is stored, nothing printed, and it can be tried again', async () => {
  work.sync.platform = 'full';
  await fillIn();
  work.session.submit();
  expect(await work.until('trouble')).toMatchObject({ kind: 'storage-failed', number: null });
  expect(work.printer.slips).toEqual([]);
  work.sync.platform = 'accepts';
  work.session.resolveTrouble('try-again');
  expect(await work.until('done')).toMatchObject({ outcome: 'accepted' });
});

it('the platform refuses a field: the citizen corrects it at once, and it takes the place of what was refused', async () => {
  work.sync.platform = 'refuses-phone';
  await fillIn();
  work.session.submit();
  expect(await work.until('trouble')).toMatchObject({
    kind: 'platform-rejected',
    words: { zh: '请核对：手机号码' },
  });
  expect(work.printer.slips).toEqual([]);
  work.sync.platform = 'accepts';
  work.session.resolveTrouble('go-back');
  work.session.edit('phone');
  work.session.answer('phone', '13911112222');
  work.session.submit();
  await work.until('done');
  const keys = work.sync.inputs.map((input) => input.idempotencyKey);
  expect(new Set(keys).size).toBe(2);
  expect([...work.sync.records.keys()]).toEqual([keys[1]]);
});

it('the platform refuses a field: the review says which, and then that it has changed', async () => {
  work.sync.platform = 'refuses-phone';
  await fillIn();
  work.session.submit();
  await work.until('trouble');
  work.session.resolveTrouble('go-back');
  const phoneMark = async () =>
    (await work.until('review')).rows.find(({ field }) => field === 'phone')?.mark;
  expect(await phoneMark()).toBe('asked');
  work.session.edit('phone');
  expect(work.screen()).toMatchObject({ value: '13800005678', correction: { why: 'named' } });
  work.session.answer('phone', '13911112222');
  expect(await phoneMark()).toBe('changed');
});

it('a correction that is not awaited any more: it is said, and nothing is stored', async () => {
  work.sync.platform = 'refuses-phone';
  await fillIn();
  work.session.submit();
  await work.until('trouble');
  work.session.resolveTrouble('go-back');
  work.sync.correctionsClosed = true;
  work.session.submit();
  await expect.poll(() => work.screen()).toMatchObject({ kind: 'correction-closed', ways: ['finish'] });
  expect(work.sync.inputs).toHaveLength(1);
});

it('somebody too young is told why, in the words of the matter, and chooses another', async () => {
  await work.identify('老年综合津贴（示例）', man40);
  expect(work.screen()).toMatchObject({
    kind: 'not-eligible',
    words: { zh: expect.stringContaining('65 周岁') as string },
  });
  work.session.resolveTrouble('go-back');
  expect(work.screen().screen).toBe('choose');
});

it('an unknown matter is said to be unavailable', async () => {
  work.session.start();
  work.session.chooseMatter('000');
  expect(work.screen()).toMatchObject({ kind: 'matter-ended' });
});

it('a restart in the middle of a visit is told', () => {
  work.stop();
  work = sessionAtWork({ interrupted: true });
  expect(work.screen()).toMatchObject({ screen: 'trouble', kind: 'restarted', ways: ['finish'] });
  work.session.resolveTrouble('finish');
  expect(work.visits).toEqual([false]);
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { allowanceAnswers, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

const reasons = ['storage-full', 'terminal-revoked'] as const;

it.each(reasons)('%s: the greeting says so and nothing begins', (reason) => {
  work.sync.closeIntake(reason);
  expect(work.views.at(-1)?.session).toMatchObject({ screen: 'attract', closed: reason });
  work.session.start();
  work.session.openMySubmissions();
  work.session.codeScanned({ kind: 'acceptance-number', number: 'SH26112200011' });
  expect(work.screen().screen).toBe('attract');
  expect(work.visits).toEqual([]);
});

it('opens by itself when the reason has gone', () => {
  work.sync.closeIntake('storage-full');
  work.sync.closeIntake(null);
  expect(work.views.at(-1)?.session).toMatchObject({ screen: 'attract', closed: null });
  work.session.start();
  expect(work.screen().screen).toBe('choose');
});

it('closed while the guide is read: it is said there, before the card', async () => {
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters[0]!.id);
  work.sync.closeIntake('storage-full');
  expect(work.views.at(-1)?.session).toMatchObject({ screen: 'guide', cannotHere: 'terminal-closed' });
  work.session.confirmGuide();
  expect(work.screen().screen).toBe('guide');
});

it('closed while the card is put down: it is said instead of the first question', async () => {
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters[0]!.id);
  work.session.confirmGuide();
  await work.until('card');
  work.sync.closeIntake('terminal-revoked');
  work.reader.place(woman70);
  expect(await work.until('trouble')).toMatchObject({ kind: 'terminal-closed', ways: ['finish'] });
});

it('closed while an earlier submission is shown: what stands there stays, and nothing new begins', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await work.until('done');
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  await work.identify('老年综合津贴（示例）', woman70);
  await work.until('already-submitted');
  work.sync.closeIntake('storage-full');
  expect(work.screen().screen).toBe('already-submitted');
  work.session.submitAgain();
  expect(work.screen()).toMatchObject({ screen: 'trouble', kind: 'terminal-closed' });
});

it('what was begun may be submitted', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  work.sync.closeIntake('storage-full');
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  expect(await work.until('done')).toMatchObject({ outcome: 'accepted' });
});

it('what was submitted can be looked up by who is there already, and not corrected', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await work.until('done');
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  const [input] = work.sync.inputs;
  work.sync.ask(input!.idempotencyKey, {
    what: 'return',
    parts: [{ kind: 'field', name: 'phone', words: null }],
    ...{ due: null, words: null },
  });
  work.session.openMySubmissions();
  work.reader.place(woman70);
  expect(await work.until('my-submissions')).toMatchObject({ rows: [{ need: { canCorrect: true } }] });
  work.sync.closeIntake('terminal-revoked');
  const mine = await work.until('my-submissions');
  expect(mine).toMatchObject({ rows: [{ state: 'needs-citizen', need: { canCorrect: false } }] });
  work.session.correct(mine.rows[0]!.number);
  expect(work.screen().screen).toBe('my-submissions');
});

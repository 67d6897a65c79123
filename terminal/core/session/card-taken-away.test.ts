import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('the card is taken away in the form', () => {
  beforeEach(async () => {
    await work.identify('老年综合津贴（示例）', woman70);
    work.session.answer('bankCard', allowanceAnswers.bankCard);
    work.reader.show('no-card');
  });

  it('stops and says so', () => {
    expect(work.screen()).toMatchObject({ screen: 'trouble', kind: 'card-removed', ways: ['finish'] });
  });

  it('goes on at the same question when the same card is back', async () => {
    work.reader.place(woman70);
    expect(await work.until('question')).toMatchObject({ field: { name: 'phone' } });
  });

  it('ends and wipes when it is another card', async () => {
    work.reader.place(man40);
    expect((await work.until('take-card')).screen).toBe('take-card');
    expect(JSON.stringify(work.session.view())).not.toContain('李');
  });
});

it('does not mind after the submission', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await work.until('done');
  work.reader.show('no-card');
  expect(work.screen()).toMatchObject({ screen: 'done', cardOnReader: false });
  work.session.finish();
  expect(work.screen().screen).toBe('end');
});

it('waits with nothing of the citizen on it until a left card is taken', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  work.session.finish();
  work.session.start();
  work.session.openMySubmissions();
  expect(work.screen()).toEqual({ screen: 'take-card', slipPrinted: false, inSlot: false });
  work.reader.show('no-card');
  expect(work.screen().screen).toBe('end');
});

it.each([
  ['card-removed-mid-read', 'removed'],
  ['card-unreadable', 'unreadable'],
  ['disconnected', 'reader-offline'],
  ['reading', 'reading'],
  ['card-present', 'unreadable'],
] as const)('shows the reader status %s as %s while the card is asked for', (status, shown) => {
  work.session.openMySubmissions();
  work.reader.show(status);
  expect(work.screen()).toMatchObject({ screen: 'card', reader: shown });
});

it('refuses a card that has expired until another one comes', async () => {
  work.session.openMySubmissions();
  work.reader.place({ ...man40, validTo: '2026-11-01' });
  expect(work.screen()).toMatchObject({ screen: 'card', reader: 'expired' });
  work.reader.show('no-card');
  expect(work.screen()).toMatchObject({ screen: 'card', reader: 'waiting' });
  work.reader.place(woman70);
  expect((await work.until('my-submissions')).rows).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  allowanceAnswers,
  man40,
  permit,
  sessionAtWork,
  woman70,
  type SessionAtWork,
} from '../../testing/session-at-work.ts';
import { examplePerson } from './example-person.ts';

const ALLOWANCE = '老年综合津贴（示例）';

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => {
  work.stop();
});

/** From the attract screen to where the card is asked for. */
async function chooseAllowance(): Promise<void> {
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find(({ name }) => name.zh === ALLOWANCE)!.id);
  work.session.confirmGuide();
  await work.until('card');
}

/** To the end of a matter. */
async function practise(): Promise<void> {
  work.inUse.practise(true);
  await chooseAllowance();
  work.session.useExampleCard();
  await work.fillIn(allowanceAnswers);
  work.session.submit('none');
  await work.until('practice-done');
}

const kept = () => [work.sync.inputs, work.ratings, work.modules.asked];
const NOTHING = [[], [], []];

it('a whole matter with the example person is marked all along, and nothing of it goes anywhere', async () => {
  work.inUse.practise(true);
  const before = work.views.length;
  await chooseAllowance();
  work.session.useExampleCard();
  expect(await work.until('question')).toMatchObject({ holder: { name: '练***' } });
  await work.fillIn(allowanceAnswers);
  work.session.submit('none');
  expect(await work.until('practice-done')).toEqual({
    screen: 'practice-done',
    ...{ slip: 'not-wanted', canPrintAgain: true },
    matter: expect.objectContaining({ name: expect.objectContaining({ zh: ALLOWANCE }) }),
    holder: { name: '练***', idNumber: '310***********0022' },
  });
  work.session.rating.open();
  await work.until('rating');
  work.session.rating.give({ stars: 5, reasons: [] });
  work.session.finish();
  await work.until('attract');
  expect(work.views.slice(before).every(({ practice }) => practice)).toBe(true);
  expect(kept()).toEqual(NOTHING);
  expect(work.printer.slips).toEqual([]);
  const told = work.log.filter((line) => /submission|visit|rating/.test(line));
  expect(told.length).toBeGreaterThan(3);
  expect(told.every((line) => line.includes('"event":"practice.'))).toBe(true);
});

it.each(['zh-CN', 'en'] as const)(
  'a slip says what it is at both ends, without number or code (%s)',
  async (language) => {
    await practise();
    work.session.setLanguage(language);
    work.session.slip.printAgain();
    await expect.poll(() => work.screen()).toMatchObject({ screen: 'practice-done', slip: 'printed' });
    const [slip] = work.printer.slips;
    const titles = slip?.blocks.filter(({ type }) => type === 'title') ?? [];
    expect(titles).toHaveLength(2);
    expect(JSON.stringify(titles)).toMatch(/练习.*练习/);
    expect(slip?.blocks.some(({ type }) => type === 'qr')).toBe(false);
    expect(JSON.stringify(slip)).toMatch(language === 'en' ? /proves nothing/ : /不能作任何证明/);
    expect(JSON.stringify(slip)).not.toMatch(/凭证|受理|编号|\d{7,}/);
  },
);

it('a printer without paper says so, and no submission is told of', async () => {
  await practise();
  work.printer.outcomes.push({ kind: 'failed', reason: 'paper-out' });
  work.session.slip.printAgain();
  expect(await work.until('trouble')).toMatchObject({ number: null, outcome: null });
  work.session.resolveTrouble('without-slip');
  expect(work.screen().screen).toBe('practice-done');
});

it.each([woman70, man40, permit, { ...woman70, validTo: '2020-01-01' }])(
  'a real card is taken for the example person’s, and nothing that it says is used',
  async (card) => {
    work.inUse.practise(true);
    await chooseAllowance();
    work.reader.place(card);
    expect(await work.until('question')).toMatchObject({ holder: { idNumber: '310***********0022' } });
    await work.fillIn(allowanceAnswers);
    expect(work.session.reveal('applicantIdNumber')).toEqual({ text: '310199195608080022' });
    expect(JSON.stringify([work.views, work.log])).not.toContain(`${card.name[0]}**`);
    work.session.finish();
    // It lies there none the less.
    expect(work.screen().screen).toBe('take-card');
    work.reader.show('no-card');
    await work.until('attract');
  },
);

it('the example person stays when a card is lifted or the reader is pulled, whatever is tapped twice', async () => {
  work.reader.show('disconnected');
  work.inUse.practise(true);
  await chooseAllowance();
  expect(work.screen()).toMatchObject({ reader: 'reader-offline' });
  work.session.useExampleCard();
  work.session.useExampleCard();
  expect((await work.until('question')).number).toBe(1);
  work.reader.show('no-card');
  expect(work.screen().screen).toBe('question');
});

it('neither a code on a phone nor 12345 is to be had, and what was submitted here is not shown', async () => {
  await work.identify(ALLOWANCE, woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await work.until('done');
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  const asked = work.modules.asked.length;
  work.inUse.practise(true);
  work.session.openMySubmissions();
  work.session.codeScanned({ kind: 'citizen-code', token: 'TEST' });
  work.session.hotline.open();
  expect(await work.until('card')).toMatchObject({ code: null });
  work.reader.place(woman70);
  expect(await work.until('my-submissions')).toMatchObject({ rows: [] });
  expect(work.modules.asked).toHaveLength(asked);
});

it('the example person can do whichever matter is practised', async () => {
  work.session.start();
  const { matters } = await work.until('choose');
  expect(matters.length).toBeGreaterThan(10);
  work.session.finish();
  work.inUse.practise(true);
  for (const { id } of matters) {
    await work.until('attract');
    work.session.start();
    work.session.chooseMatter(id);
    work.session.confirmGuide();
    work.session.forWhom.choose({ who: 'self' });
    work.session.useExampleCard();
    while (work.screen().screen === 'card') await new Promise(setImmediate);
    if (work.screen().screen === 'guide') expect(work.screen()).not.toMatchObject({ cannotHere: null });
    else expect(['question', 'material', 'unavailable']).toContain(work.screen().screen);
    work.session.finish();
  }
});

it('a synthetic person, whose number is of no region', () => {
  expect(examplePerson(null, new Date()).idNumber).toMatch(/^310199/);
});

describe('between practice and the real thing', () => {
  it('stands the end of a visit: practice holds for every one until somebody ends it at the terminal', async () => {
    expect(work.inUse.practise(true)).toEqual({ on: true, visit: 'none' });
    expect(work.views.at(-1)).toMatchObject({ practice: true, session: { screen: 'attract' } });
    for (let visits = 0; visits < 2; visits += 1) {
      work.session.start();
      expect(work.inUse.practice).toEqual({ on: true, visit: 'practice' });
      work.session.endPractice();
      expect(work.session.view().practice).toBe(true);
      work.session.finish();
      await work.until('attract');
      expect(work.session.view().practice).toBe(true);
    }
    work.session.endPractice();
    expect(work.inUse.practice).toEqual({ on: false, visit: 'none' });
    await work.identify(ALLOWANCE, woman70);
    await work.fillIn(allowanceAnswers);
    work.session.submit();
    await work.until('done');
    expect(work.sync.inputs).toHaveLength(1);
  });

  it('a citizen at work is not disturbed, and no example card is to be had', async () => {
    await chooseAllowance();
    expect(work.inUse.practise(true)).toEqual({ on: true, visit: 'real' });
    work.session.useExampleCard();
    expect(work.screen().screen).toBe('card');
    work.reader.place(woman70);
    await work.fillIn(allowanceAnswers);
    work.session.submit();
    await work.until('done');
    expect(work.sync.inputs).toHaveLength(1);
    work.session.finish();
    expect(work.session.view()).toMatchObject({ practice: false, session: { screen: 'take-card' } });
    work.reader.show('no-card');
    await work.until('attract');
    expect(work.session.view().practice).toBe(true);
  });

  it('a form that is being submitted when practice is turned off goes nowhere', async () => {
    work.inUse.practise(true);
    await chooseAllowance();
    work.session.useExampleCard();
    await work.fillIn(allowanceAnswers);
    work.session.submit();
    expect(work.inUse.practise(false)).toEqual({ on: false, visit: 'none' });
    expect(work.screen().screen).toBe('end');
    await work.until('attract');
    expect(work.session.view().practice).toBe(false);
    expect(kept()).toEqual(NOTHING);
  });

  it('views count on, so that no screen stays behind', async () => {
    work.inUse.practise(true);
    work.session.start();
    work.inUse.practise(false);
    await work.until('attract');
    const revisions = work.views.map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  });

  it('left alone, a visit of practice ends as every visit does, and practice itself after a while', async () => {
    work.stop();
    work = sessionAtWork({ session: { idleMs: 200, countdownMs: 100 }, practiceIdleMs: 300 });
    work.inUse.practise(true);
    work.session.start();
    await work.until('end');
    await work.until('attract');
    await expect.poll(() => work.session.view().practice).toBe(false);
    expect(work.inUse.practice).toEqual({ on: false, visit: 'none' });
  });

  it('a terminal that takes nothing new can be trained at', () => {
    work.sync.closeIntake('terminal-revoked');
    expect(work.screen()).toMatchObject({ closed: 'terminal-revoked' });
    work.inUse.practise(true);
    expect(work.screen()).toMatchObject({ closed: null });
    work.inUse.practise(false);
    expect(work.screen()).toMatchObject({ closed: 'terminal-revoked' });
  });
});

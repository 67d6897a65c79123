import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allowanceAnswers, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';
import { answered, CODE, PRINTED_CODE } from '../testing/stand-in-customer-service.ts';

const ALLOWANCE = '老年综合津贴（示例）';
const WORDS = '等了太久，测试内容甲';
const PHONE = '13800005678';
const AGREED = { number: PHONE, agreed: true } as const;

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

/** Up to where the phone number is asked for. */
function write(
  about: Parameters<SessionAtWork['session']['hotline']['about']>[0] = { topic: 'service' },
): void {
  const { hotline } = work.session;
  hotline.open();
  hotline.choose({ want: 'complaint' });
  hotline.about(about);
  hotline.write({ text: WORDS });
}
const page = (name: string) => expect.objectContaining({ screen: 'hotline', page: name });
const comes = (name: string) => expect.poll(() => work.screen()).toEqual(page(name));

it('takes a complaint without a card, and gives the code of its answer', async () => {
  work.session.start();
  write();
  expect(work.screen()).toEqual({ screen: 'hotline', page: 'phone', formWaits: false });
  work.session.hotline.send({ phone: AGREED });
  work.session.hotline.send({ phone: null });
  await comes('sent');
  expect(work.modules.customerService.inputs).toEqual([
    {
      ...{ kind: 'complaint', category: 'service', text: WORDS, phone: PHONE, language: 'zh-CN' },
      applyNo: null,
    },
  ]);
  expect(work.screen()).toMatchObject({
    ticket: { code: PRINTED_CODE, state: 'received', ticketNo: answered.ticketNo },
    phone: '138****5678',
  });
  expect(work.log.join()).not.toMatch(/测试内容甲|13800005678/);
  work.session.hotline.close();
  expect(work.screen().screen).toBe('choose');
});

it('answers a question with what others have asked before it is written down', () => {
  work.session.start();
  const { hotline } = work.session;
  hotline.open();
  hotline.choose({ want: 'question' });
  const [entry] = work.modules.customerService.entries;
  expect(work.screen()).toMatchObject({ page: 'faq', entries: [entry] });
  hotline.read({ question: 'progress' });
  expect(work.screen()).toMatchObject({ page: 'answer', entry });
  hotline.askOwn();
  expect(work.screen()).toMatchObject({ page: 'topic', kind: 'question', own: [] });
});

it('leads back page by page, with what was written, to where it was opened', () => {
  work.session.start();
  write();
  const pages = ['words', 'topic', 'menu'];
  for (const name of pages) {
    work.session.back();
    expect(work.screen()).toEqual(page(name));
    if (name === 'words') expect(work.screen()).toMatchObject({ text: WORDS });
  }
  work.session.back();
  expect(work.screen().screen).toBe('choose');
});

it('nothing but blanks is sent to nobody', () => {
  work.session.start();
  const { hotline } = work.session;
  hotline.open();
  hotline.choose({ want: 'suggestion' });
  hotline.about({ topic: 'other' });
  hotline.write({ text: ' \n ' });
  expect(work.screen()).toEqual(page('words'));
});

describe('in the middle of a form', () => {
  beforeEach(async () => {
    await work.identify(ALLOWANCE, woman70);
    work.session.answer('bankCard', allowanceAnswers.bankCard);
    work.session.check('phone', '1380');
  });

  it('comes back to the same question, with what was half typed', async () => {
    write();
    expect(work.screen()).toMatchObject({ formWaits: true });
    expect(JSON.stringify(work.screen())).not.toContain('李');
    work.session.hotline.send({ phone: null });
    await comes('sent');
    work.session.hotline.close();
    expect(work.screen()).toMatchObject({ screen: 'question', field: { name: 'phone' }, value: '1380' });
    work.session.answer('phone', allowanceAnswers.phone);
    work.session.back();
    expect(work.screen()).toMatchObject({ field: { name: 'phone' }, value: allowanceAnswers.phone });
  });

  it('does not open the form before the card that was taken meanwhile is back', async () => {
    write();
    work.reader.show('no-card');
    expect(work.screen()).toEqual(page('phone'));
    work.session.hotline.close();
    expect(work.screen()).toMatchObject({ screen: 'trouble', kind: 'card-removed' });
    work.reader.place(woman70);
    expect(await work.until('question')).toMatchObject({ field: { name: 'phone' }, value: '1380' });
  });

  it('takes the card back while 12345 is still open', () => {
    write();
    work.reader.show('no-card');
    work.reader.place(woman70);
    expect(work.screen()).toMatchObject({ page: 'phone', formWaits: true });
    work.session.hotline.close();
    expect(work.screen()).toMatchObject({ screen: 'question', value: '1380' });
  });

  it('ends and wipes when another card is put there instead', () => {
    write();
    work.reader.show('no-card');
    work.reader.place({ ...woman70, idNumber: '310199195603080031' });
    expect(work.screen().screen).toBe('take-card');
  });
});

it('asks for the card again where it was opened while the card was awaited', async () => {
  work.session.openMySubmissions();
  work.session.hotline.open();
  expect(work.reader.reading).toBe(false);
  work.session.hotline.close();
  expect(work.screen()).toMatchObject({ screen: 'card', reader: 'waiting' });
  work.reader.place(woman70);
  await work.until('my-submissions');
});

describe('about what was submitted', () => {
  async function submitted(): Promise<string> {
    await work.identify(ALLOWANCE, woman70);
    work.session.submitAgain();
    await work.fillIn(allowanceAnswers);
    work.session.submit();
    await expect.poll(() => work.screen()).toMatchObject({ screen: 'done', slip: 'printed' });
    return [...work.sync.records.values()][0]?.record.applyNo ?? '';
  }

  it('carries the acceptance number when the citizen says so, and says it on the screen', async () => {
    const applyNo = await submitted();
    const own = { applyNo, matterName: expect.objectContaining({ zh: ALLOWANCE }) };
    work.session.hotline.open();
    work.session.hotline.choose({ want: 'complaint' });
    expect(work.screen()).toMatchObject({ page: 'topic', own: [own] });
    work.session.hotline.about({ applyNo: 'SH0000000000001' });
    expect(work.screen()).toEqual(page('topic'));
    work.session.hotline.about({ applyNo });
    expect(work.screen()).toMatchObject({ page: 'words', about: own });
    work.session.hotline.write({ text: WORDS });
    work.session.hotline.send({ phone: null });
    await comes('sent');
    expect(work.modules.customerService.inputs).toMatchObject([{ category: 'submission', applyNo }]);
    work.session.hotline.close();
    expect(work.screen()).toMatchObject({ screen: 'done', slip: 'printed', number: applyNo });
  });

  it('offers those of the card from its list, and none that have no number yet', async () => {
    await submitted();
    work.session.finish();
    work.reader.show('no-card');
    await work.until('attract');
    work.sync.platform = 'unreachable';
    await submitted();
    work.session.finish();
    work.reader.show('no-card');
    await work.until('attract');
    work.session.openMySubmissions();
    work.reader.place(woman70);
    await work.until('my-submissions');
    work.session.hotline.open();
    work.session.hotline.choose({ want: 'suggestion' });
    expect(work.screen()).toMatchObject({ page: 'topic', own: [{ applyNo: expect.stringMatching(/^SH/) }] });
  });

  it('a holding slip that becomes an acceptance meanwhile is one at the way back', async () => {
    work.sync.platform = 'unreachable';
    await submitted();
    work.session.hotline.open();
    work.sync.accept(work.sync.inputs[0]!.idempotencyKey);
    work.session.hotline.close();
    expect(work.screen()).toMatchObject({ screen: 'done', outcome: 'accepted' });
  });
});

describe('the slip', () => {
  beforeEach(async () => {
    work.session.start();
    write();
    work.session.hotline.send({ phone: AGREED });
    await comes('sent');
  });

  it('has the code and nothing of what was written, and is printed twice at most', async () => {
    for (const canPrint of [true, false, false]) {
      void work.session.hotline.print();
      await expect.poll(() => work.screen()).toMatchObject({ slip: 'printed', canPrint });
    }
    expect(work.printer.slips).toHaveLength(2);
    const slip = JSON.stringify(work.printer.slips[0]);
    for (const said of [PRINTED_CODE, '12345', '138****5678', '投诉']) expect(slip).toContain(said);
    for (const kept of [WORDS, PHONE]) expect(slip).not.toContain(kept);
    work.session.finish();
    expect(work.screen().screen).toBe('end');
  });

  it('is not needed where the printer has no paper: the screen says so, and the code stays', async () => {
    work.printer.outcomes = [{ kind: 'failed', reason: 'paper-out' }];
    void work.session.hotline.print();
    await expect
      .poll(() => work.screen())
      .toMatchObject({ slip: 'failed', canPrint: true, ticket: { code: PRINTED_CODE } });
  });
});

it('says that a terminal whose disk is full has kept nothing, and tries again with the same words', async () => {
  work.session.start();
  write();
  work.modules.customerService.takes = 'full';
  work.session.hotline.send({ phone: null });
  await comes('failed');
  expect(work.log).toContain(JSON.stringify({ event: 'hotline.not-stored', reason: 'SqliteError' }));
  work.modules.customerService.takes = 'waiting';
  work.session.hotline.sendAgain();
  work.session.hotline.sendAgain();
  await comes('sent');
  expect(work.modules.customerService.inputs).toMatchObject([{ text: WORDS }]);
  expect(work.screen()).toMatchObject({ ticket: { state: 'waiting', ticketNo: null } });
});

describe('looking up an answer', () => {
  beforeEach(() => {
    work.session.start();
    work.session.hotline.open();
    work.session.hotline.choose({ want: 'lookup' });
  });
  const lookUp = () => void work.session.hotline.lookUp({ code: CODE });

  it('shows what became of it', async () => {
    lookUp();
    await comes('ticket');
    expect(work.screen()).toMatchObject({
      ticket: { code: PRINTED_CODE, state: 'answered', reply: answered.reply },
    });
    work.session.back();
    expect(work.screen()).toMatchObject({ page: 'lookup', code: CODE, problem: null });
  });

  it.each([
    ['offline', 'offline'],
    ['module-down', 'module-down'],
  ] as const)('says that nobody can be asked now (%s)', async (cause, problem) => {
    work.modules.customerService.closed(cause);
    lookUp();
    await expect.poll(() => work.screen()).toMatchObject({ page: 'lookup', code: CODE, problem });
  });

  it('says that no ticket has this code', async () => {
    work.modules.customerService.knows = { kind: 'unknown' };
    lookUp();
    await expect.poll(() => work.screen()).toMatchObject({ page: 'lookup', problem: 'unknown' });
  });

  it('drops what comes after the citizen has gone back', async () => {
    let answer = (): void => undefined;
    work.modules.customerService.mayAnswer = new Promise((resolve) => (answer = resolve));
    lookUp();
    expect(work.screen()).toEqual(page('looking'));
    work.session.back();
    answer();
    await new Promise(setImmediate);
    expect(work.screen()).toMatchObject({ page: 'lookup', problem: null });
  });
});

describe('nobody is there any more', () => {
  it('the idle clock wipes what was written', async () => {
    work.stop();
    work = sessionAtWork({ session: { idleMs: 1, countdownMs: 1 } });
    work.session.start();
    write();
    await work.until('attract');
    const seen = work.views.length;
    work.session.start();
    work.session.hotline.open();
    work.session.hotline.choose({ want: 'complaint' });
    work.session.hotline.about({ topic: 'other' });
    expect(work.screen()).toMatchObject({ page: 'words', text: '' });
    expect(JSON.stringify(work.views.slice(seen))).not.toContain(WORDS);
  });

  it('but not while it is being sent, and an answer for an ended visit shows nothing', async () => {
    let answer = (): void => undefined;
    work.modules.customerService.mayAnswer = new Promise((resolve) => (answer = resolve));
    work.session.start();
    write();
    work.session.hotline.send({ phone: null });
    work.session.back();
    work.session.hotline.close();
    expect(work.screen()).toEqual(page('sending'));
    work.session.finish();
    answer();
    await expect.poll(() => work.modules.customerService.inputs).toHaveLength(1);
    await work.until('attract');
  });
});

describe('is not offered', () => {
  const isOffered = () => work.session.view().hotline;

  it('where a step goes on by itself, nor twice', async () => {
    expect(isOffered()).toBe(false);
    work.session.start();
    expect(isOffered()).toBe(true);
    work.session.hotline.open();
    expect(isOffered()).toBe(false);
    work.session.hotline.open();
    work.session.hotline.close();
    work.session.finish();
    work.session.hotline.open();
    expect(work.screen().screen).toBe('end');
  });

  it('at a site without a customer service', () => {
    work.stop();
    work = sessionAtWork();
    work.modules.switchedOff = ['customer-service'];
    work.session.start();
    work.session.hotline.open();
    expect(isOffered()).toBe(false);
    expect(work.screen().screen).toBe('choose');
  });
});

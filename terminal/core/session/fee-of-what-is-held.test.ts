import { afterEach, beforeEach, expect, it } from 'vitest';
import { man40, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

/** A fee where the platform has said nothing yet, or says it late. */

const ENROLMENT = '居民医保参保登记（示例）';
const answers = { category: 'registered', startsOn: 'this-year', phone: '13700002468', promise: true };

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

async function submit(): Promise<void> {
  await work.identify(ENROLMENT, man40);
  await work.fillIn(answers);
  work.session.submit();
}
const shown = () => expect.poll(() => work.screen());
const slips = (): string[] => work.printer.slips.map((slip) => JSON.stringify(slip));

it('offline no money is taken: the submission is kept, and the slip says when and where the fee is paid', async () => {
  work.sync.network = 'offline';
  work.sync.platform = 'unreachable';
  work.modules.online = false;
  await submit();
  await shown().toMatchObject({
    ...{ screen: 'done', outcome: 'held', slip: 'printed' },
    fee: { amountFen: 40_000, state: 'after-acceptance', payBy: null, canPay: false },
  });
  expect(slips()[0]).toContain('¥400.00 现在不用缴：受理后在随申办或窗口缴');
  work.session.paying.pay();
  expect(work.screen().screen).toBe('done');
  expect(work.modules.asked).not.toContain('payment');
});

it('accepted while the citizen still stands there: now the fee can be paid', async () => {
  work.sync.network = 'offline';
  work.sync.platform = 'unreachable';
  await submit();
  await shown().toMatchObject({ screen: 'done', outcome: 'held', slip: 'printed' });
  work.sync.accept(work.sync.inputs[0]!.idempotencyKey);
  expect(work.screen()).toMatchObject({ outcome: 'accepted', fee: { state: 'unpaid', canPay: true } });
  work.session.paying.pay();
  await shown().toMatchObject({ screen: 'pay', state: 'open', amountFen: 40_000 });
  work.modules.order = 'paid';
  await shown().toMatchObject({ screen: 'done', slip: 'printed', fee: { state: 'paid' } });
  expect(slips()[1]).toContain('¥400.00 已缴');
});

it('who does not wait for a slow answer sees no code, and has the same order when asking anew', async () => {
  let answer = (): void => undefined;
  work.modules.mayAnswer = new Promise((resolve) => (answer = resolve));
  await submit();
  await shown().toMatchObject({ screen: 'pay', state: 'asking' });
  work.session.paying.later();
  await shown().toMatchObject({ screen: 'done', slip: 'printed', fee: { state: 'unpaid', canPay: true } });
  answer();
  await new Promise(setImmediate);
  expect(work.screen()).toMatchObject({ screen: 'done', fee: { state: 'unpaid', canPay: true } });
  work.session.paying.pay();
  await shown().toMatchObject({ screen: 'pay', state: 'open' });
  expect(work.modules.asked.filter((module) => module === 'payment').length).toBeGreaterThanOrEqual(2);
});

it('was paid already, when a visit before was cut off: nobody is asked for it twice', async () => {
  work.modules.order = 'paid';
  await submit();
  await shown().toMatchObject({ screen: 'done', slip: 'printed', fee: { state: 'paid', canPay: false } });
  expect(work.views.map(({ session }) => session.screen === 'pay' && session.qr)).not.toContain(
    'https://pay.example.invalid/q/TESTPAY1',
  );
});

it('without paper the screen says how the fee stands', async () => {
  await work.identify(ENROLMENT, man40);
  await work.fillIn(answers);
  work.session.submit('none');
  await shown().toMatchObject({ screen: 'pay', state: 'open' });
  work.session.paying.later();
  await shown().toMatchObject({ screen: 'done', slip: 'not-wanted', fee: { state: 'unpaid' } });
  expect(slips()).toEqual([]);
});

it('a matter without a fee asks for none', async () => {
  await work.identify('有无违法犯罪记录证明（示例）', man40);
  await work.fillIn({ purpose: 'job', collectAt: 'this-centre', phone: '13900001234', promise: true });
  work.session.submit();
  await shown().toMatchObject({ screen: 'done', slip: 'printed', fee: null });
  expect(work.views.map(({ session }) => session.screen)).not.toContain('pay');
  expect(work.modules.asked).not.toContain('payment');
});

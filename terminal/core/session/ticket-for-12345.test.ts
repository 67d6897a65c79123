import { expect, it, onTestFinished } from 'vitest';
import { realPlatform, untilModule } from '../testing/real-platform.ts';
import { sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

/** The session before the real queue of the modules and the sandbox platform. */

const WORDS = '柜台太高，测试内容乙';
/** Could be one, and was given to nobody here. */
const CODE_ELSEWHERE = 'K7VWRMGD2ENJ';

async function begin() {
  const platform = await realPlatform();
  const modules = await platform.openModules();
  const work = sessionAtWork({
    session: { outcomeMs: 8000 },
    ...{ realSync: platform.sync, realModules: modules },
  });
  onTestFinished(() => work.stop());
  work.session.start();
  const state = async () =>
    (await (await fetch(`${platform.sandbox.url}/sandbox/state`)).json()) as { tickets: number };
  return { ...platform, modules, work, tickets: async () => (await state()).tickets };
}

async function send({ session, screen }: SessionAtWork): Promise<string> {
  session.hotline.open();
  session.hotline.choose({ want: 'suggestion' });
  session.hotline.about({ topic: 'service' });
  session.hotline.write({ text: WORDS });
  session.hotline.send({ phone: { number: '13800005678', agreed: true } });
  await expect.poll(screen).toMatchObject({ page: 'sent' });
  const view = screen();
  if (view.screen !== 'hotline' || view.page !== 'sent') throw new Error('was not sent');
  return view.ticket.code.replaceAll('-', '');
}

async function lookUp({ session, screen }: SessionAtWork, code: string): Promise<void> {
  session.hotline.open();
  session.hotline.choose({ want: 'lookup' });
  void session.hotline.lookUp({ code });
  await expect.poll(screen).not.toMatchObject({ page: 'looking' });
}

it('is kept while the customer service is away, goes by itself once, and its code holds', async () => {
  const { work, modules, order, tickets } = await begin();
  await order({ verb: 'switch', module: 'customer-service', state: 'down' });
  await untilModule(modules, 'customer-service', 'down');
  const code = await send(work);
  expect(work.screen()).toMatchObject({ ticket: { state: 'waiting', ticketNo: null } });
  work.session.hotline.close();
  await lookUp(work, code);
  expect(work.screen()).toMatchObject({ page: 'ticket', ticket: { state: 'waiting' } });
  work.session.hotline.close();

  await order({ verb: 'switch', module: 'customer-service' });
  await expect.poll(() => modules.waitingCount).toBe(0);
  expect(await tickets()).toBe(1);
  await lookUp(work, code);
  expect(work.screen()).toMatchObject({ page: 'ticket', ticket: { state: 'received' } });
});

it('arrives while one stands there, and the answer is read by its code', async () => {
  const { work, order, tickets } = await begin();
  const code = await send(work);
  const sent = work.screen();
  const number = sent.screen === 'hotline' && sent.page === 'sent' ? (sent.ticket.ticketNo ?? '') : '';
  expect(number).toMatch(/^12345-\d{8}-\d{6}$/);
  expect(await tickets()).toBe(1);
  const reply = { zh: '已转交服务中心改进。' };
  await order({ verb: 'answer-ticket', ticketNo: number, reply });
  // A customer service that answers too late is as one that has not answered yet: looked up again, as a citizen would.
  await expect
    .poll(async () => {
      work.session.hotline.close();
      await lookUp(work, code);
      return work.screen();
    })
    .toMatchObject({ page: 'ticket', ticket: { state: 'answered', reply } });
});

it('a code that was mistyped is told from a customer service that is away', async () => {
  const { work, modules, order } = await begin();
  const code = await send(work);
  work.session.hotline.close();
  await lookUp(work, `${code.slice(0, 11)}${code[11] === '2' ? '3' : '2'}`);
  expect(work.screen()).toMatchObject({ page: 'lookup', problem: 'unknown' });
  work.session.hotline.close();
  await order({ verb: 'switch', module: 'customer-service', state: 'down' });
  await untilModule(modules, 'customer-service', 'down');
  // A ticket of another terminal, by a code that could be one.
  await lookUp(work, CODE_ELSEWHERE);
  expect(work.screen()).toMatchObject({ page: 'lookup', problem: 'module-down' });
});

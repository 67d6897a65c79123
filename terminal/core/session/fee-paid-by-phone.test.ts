import type { DoneView, PayView } from '@tongban/contract';
import type { Modules, ModulesOptions } from '@tongban/sync/modules';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { realPlatform, type RealPlatform } from '../testing/real-platform.ts';
import { man40, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

/** A fee of 400 yuan at the real sandbox platform, whose own orders play the citizen's phone. */

const ENROLMENT = '居民医保参保登记（示例）';
const answers = { category: 'registered', startsOn: 'this-year', phone: '13700002468', promise: true };
const SESSION = { outcomeMs: 15_000 };
/** Card keys are slow by design, and others use the machine too. */
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });
const PATIENCE = { timeout: 15_000 };

/** The cable between the terminal and the modules, in the hand of a test. */
class Cable {
  network: 'online' | 'offline' = 'online';
  readonly #sync: ModulesOptions['sync'];
  readonly #listeners = new Set<() => void>();

  constructor(sync: ModulesOptions['sync']) {
    this.#sync = sync;
  }

  waitForOutcome: ModulesOptions['sync']['waitForOutcome'] = (...asked) =>
    this.#sync.waitForOutcome(...asked);

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  pull(): void {
    this.#is('offline');
  }

  plugIn(): void {
    this.#is('online');
  }

  #is(network: 'online' | 'offline'): void {
    this.network = network;
    for (const listener of this.#listeners) listener();
  }
}

let platform: RealPlatform;
let cable: Cable;
let modules: Modules;
let work: SessionAtWork;
beforeEach(async () => {
  platform = await realPlatform();
  cable = new Cable(platform.sync);
  modules = await platform.openModules(cable);
  work = atTerminal();
});
afterEach(() => work.stop());

function atTerminal(options: Parameters<typeof sessionAtWork>[0] = {}): SessionAtWork {
  return sessionAtWork({ session: SESSION, realSync: platform.sync, realModules: modules, ...options });
}

/** From the attract screen to the submitted form. */
async function submit(): Promise<void> {
  await work.identify(ENROLMENT, man40);
  await work.fillIn(answers);
  work.session.submit();
}

async function pay(state: PayView['state']): Promise<PayView> {
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ screen: 'pay', state });
  return work.until('pay');
}

async function done(fee: Partial<DoneView['fee'] & object>): Promise<DoneView> {
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ screen: 'done', slip: 'printed', fee });
  return work.until('done');
}

/** The citizen's app reads the code and pays. */
function scanAndPay({ qr }: PayView): Promise<void> {
  return platform.order({ verb: 'pay', orderId: orderOf(qr) });
}
const orderOf = (qr: string | null): string => qr?.split('/').at(-1) ?? '';
/** Of the submission that the log tells of. */
function idOf(log: readonly string[]): string {
  const events = log.map((line) => JSON.parse(line) as { event: string; id?: string });
  return events.find(({ event }) => event === 'submission.stored')?.id ?? '';
}
const slips = (): string[] => work.printer.slips.map((slip) => JSON.stringify(slip));

it('paid: the screen goes on by itself, and the slip says so with the number of the order', async () => {
  await submit();
  const shown = await pay('open');
  expect(shown).toMatchObject({
    amountFen: 40_000,
    fees: [{ zh: '居民医保个人缴费（示例标准）' }],
    holder: { name: '张**' },
  });
  expect(shown.secondsLeft).toBeGreaterThan(280);
  // It goes on by itself: nothing is opened above it.
  expect(work.session.view().hotline).toBe(false);
  expect(slips()).toEqual([]);
  await scanAndPay(shown);
  const orderId = orderOf(shown.qr);
  await done({ amountFen: 40_000, state: 'paid', orderId, canPay: false });
  expect(slips()).toHaveLength(1);
  expect(slips()[0]).toContain('¥400.00 已缴');
  expect(slips()[0]).toContain(orderId);
  expect(await platform.records('payment')).toBe(1);
  expect(work.log.join()).not.toContain(orderId);
});

it('not paid in time: no money is taken, the submission stands, and it is said until when and where to pay', async () => {
  await submit();
  const shown = await pay('open');
  platform.sandbox.order({ verb: 'set-clock', aheadMs: 301_000 });
  const closed = await pay('closed');
  expect(closed).toMatchObject({ qr: null, payBy: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  await expect(scanAndPay(shown)).rejects.toThrow('the order is closed');
  work.session.paying.later();
  const { outcome } = await done({ state: 'unpaid', payBy: closed.payBy, canPay: false });
  expect(outcome).toBe('accepted');
  expect(slips()[0]).toContain('¥400.00 还没有缴');
});

it('over by the clock here while the platform’s is behind: it is closed there, and nobody pays it afterwards', async () => {
  platform.sandbox.order({ verb: 'set-clock', aheadMs: -297_000 });
  await submit();
  const shown = await pay('open');
  expect(shown.secondsLeft).toBeLessThanOrEqual(3);
  await pay('closed');
  await expect(scanAndPay(shown)).rejects.toThrow('the order is closed');
});

it('the payment system is down: says so, can be tried again, and is one order in the end', async () => {
  await platform.order({ verb: 'switch', module: 'payment', state: 'down' });
  await submit();
  expect(await pay('unavailable')).toMatchObject({ qr: null });
  work.session.paying.pay();
  work.session.paying.pay();
  await pay('unavailable');
  await platform.order({ verb: 'switch', module: 'payment', state: 'up' });
  await expect.poll(() => modules.states.payment, PATIENCE).toBe('up');
  work.session.paying.pay();
  await scanAndPay(await pay('open'));
  await done({ state: 'paid' });
  expect(await platform.records('payment')).toBe(1);
});

it('the payment system is down and stays it: the slip comes all the same, and the fee can still be tried from there', async () => {
  await platform.order({ verb: 'switch', module: 'payment', state: 'down' });
  await submit();
  await pay('unavailable');
  work.session.paying.later();
  await done({ state: 'unpaid', orderId: null, canPay: true });
  expect(slips()[0]).toContain('还没有缴');
  await platform.order({ verb: 'switch', module: 'payment', state: 'up' });
  await expect.poll(() => modules.states.payment, PATIENCE).toBe('up');
  work.session.paying.pay();
  await scanAndPay(await pay('open'));
  await done({ state: 'paid' });
  expect(slips()).toHaveLength(2);
});

it('the network goes while it is paid, and comes back: paid is paid', async () => {
  await submit();
  const shown = await pay('open');
  cable.pull();
  expect(await pay('unknown')).toMatchObject({ qr: null });
  await scanAndPay(shown);
  cable.plugIn();
  await done({ state: 'paid', orderId: orderOf(shown.qr) });
  expect(await platform.records('payment')).toBe(1);
});

it('the network goes and comes back before it was paid: the same code can be read again', async () => {
  await submit();
  const shown = await pay('open');
  cable.pull();
  await pay('unknown');
  cable.plugIn();
  const again = await pay('open');
  expect(again.qr).toBe(shown.qr);
  await scanAndPay(again);
  await done({ state: 'paid' });
});

it('who does not wait for the network is told that it is not known, and then what became of it', async () => {
  await submit();
  const shown = await pay('open');
  cable.pull();
  await pay('unknown');
  await scanAndPay(shown);
  work.session.paying.later();
  await done({ state: 'unknown', orderId: orderOf(shown.qr), canPay: false });
  expect(slips()[0]).toContain('结果待确认');
  cable.plugIn();
  await done({ state: 'paid' });
  expect(slips()).toHaveLength(1);
});

it('paid later: the order is closed first, so that a photographed code takes no money', async () => {
  await submit();
  const shown = await pay('open');
  work.session.paying.later();
  work.session.paying.later();
  await done({ state: 'unpaid', orderId: orderOf(shown.qr), canPay: false });
  await expect(scanAndPay(shown)).rejects.toThrow('the order is closed');
  expect(slips()).toHaveLength(1);
  work.session.paying.pay();
  expect(work.screen().screen).toBe('done');
  expect(await platform.records('payment')).toBe(1);
});

it('paid in the moment in which the citizen goes on without: it counts', async () => {
  work.stop();
  work = atTerminal({ session: { ...SESSION, payCheckMs: 60_000 } });
  await submit();
  await scanAndPay(await pay('open'));
  work.session.paying.later();
  await done({ state: 'paid' });
});

it('a second tap of the same finger submits once, orders once and prints once', async () => {
  await work.identify(ENROLMENT, man40);
  await work.fillIn(answers);
  work.session.submit();
  work.session.submit();
  const shown = await pay('open');
  work.session.paying.pay();
  expect(work.screen()).toMatchObject({ screen: 'pay', state: 'open', qr: shown.qr });
  await scanAndPay(shown);
  await done({ state: 'paid' });
  expect(slips()).toHaveLength(1);
  expect(await platform.records('payment')).toBe(1);
});

it('nobody touches it any more: the order is closed, the slip comes, and then the visit ends', async () => {
  work.stop();
  work = atTerminal({
    session: { ...SESSION, idleMs: 3000, countdownMs: 500, payFactor: 1, payCheckMs: 60_000 },
  });
  await submit();
  const shown = await pay('open');
  await done({ state: 'unpaid' });
  await expect(scanAndPay(shown)).rejects.toThrow('the order is closed');
  work.reader.show('no-card');
  await work.until('attract');
});

it('the visit ends while it could be paid: nobody pays what is not on the screen any more', async () => {
  await submit();
  const shown = await pay('open');
  work.session.finish();
  expect(work.screen().screen).toBe('take-card');
  await expect.poll(() => scanAndPay(shown).then(() => 'paid', String), PATIENCE).toContain('closed');
});

it('the card is taken away: the code stays, it concerns the phone alone', async () => {
  await submit();
  const shown = await pay('open');
  work.reader.show('no-card');
  expect(work.screen()).toMatchObject({ screen: 'pay', state: 'open', qr: shown.qr });
  await scanAndPay(shown);
  expect(await done({ state: 'paid' })).toMatchObject({ cardOnReader: false });
});

it('core is started again while it could be paid: the submission is there, and it is still one order', async () => {
  await submit();
  const shown = await pay('open');
  const submissionId = idOf(work.log);
  work.stop();
  await modules.close();
  modules = await platform.openModules(cable);
  work = atTerminal({ interrupted: true });
  expect(work.screen()).toMatchObject({ screen: 'trouble', kind: 'restarted' });
  work.session.resolveTrouble('finish');
  await work.until('attract');
  work.session.openMySubmissions();
  work.reader.place(man40);
  const { rows } = await work.until('my-submissions');
  expect(rows).toMatchObject([{ official: true, state: 'finished' }]);
  const applyNo = rows[0]?.number ?? '';
  const again = await modules.payment.createOrder({ submissionId, applyNo, amountFen: 40_000 });
  expect(again).toMatchObject({ kind: 'done', value: { orderId: orderOf(shown.qr), state: 'created' } });
  await scanAndPay(shown);
  expect(await platform.records('payment')).toBe(1);
});

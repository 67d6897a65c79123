import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { CardView } from '@tongban/contract';
import { realPlatform } from '../testing/real-platform.ts';
import { man40, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

/** Citizens who have no card with them and show the code on their phone (随申码). */

const CERTIFICATE = '有无违法犯罪记录证明（示例）';
const answers = { purpose: 'job', collectAt: 'this-centre', phone: '13900001234', promise: true };
const CODE = 'TESTsuishenma_0123456789abcdefghij-ABCDEFGHIJ';
const phone = { kind: 'citizen-code', token: CODE } as const;
const { name, idNumber, address } = man40;
/** Others use the machine too. */
vi.setConfig({ testTimeout: 60_000 });
const PATIENCE = { timeout: 20_000 };

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
  work.modules.codes = { [CODE]: { name, idNumber, address } };
});
afterEach(() => work.stop());

async function atCard(matterName = CERTIFICATE, at = work): Promise<void> {
  at.session.start();
  const { matters } = await at.until('choose');
  at.session.chooseMatter(matters.find((each) => each.name.zh === matterName)!.id);
  at.session.confirmGuide();
  await at.until('card');
}
function code(): CardView['code'] {
  const view = work.screen();
  if (view.screen !== 'card') throw new Error(`not at the card but at ${view.screen}`);
  return view.code;
}

it('are known as by their card, and asked for the rest', async () => {
  await atCard();
  expect(code()).toBe('awaited');
  work.codeScanner.show(phone);
  expect(code()).toBe('checking');
  expect(await work.until('question')).toMatchObject({
    holder: { name: '张**', idNumber: '310***********0014' },
  });
  await work.fillIn(answers);
  work.session.submit();
  expect(await work.until('done')).toMatchObject({ findable: false, cardOnReader: false });
  const [input] = work.sync.inputs;
  expect(input).toMatchObject({
    card: null,
    form: { applicantName: name, applicantIdNumber: idNumber, registeredAddress: address },
  });
  expect(input?.materials[0]?.mediaType).toBe('application/vnd.tongban.confirmed-identity+json');
  expect(JSON.parse(Buffer.from(input?.materials[0]?.bytes ?? []).toString())).toMatchObject({
    ...{ method: 'suishen-code', idNumber, verificationId: 'TEST-BY-CODE' },
  });
  expect(JSON.stringify(work.printer.slips)).toContain('凭编号拨打 12345');
  const shown = JSON.stringify([work.views, work.log, work.printer.slips]);
  for (const secret of [CODE, idNumber, name, address]) expect(shown).not.toContain(secret);
  work.session.finish();
  expect(work.screen().screen).toBe('end');
});

it('have no card that could be taken away, and leave by the idle clock', async () => {
  work.stop();
  work = sessionAtWork({ session: { idleMs: 300, countdownMs: 300 } });
  work.modules.codes = { [CODE]: { name, idNumber, address } };
  await atCard();
  work.codeScanner.show(phone);
  await work.until('question');
  work.reader.show('no-card');
  expect(work.screen().screen).toBe('question');
  await work.until('attract');
  expect(work.session.view().session).not.toHaveProperty('holder');
});

it('do not pass a condition that they would not pass with their card', async () => {
  await atCard('老年综合津贴（示例）');
  work.codeScanner.show(phone);
  expect(await work.until('trouble')).toMatchObject({
    kind: 'not-eligible',
    words: { zh: '老年综合津贴要年满 65 周岁才能申请，您还没有到年龄。' },
  });
});

it('are told before the form what the code does not bring, and go on with their card', async () => {
  work.modules.codes = { [CODE]: { name, idNumber, address: null } };
  await atCard();
  work.codeScanner.show(phone);
  expect(await work.until('trouble')).toMatchObject({
    ...{ kind: 'code-does-not-fit', ways: ['try-again', 'finish'] },
    words: { zh: expect.stringContaining('“证件住址”，随申码里没有') as string },
  });
  work.session.resolveTrouble('try-again');
  expect(code()).toBe('awaited');
  work.reader.place(man40);
  await work.until('question');
  await work.fillIn(answers);
  work.session.submit();
  await work.until('done');
  expect(work.sync.inputs[0]?.materials[0]?.mediaType).toBe('application/vnd.tongban.id-card+json');
});

it('whose code has expired are told so, show a new one or put their card', async () => {
  await atCard();
  work.codeScanner.show({ ...phone, token: 'TESTtoken0000000000000000' });
  await expect.poll(code).toBe('not-confirmed');
  work.codeScanner.show(phone);
  await work.until('question');
});

it.each([
  ['there is no network', { online: false }],
  ['the module is down', { states: { identity: 'down' } }],
] as const)('are told to use their card while %s', async (_, change) => {
  Object.assign(work.modules, {
    ...change,
    states: { ...work.modules.states, ...('states' in change ? change.states : {}) },
  });
  await atCard();
  expect(code()).toBe('away');
  work.codeScanner.show(phone);
  await expect.poll(code).toBe('away');
  work.reader.place(man40);
  await work.until('question');
});

it('are told to use their card while the scanner is unplugged', async () => {
  await atCard();
  work.codeScanner.become({
    ...{ kind: 'disconnected', availability: 'offline' },
  } as never);
  expect(code()).toBe('away');
});

it('are not offered it where the site has no such module', async () => {
  work.modules.switchedOff = ['identity'];
  await atCard();
  expect(code()).toBeNull();
  work.codeScanner.show(phone);
  expect(work.session.view()).toMatchObject({ notice: 'code-not-here', session: { screen: 'card' } });
});

it('who put a card meanwhile are known by the card', async () => {
  let answer: () => void = () => undefined;
  work.modules.mayAnswer = new Promise((resolve) => (answer = resolve));
  await atCard('老年综合津贴（示例）');
  work.codeScanner.show(phone);
  // The phone is still held there: it is asked for once.
  work.codeScanner.show(phone);
  work.reader.place(woman70);
  const known = await work.until('question');
  answer();
  await new Promise(setImmediate);
  expect(work.screen()).toEqual(known);
  expect(known.holder.name).toBe('李**');
  expect(work.modules.asked.filter((module) => module === 'identity')).toHaveLength(1);
});

it('who left meanwhile are not known to the next one', async () => {
  let answer: () => void = () => undefined;
  work.modules.mayAnswer = new Promise((resolve) => (answer = resolve));
  await atCard();
  work.codeScanner.show(phone);
  work.session.back();
  answer();
  await new Promise(setImmediate);
  expect(work.screen()).toMatchObject({ screen: 'guide' });
  expect(JSON.stringify(work.session.view())).not.toContain('张**');
});

it('find what they submitted by their card, not by the code', async () => {
  work.session.openMySubmissions();
  await work.until('card');
  expect(code()).toBeNull();
  work.session.codeScanned(phone);
  expect(work.session.view()).toMatchObject({ notice: 'code-not-here', session: { screen: 'card' } });
});

it('by the real module: accepted, and a code that it does not know is told', async () => {
  const platform = await realPlatform();
  const modules = await platform.openModules();
  const real = sessionAtWork({
    ...{ session: { outcomeMs: 8000 }, realSync: platform.sync, realModules: modules },
  });
  onTestFinished(() => real.stop());
  await atCard(CERTIFICATE, real);
  real.codeScanner.show({ ...phone, token: 'TESTtoken0000000000000000' });
  await expect.poll(() => real.screen(), PATIENCE).toMatchObject({ code: 'not-confirmed' });
  real.codeScanner.show(phone);
  await expect.poll(() => real.screen().screen, PATIENCE).toBe('question');
  await real.fillIn(answers);
  real.session.submit();
  await expect.poll(() => real.screen(), PATIENCE).toMatchObject({ screen: 'done', outcome: 'accepted' });
});

import type { MyLicencesView } from '@tongban/contract';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { realPlatform } from '../testing/real-platform.ts';
import { man40, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

/** Who wants to see which electronic licences there are. */

const ID_CARD = '310105109000100';
const licence = {
  catalogueCode: ID_CARD,
  name: '居民身份证（测试）',
  number: man40.idNumber,
  validUntil: null,
};
/** Card keys are slow by design, and others use the machine too. */
vi.setConfig({ testTimeout: 30_000 });
const PATIENCE = { timeout: 10_000 };

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

async function openWithCard(at = work, card = man40): Promise<void> {
  at.session.start();
  at.session.myLicences.open();
  expect(at.screen()).toMatchObject({ screen: 'card', purpose: 'my-licences' });
  at.reader.place(card);
  await at.until('my-licences');
}

async function settled(at = work): Promise<MyLicencesView> {
  await expect
    .poll(() => at.screen(), PATIENCE)
    .toSatisfy((view: MyLicencesView) => view.rows !== null || view.closed !== null);
  return at.until('my-licences');
}

it('lists them with masked numbers, and says which are past their last day', async () => {
  work.modules.page = [licence, { ...licence, name: '旧证', number: null, validUntil: '2020-01-01' }];
  await openWithCard();
  expect(await settled()).toEqual({
    ...{ screen: 'my-licences', closed: null, holder: { name: '张**', idNumber: '310***********0014' } },
    rows: [
      { name: licence.name, number: '310***********0014', validUntil: null, expired: false },
      { name: '旧证', number: null, validUntil: '2020-01-01', expired: true },
    ],
  });
  expect(JSON.stringify(work.views) + work.log.join()).not.toContain(man40.idNumber);
  work.session.back();
  expect(work.screen().screen).toBe('choose');
  // What was shown is gone; the card is known, the identity too.
  work.session.myLicences.open();
  await settled();
  expect(work.modules.asked).toEqual(['identity', 'citizens-page', 'citizens-page']);
});

it('is opened beside what was submitted, and back leads there', async () => {
  work.session.openMySubmissions();
  work.reader.place(woman70);
  await work.until('my-submissions');
  work.session.myLicences.open();
  expect(await settled()).toMatchObject({ rows: [], closed: null });
  work.session.back();
  expect(work.screen().screen).toBe('my-submissions');
});

it.each([
  ['offline', { online: false }],
  ['not-at-this-site', { switchedOff: ['citizens-page'] }],
] as const)('says %s before anybody puts a card there', (why, change) => {
  Object.assign(work.modules, change);
  work.session.start();
  work.session.myLicences.open();
  expect(work.screen()).toEqual({ screen: 'my-licences', holder: null, rows: null, closed: why });
  expect(work.reader.reading).toBe(false);
});

it.each(['identity', 'citizens-page'] as const)(
  'can be asked for once more when %s is back',
  async (module) => {
    work.modules.states[module] = 'down';
    work.session.start();
    work.session.myLicences.open();
    expect(work.screen()).toMatchObject({ closed: 'away' });
    work.modules.states[module] = 'up';
    work.session.myLicences.open();
    expect(work.screen()).toMatchObject({ screen: 'card', purpose: 'my-licences' });
    work.reader.place(man40);
    expect(await settled()).toMatchObject({ rows: [], closed: null });
  },
);

it('just after the start waits for the first word of the modules, and then asks for the card', async () => {
  let answer = (): void => undefined;
  work.modules.states['citizens-page'] = 'down';
  work.modules.unheard.set('citizens-page', new Promise((resolve) => (answer = resolve)));
  work.session.start();
  work.session.myLicences.open();
  const looking = { screen: 'my-licences', holder: null, rows: null, closed: null };
  expect(work.screen()).toEqual(looking);
  // A second tap meanwhile changes nothing.
  work.session.myLicences.open();
  expect([work.screen(), work.reader.reading]).toEqual([looking, false]);
  work.modules.states['citizens-page'] = 'up';
  answer();
  await work.until('card');
  work.reader.place(man40);
  expect(await settled()).toMatchObject({ rows: [], closed: null });
});

it('says that it is not now when the first word is that a module is down, or none comes in time', async () => {
  work.stop();
  work = sessionAtWork({ session: { licenceMs: 30 } });
  work.modules.states.identity = 'down';
  work.modules.unheard.set('identity', Promise.resolve());
  work.session.start();
  work.session.myLicences.open();
  expect(await settled()).toMatchObject({ closed: 'away' });
  work.modules.unheard.set('identity', new Promise(() => undefined));
  work.session.myLicences.open();
  expect(work.screen()).toMatchObject({ rows: null, closed: null });
  expect(await settled()).toMatchObject({ closed: 'away' });
});

it('who goes back while the first word is awaited is not asked for a card by it', async () => {
  let answer = (): void => undefined;
  const word = new Promise<void>((resolve) => (answer = resolve));
  work.modules.unheard.set('identity', word);
  work.session.start();
  work.session.myLicences.open();
  work.session.back();
  answer();
  await word;
  expect(work.screen().screen).toBe('choose');
});

it('says so where nobody confirms whose card it is', async () => {
  work.modules.knowsTheCitizen = false;
  await openWithCard();
  expect(await settled()).toMatchObject({ rows: null, closed: 'not-confirmed' });
});

it('keeps nobody waiting, and a late answer shows nothing to the next one', async () => {
  work.stop();
  work = sessionAtWork({ session: { licenceMs: 30 } });
  let answer = (): void => undefined;
  work.modules.mayAnswer = new Promise((resolve) => (answer = resolve));
  work.modules.page = [licence];
  await openWithCard();
  expect(await settled()).toMatchObject({ closed: 'away' });
  work.session.finish();
  answer();
  await expect.poll(() => work.log.join()).toContain('licences.listed');
  expect(JSON.stringify(work.views)).not.toContain(licence.name);
});

it('fits no other step: a second tap and a form are left alone', async () => {
  work.session.myLicences.open();
  expect(work.screen().screen).toBe('attract');
  await openWithCard();
  await settled();
  work.session.myLicences.open();
  expect(work.modules.asked).toEqual(['identity', 'citizens-page']);
});

it('by the real modules: what the page of the citizen says, and closed when it goes down', async () => {
  const platform = await realPlatform();
  const modules = await platform.openModules();
  const real = sessionAtWork({
    ...{ session: { licenceMs: 8000 }, realSync: platform.sync, realModules: modules },
  });
  onTestFinished(() => real.stop());
  await openWithCard(real);
  expect(await settled(real)).toMatchObject({
    rows: [{ name: '居民身份证（测试）', number: '310***********0014' }, { name: '居民户口簿（测试）' }],
  });
  real.session.back();
  await platform.order({ verb: 'switch', module: 'citizens-page', state: 'down' });
  await expect.poll(() => modules.state('citizens-page'), PATIENCE).toBe('down');
  real.session.myLicences.open();
  expect(await settled(real)).toMatchObject({ rows: null, closed: 'away' });
});

it('12345, opened while they are looked for, leads back to them', async () => {
  work.modules.page = [licence];
  work.session.start();
  work.session.myLicences.open();
  work.reader.place(man40);
  await work.until('my-licences');
  work.session.hotline.open();
  expect(work.screen().screen).toBe('hotline');
  await expect.poll(() => work.modules.asked, PATIENCE).toEqual(['identity', 'citizens-page']);
  work.session.hotline.close();
  expect((await settled()).rows).toHaveLength(1);
});

import type { LicenceView, MaterialView } from '@tongban/contract';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { photograph } from '../testing/papers.ts';
import { realPlatform } from '../testing/real-platform.ts';
import { man40, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';
import { householdRegister } from '../testing/stand-in-modules.ts';

/** A citizen at a matter that takes an electronic licence in the place of the household register. */

const HARDSHIP = '低保、低收入、特困家庭证明（示例）';
const REGISTER = 'YTMZ001902';
const answers = { category: 'subsistence', purpose: 'medical', phone: '13800005678', promise: true };
const TOMORROW = 24 * 3_600_000;
/** Card keys are slow by design, and others use the machine too. */
vi.setConfig({ testTimeout: 30_000 });
const PATIENCE = { timeout: 10_000 };

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

async function comeToRegister(at = work): Promise<void> {
  await at.identify(HARDSHIP, man40);
  await at.fillIn(answers);
}

function licence(): LicenceView {
  const view = work.screen();
  if (view.screen !== 'licence') throw new Error(`not asked for a licence but at ${view.screen}`);
  return view;
}

/** As soon as it is offered. */
async function offered(): Promise<LicenceView> {
  await expect.poll(() => licence().licence).not.toBeNull();
  return licence();
}

/** The paper is asked for, and why. */
async function paperBecause(): Promise<MaterialView['noLicence']> {
  return (await work.until('material')).noLicence;
}

it('asks once for consent, and then hands in the licence by reference without a page', async () => {
  work.modules.licences = [householdRegister];
  await comeToRegister();
  expect(await offered()).toMatchObject({
    ...{ number: 1, of: 1, material: { code: REGISTER }, fromReview: false },
    licence: { name: '居民户口簿（测试）', validUntil: null },
  });
  // The reference is no business of a screen.
  expect(JSON.stringify(work.views)).not.toContain(householdRegister.reference);
  work.session.licences.use();
  expect(work.screen()).toMatchObject({
    screen: 'review',
    materials: [{ byLicence: false }, { code: REGISTER, byLicence: true, pages: 0 }],
  });
  work.session.licences.use();
  work.session.submit();
  await work.until('done');
  expect(work.sync.inputs[0]?.materials).toMatchObject([
    { stuffType: 0 },
    { code: REGISTER, stuffType: 1, mediaType: 'application/vnd.tongban.licence-reference+json' },
  ]);
  expect(work.log.join()).not.toContain(householdRegister.reference);
});

it('looks for it behind the first questions and asks nobody twice', async () => {
  work.modules.licences = [householdRegister];
  await work.identify(HARDSHIP, man40);
  await expect.poll(() => work.modules.asked).toEqual(['identity', 'e-licence']);
  await work.fillIn(answers);
  await offered();
  work.session.back();
  work.session.answer('promise', true);
  await offered();
  expect(work.modules.asked).toEqual(['identity', 'e-licence']);
});

it('takes the paper where the citizen wants it, and the way back leads to the question', async () => {
  work.modules.licences = [householdRegister];
  await comeToRegister();
  await offered();
  work.session.licences.usePaper();
  expect(await paperBecause()).toBeNull();
  work.session.back();
  await offered();
  work.session.licences.usePaper();
  photograph(work);
  work.session.materials.confirm();
  expect(work.screen()).toMatchObject({
    screen: 'review',
    materials: [{}, { code: REGISTER, byLicence: false, pages: 1 }],
  });
  work.session.back();
  expect(work.screen().screen).toBe('material');
});

it('can be changed in the review, from licence to paper', async () => {
  work.modules.licences = [householdRegister];
  await comeToRegister();
  await offered();
  work.session.licences.use();
  work.session.materials.edit(REGISTER);
  expect(licence()).toMatchObject({ fromReview: true });
  work.session.back();
  expect(work.screen().screen).toBe('review');
  work.session.materials.edit(REGISTER);
  work.session.licences.usePaper();
  work.session.back();
  work.session.licences.usePaper();
  photograph(work);
  work.session.materials.confirm();
  expect(work.screen()).toMatchObject({
    screen: 'review',
    materials: [{}, { byLicence: false, pages: 1 }],
  });
  work.session.submit();
  await work.until('done');
  expect(work.sync.inputs[0]?.materials[1]).toMatchObject({ stuffType: 0, mediaType: 'application/pdf' });
});

it('asks for the paper and says why where no licence can stand in for it', async () => {
  await comeToRegister();
  expect(await paperBecause()).toBe('none');
});

it.each([
  ['expired', { licences: [{ ...householdRegister, validUntil: '2020-01-01' }] }],
  ['not-confirmed', { knowsTheCitizen: false }],
  ['offline', { online: false }],
  [null, { switchedOff: ['e-licence'] }],
] as const)('says %s of the paper', async (why, change) => {
  Object.assign(work.modules, { licences: [householdRegister] }, change);
  await comeToRegister();
  expect(await paperBecause()).toBe(why);
  work.session.back();
  expect(work.screen().screen).toBe('question');
});

it.each(['identity', 'e-licence'] as const)('is given as a paper while %s is down', async (module) => {
  work.modules.licences = [householdRegister];
  work.modules.states[module] = 'down';
  await comeToRegister();
  expect(await paperBecause()).toBe('away');
  // It is offered to who comes by once more when it is there again.
  work.modules.states[module] = 'up';
  work.session.back();
  work.session.answer('promise', true);
  await work.until('licence');
  await offered();
});

it('a licence that is still valid today counts', async () => {
  const validUntil = new Date(Date.now() + TOMORROW).toISOString().slice(0, 10);
  work.modules.licences = [{ ...householdRegister, validUntil }];
  await comeToRegister();
  expect(await offered()).toMatchObject({ licence: { validUntil } });
});

it('nobody waits longer than a little while, and what comes too late changes nothing on the screen', async () => {
  work.stop();
  work = sessionAtWork({ session: { licenceMs: 30 } });
  let answer = (): void => undefined;
  work.modules.mayAnswer = new Promise((resolve) => (answer = resolve));
  work.modules.licences = [householdRegister];
  await comeToRegister();
  expect(licence().licence).toBeNull();
  expect(await paperBecause()).toBe('away');
  answer();
  await expect.poll(() => work.log.join()).toContain('licences.looked-for');
  expect(work.screen().screen).toBe('material');
});

it('who does not want to wait gives the paper at once', async () => {
  work.modules.mayAnswer = new Promise(() => undefined);
  await comeToRegister();
  work.session.licences.usePaper();
  expect(await paperBecause()).toBeNull();
  work.session.back();
  expect(work.screen().screen).toBe('question');
});

it('a card that is taken away stops the question, and the same card brings it back', async () => {
  work.modules.licences = [householdRegister];
  await comeToRegister();
  await offered();
  work.reader.show('no-card');
  expect(work.screen()).toMatchObject({ screen: 'trouble', kind: 'card-removed' });
  work.session.licences.use();
  expect(work.screen().screen).toBe('trouble');
  work.reader.place(man40);
  await offered();
});

it('what was found for one citizen is gone with the visit', async () => {
  let answer = (): void => undefined;
  work.modules.mayAnswer = new Promise((resolve) => (answer = resolve));
  work.modules.licences = [householdRegister];
  await comeToRegister();
  work.reader.show('no-card');
  work.session.finish();
  answer();
  await work.until('attract');
  await expect.poll(() => work.log.join()).toContain('licences.looked-for');
  expect(work.screen().screen).toBe('attract');
});

it('a reference that the platform does not take is followed by the paper, and is not offered again', async () => {
  work.modules.licences = [householdRegister];
  const { sync } = await realPlatform();
  await expect.poll(() => sync.network, PATIENCE).toBe('online');
  work.stop();
  const { modules } = work;
  work = sessionAtWork({ session: { outcomeMs: 8000 }, realSync: sync, realModules: modules });
  await comeToRegister();
  await offered();
  work.session.licences.use();
  work.session.submit();
  await expect
    .poll(() => work.screen(), PATIENCE)
    .toMatchObject({ screen: 'trouble', kind: 'platform-rejected', ways: ['go-back', 'finish'] });
  work.session.resolveTrouble('go-back');
  expect(await paperBecause()).toBe('refused');
  photograph(work);
  work.session.materials.confirm();
  await work.until('review');
  work.session.submit();
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ screen: 'done', outcome: 'accepted' });
});

it('by the real modules: accepted with no upload but that of the card, and the form goes on when they are down', async () => {
  const platform = await realPlatform();
  const modules = await platform.openModules();
  const real = sessionAtWork({
    ...{ session: { outcomeMs: 8000, licenceMs: 8000 }, realSync: platform.sync, realModules: modules },
  });
  onTestFinished(() => real.stop());
  await comeToRegister(real);
  await expect.poll(() => real.screen(), PATIENCE).toMatchObject({ licence: { name: '居民户口簿（测试）' } });
  real.session.licences.use();
  real.session.submit();
  await expect.poll(() => real.screen(), PATIENCE).toMatchObject({ screen: 'done', outcome: 'accepted' });
  const uploads = platform.sandbox.traffic.latest.filter(({ operation }) => operation === 'putChunk');
  expect(uploads).toHaveLength(1);
  real.session.finish();
  real.reader.show('no-card');
  await real.until('attract');

  await platform.order({ verb: 'switch', module: 'e-licence', state: 'down' });
  await expect.poll(() => modules.state('e-licence'), PATIENCE).toBe('down');
  await real.identify(HARDSHIP, { ...man40, idNumber: '31019919500101001X', birth: '1950-01-01' });
  await real.fillIn(answers);
  expect(await real.until('material')).toMatchObject({ noLicence: 'away', pages: [] });
});

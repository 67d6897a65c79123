import type { CardView } from '@tongban/contract';
import type { SocialSecurityCard } from '@tongban/peripherals/smart-card-reader';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { man40, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

/** Citizens who have their social-security card (社保卡) with them and no ID card. */

const CERTIFICATE = '有无违法犯罪记录证明（示例）';
const answers = { purpose: 'job', collectAt: 'this-centre', phone: '13900001234', promise: true };
const { name, idNumber, address } = man40;
const socialSecurityCard: SocialSecurityCard = {
  ...{ type: 'social-security', name, idNumber, sex: 'male', birth: '1986-01-01' },
  ...{ nation: { code: '01', name: '汉' }, birthPlace: '310199', cardNumber: 'TEST00001' },
  ...{ cardIdentifier: '310199', cardClass: '1', specVersion: '3.00', issuer: '00', issuedOn: '2020-01-01' },
  validUntil: null,
};

let work: SessionAtWork;
beforeEach(async () => {
  work = sessionAtWork();
  work.modules.addressOfCard = address;
  await comeToCard();
});
afterEach(() => work.stop());

async function comeToCard(): Promise<void> {
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find((each) => each.name.zh === CERTIFICATE)!.id);
  work.session.confirmGuide();
  await work.until('card');
}

function slot(): CardView['slot'] {
  const view = work.screen();
  if (view.screen !== 'card') throw new Error(`not at the card but at ${view.screen}`);
  return view.slot;
}

it('are confirmed by the module, take the card out, and are asked for the rest', async () => {
  expect(slot()).toBe('awaited');
  work.smartCardReader.insert(socialSecurityCard);
  expect(slot()).toBe('checking');
  await expect.poll(slot).toBe('take-out');
  work.smartCardReader.takeOut();
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
  expect(JSON.parse(Buffer.from(input?.materials[0]?.bytes ?? []).toString())).toMatchObject({
    ...{ method: 'social-security-card', idNumber, verificationId: 'TEST' },
  });
  const shown = JSON.stringify([work.views, work.log, work.printer.slips]);
  for (const secret of [idNumber, name, address]) expect(shown).not.toContain(secret);
});

it('are told before the form what neither card nor module tells, and go on with their ID card', async () => {
  work.modules.addressOfCard = null;
  work.smartCardReader.insert(socialSecurityCard);
  await expect.poll(slot).toBe('take-out');
  work.smartCardReader.takeOut();
  expect(await work.until('trouble')).toMatchObject({
    ...{ kind: 'code-does-not-fit', ways: ['try-again', 'finish'] },
    words: { zh: expect.stringContaining('社保卡里没有') as string },
  });
  work.session.resolveTrouble('try-again');
  work.reader.place(man40);
  await work.until('question');
});

it.each([
  ['that the module does not know', {}, false],
  ['that has run out', { validUntil: '2020-01-01' }, true],
])('with a card %s are told so until it is out, and put their ID card', async (_, change, known) => {
  work.modules.knowsTheCitizen = known;
  work.smartCardReader.insert({ ...socialSecurityCard, ...change });
  await expect.poll(slot).toBe('not-confirmed');
  work.smartCardReader.takeOut();
  expect(slot()).toBe('awaited');
  work.reader.place(man40);
  await work.until('question');
});

it('are told to use their ID card while there is no network', async () => {
  work.modules.online = false;
  work.smartCardReader.insert(socialSecurityCard);
  await expect.poll(slot).toBe('away');
  work.reader.place(man40);
  await work.until('question');
});

it.each([
  [{ kind: 'card-unreadable', availability: 'ready', problem: 'mute' }, 'unreadable'],
  [{ kind: 'card-unsupported', availability: 'ready', problem: 'locked' }, 'unsupported'],
  [{ kind: 'card-removed-mid-read', availability: 'ready' }, 'awaited'],
  [{ kind: 'reading', availability: 'ready' }, 'reading'],
] as const)('see what the slot says: %j', (status, told) => {
  work.smartCardReader.become(status);
  expect(slot()).toBe(told);
});

it('who go away and leave the card in the slot are asked to take it', async () => {
  work.smartCardReader.insert(socialSecurityCard);
  await expect.poll(slot).toBe('take-out');
  work.session.finish();
  expect(work.screen()).toMatchObject({ screen: 'take-card', inSlot: true });
  work.smartCardReader.takeOut();
  expect(work.screen().screen).toBe('end');
});

it('who leave it in a slot that was pulled out are not taken for the next citizen', async () => {
  work.smartCardReader.insert(socialSecurityCard);
  await expect.poll(slot).toBe('take-out');
  work.session.finish();
  work.smartCardReader.pullOut();
  await work.until('attract');
  await comeToCard();
  work.smartCardReader.insert(socialSecurityCard);
  expect(work.screen()).toMatchObject({ screen: 'take-card', inSlot: true });
  expect(work.log.filter((line) => line.includes('social-security-card.checked'))).toHaveLength(1);
  work.smartCardReader.takeOut();
  await work.until('attract');
});

it('who leave it so are asked for it as soon as the slot is back', async () => {
  work.smartCardReader.insert(socialSecurityCard);
  await expect.poll(slot).toBe('take-out');
  work.session.finish();
  work.smartCardReader.pullOut();
  await work.until('attract');
  work.smartCardReader.become({ kind: 'card-present', availability: 'ready' });
  expect(work.screen()).toMatchObject({ screen: 'take-card', inSlot: true });
});

it('are not asked for it where what was submitted is looked for', async () => {
  work.session.finish();
  await work.until('attract');
  work.session.openMySubmissions();
  await work.until('card');
  expect(slot()).toBeNull();
  expect(work.smartCardReader.reading).toBe(false);
});

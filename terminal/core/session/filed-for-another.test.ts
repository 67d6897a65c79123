import { randomUUIDv7 } from 'node:crypto';
import type { CitizenCard } from '@tongban/peripherals/id-card-reader';
import { expect, it, onTestFinished, vi } from 'vitest';
import { drawing, photograph } from '../testing/papers.ts';
import { realPlatform, type RealPlatform } from '../testing/real-platform.ts';
import { man40, permit, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

/** Filing for another person, with the real sync and the sandbox platform. */

const SUBSIDY = '残疾人交通补贴（示例）';
const ALLOWANCE = '老年综合津贴（示例）';
const answers = { bankCard: '6222021001112223331', phone: '13800005678', promise: true };
const AGENT = { name: '张**', idNumber: '310***********0014' };
const OTHER = { kind: 'person', name: '李**', idNumber: '310***********0023' };
vi.setConfig({ testTimeout: 30_000 });
const PATIENCE = { timeout: 10_000 };

interface Scene extends RealPlatform {
  readonly work: SessionAtWork;
}

async function scene(): Promise<Scene> {
  const platform = await realPlatform();
  await expect.poll(() => platform.sync.network, PATIENCE).toBe('online');
  const work = sessionAtWork({ session: { outcomeMs: 8000 }, realSync: platform.sync });
  onTestFinished(() => work.stop());
  return { ...platform, work };
}

function standIns(): SessionAtWork {
  const work = sessionAtWork();
  onTestFinished(() => work.stop());
  return work;
}

/** From the attract screen to where it is asked for whom. */
async function chooseMatter(work: SessionAtWork, name = SUBSIDY): Promise<void> {
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find((each) => each.name.zh === name)!.id);
  work.session.confirmGuide();
}

/** On to where the card of the other person is asked for; the agent's own still lies there. */
async function agentIsKnown(work: SessionAtWork, agent: CitizenCard = man40): Promise<void> {
  await chooseMatter(work);
  await work.until('for-whom');
  work.session.forWhom.choose({ who: 'other' });
  expect(await work.until('card')).toMatchObject({ purpose: 'matter' });
  work.reader.place(agent);
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'card', purpose: 'represented' });
}

function swapTo(work: SessionAtWork, card: CitizenCard): void {
  work.reader.show('no-card');
  work.reader.place(card);
}

/** Papers and signature, to the review. */
async function giveAll(work: SessionAtWork): Promise<void> {
  for (let view = work.screen(); view.screen !== 'review'; view = work.screen()) {
    if (view.screen === 'signature') work.session.materials.sign(drawing);
    else {
      await work.until('material');
      photograph(work);
      work.session.materials.confirm();
    }
  }
}

async function fileFor(work: SessionAtWork, other: CitizenCard): Promise<void> {
  await agentIsKnown(work);
  swapTo(work, other);
  await work.fillIn(answers);
  await giveAll(work);
}

async function submitted(work: SessionAtWork): Promise<string> {
  work.session.submit('none');
  const { number } = await work.until('done');
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  return number;
}

it('by card: the form is about the other person, the agent and the authority go along', async () => {
  const { work, sandbox } = await scene();
  await agentIsKnown(work);
  expect(work.screen()).toMatchObject({ reader: 'take-yours', holder: AGENT });
  work.reader.show('no-card');
  expect(work.screen()).toMatchObject({ reader: 'waiting' });
  work.reader.place(woman70);
  expect(await work.until('question')).toMatchObject({ holder: { ...AGENT, filesFor: OTHER } });
  await work.fillIn(answers);
  await giveAll(work);
  const review = await work.until('review');
  expect(review.materials.map(({ code }) => code)).toEqual([
    ...['YTCL005401', 'YTCL005402', 'YTCL005403', 'AGENT-ID', 'AGENT-AUTHORITY'],
  ]);
  expect(review.rows.find(({ field }) => field === 'applicantIdNumber')).toMatchObject({
    shown: { zh: OTHER.idNumber },
  });
  const handedIn = await sandbox.handedIn(await submitted(work));
  expect(handedIn.agent).toEqual({ name: man40.name, idNumber: man40.idNumber });
  expect(handedIn.form).toMatchObject({
    applicantIdNumber: woman70.idNumber,
    registeredAddress: woman70.address,
  });
  const cardIn = (code: string): unknown => {
    const material = handedIn.materials.find((each) => each.code === code);
    return JSON.parse(Buffer.from(material?.bytes ?? []).toString('utf8'));
  };
  expect(cardIn('YTCL005401')).toMatchObject({ idNumber: woman70.idNumber });
  expect(cardIn('AGENT-ID')).toMatchObject({ idNumber: man40.idNumber });
  // Both are masked wherever they were shown, and in no line of the log.
  const shown = JSON.stringify([work.views, work.log]);
  for (const { idNumber } of [man40, woman70]) expect(shown).not.toContain(idNumber);
});

it('the agent’s card finds it, marked; the other person’s card does not', async () => {
  const { work } = await scene();
  await fileFor(work, woman70);
  await submitted(work);
  for (const [card, rows] of [
    [man40, [{ filedFor: 'person' }]],
    [woman70, []],
  ] as const) {
    work.session.openMySubmissions();
    await work.until('card');
    work.reader.place(card);
    expect((await work.until('my-submissions')).rows).toMatchObject(rows);
    work.session.finish();
    work.reader.show('no-card');
    await work.until('attract');
  }
});

it('typed: name, number and address are asked, a wrong number and the agent’s own are explained', async () => {
  const { work, sandbox } = await scene();
  await agentIsKnown(work);
  work.reader.show('no-card');
  work.session.forWhom.typeInstead();
  expect(work.screen()).toMatchObject({ screen: 'question', number: 1, of: 3, field: { kind: 'text' } });
  expect(work.session.answer('name', '')).toMatchObject({ ok: false });
  work.session.answer('name', woman70.name);
  expect(work.screen()).toMatchObject({ number: 2, field: { kind: 'id-number', maxLength: 18 } });
  expect(work.session.check('idNumber', '3101')).toEqual({ ok: false, problem: 'missing', count: 14 });
  expect(work.session.answer('idNumber', '310199195603080024')).toMatchObject({
    ...{ ok: false, problem: 'wrong' },
    words: { zh: expect.stringContaining('核对 18 位') },
  });
  expect(work.session.answer('idNumber', man40.idNumber)).toMatchObject({
    ...{ ok: false, problem: 'wrong' },
    words: { zh: expect.stringContaining('您自己的号码') },
  });
  work.session.answer('idNumber', woman70.idNumber);
  // A way back, and what was typed is still there.
  work.session.back();
  work.session.back();
  expect(work.screen()).toMatchObject({ screen: 'question', value: woman70.name });
  work.session.answer('name', woman70.name);
  work.session.answer('idNumber', woman70.idNumber);
  work.session.answer('address', woman70.address);
  // Nobody's card lies there: the agent has to put the own one back.
  expect(await work.until('trouble')).toMatchObject({ kind: 'card-removed' });
  work.reader.place(man40);
  await work.fillIn(answers);
  await giveAll(work);
  const { form, materials } = await sandbox.handedIn(await submitted(work));
  expect(form).toMatchObject({ applicantName: woman70.name, applicantIdNumber: woman70.idNumber });
  const said = materials.find(({ code }) => code === 'YTCL005401');
  expect(said?.mediaType).toBe('application/vnd.tongban.stated-identity+json');
});

it('the same person’s card once more is no other person’s, and lifting it asks again', async () => {
  const work = standIns();
  await agentIsKnown(work);
  swapTo(work, man40);
  expect(work.screen()).toMatchObject({ screen: 'card', reader: 'same-person' });
  work.reader.show('no-card');
  expect(work.screen()).toMatchObject({ screen: 'card', reader: 'waiting' });
  work.session.back();
  expect(work.screen().screen).toBe('for-whom');
  work.session.forWhom.choose({ who: 'self' });
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'trouble', kind: 'card-removed' });
  work.reader.place(man40);
  expect(await work.until('question')).toMatchObject({ holder: AGENT });
  expect(work.screen()).not.toMatchObject({ holder: { filesFor: OTHER } });
});

it('the other person’s card, lifted while it is read or past its last day, is told as such', async () => {
  const work = standIns();
  await agentIsKnown(work);
  work.reader.show('no-card');
  work.reader.show('reading');
  expect(work.screen()).toMatchObject({ reader: 'reading' });
  work.reader.show('card-removed-mid-read');
  expect(work.screen()).toMatchObject({ screen: 'card', purpose: 'represented', reader: 'removed' });
  swapTo(work, { ...woman70, validTo: '2020-01-01' });
  expect(work.screen()).toMatchObject({ reader: 'expired' });
  work.reader.show('disconnected');
  expect(work.screen()).toMatchObject({ screen: 'card' });
  swapTo(work, woman70);
  await work.until('question');
  // In the form either of the two cards brings it back, a third person's does not.
  work.reader.show('no-card');
  await work.until('trouble');
  work.reader.place(man40);
  expect((await work.until('question')).holder.filesFor).toEqual(OTHER);
  work.reader.show('no-card');
  work.reader.place(permit);
  expect(work.screen().screen).toBe('take-card');
});

it('who may apply is about the other person, and a guardian may file for a child', async () => {
  const work = standIns();
  const child = { ...woman70, name: '小测试', birth: '2015-03-08', idNumber: '310199201503080024' };
  await agentIsKnown(work);
  swapTo(work, child);
  expect(await work.until('question')).toMatchObject({ holder: { filesFor: { name: '小**' } } });
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  await chooseMatter(work);
  work.session.forWhom.choose({ who: 'self' });
  work.reader.place(child);
  expect(await work.until('trouble')).toMatchObject({ kind: 'not-eligible' });
});

it('offline it is kept with the agent, under the agent’s card, and the slip names both masked', async () => {
  const work = standIns();
  work.sync.network = 'offline';
  work.sync.platform = 'unreachable';
  await fileFor(work, woman70);
  work.session.submit();
  expect(await work.until('done')).toMatchObject({ outcome: 'held', holder: { filesFor: OTHER } });
  const [input] = work.sync.inputs;
  expect(input).toMatchObject({ agent: { idNumber: man40.idNumber } });
  expect(Buffer.from(input?.card?.tag ?? []).toString()).toBe(man40.idNumber);
  await expect.poll(() => work.printer.slips).toHaveLength(1);
  const slip = JSON.stringify(work.printer.slips);
  expect(slip).toContain(AGENT.idNumber);
  expect(slip).toContain(OTHER.idNumber);
});

it('returned after the acceptance: the other person’s card is asked for again, and the form is theirs', async () => {
  const { work, sandbox } = await scene();
  await fileFor(work, woman70);
  const number = await submitted(work);
  sandbox.order({ verb: 'return-for-correction', applyNo: number, field: 'phone' });
  work.session.openMySubmissions();
  await work.until('card');
  work.reader.place(man40);
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ rows: [{ state: 'needs-citizen' }] });
  work.session.correct(number);
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'card', purpose: 'represented' });
  work.session.back();
  expect(work.screen().screen).toBe('my-submissions');
  work.session.correct(number);
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'card', purpose: 'represented' });
  swapTo(work, woman70);
  await work.fillIn({ ...answers, phone: '13800009999' });
  expect(await work.until('review')).toMatchObject({ holder: { filesFor: OTHER } });
  await submitted(work);
  expect(sandbox.applications()).toMatchObject([
    { applyNo: number, batch: 2, form: { applicantIdNumber: woman70.idNumber, phone: '13800009999' } },
  ]);
});

it('a correction that does not say who files is not taken by the platform', async () => {
  const { work, sync, sandbox } = await scene();
  await fileFor(work, woman70);
  const number = await submitted(work);
  sandbox.order({ verb: 'return-for-correction', applyNo: number, field: 'phone' });
  const { idNumber, managementNumber } = man40;
  const card = await sync.cardKey({ idNumber, managementNumber: managementNumber! });
  const mine = () => sync.submissionsOf(card)[0]!;
  await expect.poll(() => mine().need, PATIENCE).toMatchObject({ what: 'return' });
  const { form } = await sandbox.handedIn(number);
  const { id: corrects, matter } = mine();
  await sync.correct({
    ...{ corrects, matter, card, form, idempotencyKey: randomUUIDv7(), capturedAt: new Date() },
    ...{ language: 'zh-CN', materials: [] },
  });
  await expect.poll(() => mine().correction, PATIENCE).toMatchObject({ problem: { field: 'agent' } });
  expect(sandbox.applications()).toMatchObject([{ applyNo: number, batch: 1 }]);
});

it('refused before it was accepted: the agent’s card opens it, and tells for whom it is', async () => {
  const { work, sync, sandbox } = await scene();
  const { idNumber, managementNumber, name } = man40;
  const id = randomUUIDv7();
  const handleItem = '310000999000CL0000531200037400001';
  const material = (code: string, mediaType: string, text: string) => ({
    ...{ code, stuffType: 0 as const, mediaType, bytes: Buffer.from(text) },
  });
  await sync.submit({
    ...{ idempotencyKey: id, language: 'zh-CN', capturedAt: new Date(), agent: { name, idNumber } },
    card: await sync.cardKey({ idNumber, managementNumber: managementNumber! }),
    matter: { handleItem, version: '2026.2', unitCode: handleItem.slice(0, 18) },
    form: {
      ...{ applicantName: woman70.name, applicantIdNumber: woman70.idNumber },
      ...{ registeredAddress: woman70.address, ...answers, phone: '12' },
    },
    materials: [
      material('YTCL005401', 'application/vnd.tongban.id-card+json', '{"idNumber":"kept"}'),
      material('YTCL005402', 'application/pdf', '%PDF-1.7'),
      material('YTCL005403', 'image/svg+xml', '<svg/>'),
      material('AGENT-ID', 'application/vnd.tongban.id-card+json', '{}'),
      material('AGENT-AUTHORITY', 'application/pdf', '%PDF-1.7'),
    ],
  });
  await sync.waitForOutcome(id, 10_000);
  work.session.openMySubmissions();
  await work.until('card');
  work.reader.place(man40);
  const { rows } = await work.until('my-submissions');
  work.session.correct(rows[0]!.number);
  expect(await work.until('question')).toMatchObject({ value: '12', holder: { filesFor: OTHER } });
  work.session.answer('phone', '13800005678');
  work.session.answer('promise', true);
  await work.until('review');
  const { agent, materials } = await sandbox.handedIn(await submitted(work));
  expect(agent?.idNumber).toBe(man40.idNumber);
  const card = materials.find(({ code }) => code === 'YTCL005401');
  expect(Buffer.from(card?.bytes ?? []).toString()).toContain('kept');
});

it('is not offered where nobody may act for another', async () => {
  const work = standIns();
  await chooseMatter(work, ALLOWANCE);
  expect(await work.until('card')).toMatchObject({ purpose: 'matter' });
  work.session.forWhom.choose({ who: 'other' });
  work.session.forWhom.typeInstead();
  expect(work.screen()).toMatchObject({ screen: 'card', purpose: 'matter' });
});

it('an agent who is known by the code on a phone files for whose card lies there, and finds nothing later', async () => {
  const work = standIns();
  const token = 'TESTsuishenma_0123456789abcdefghij-ABCDEFGHIJ';
  const { name, idNumber, address } = man40;
  work.modules.codes = { [token]: { name, idNumber, address } };
  await chooseMatter(work);
  work.session.forWhom.choose({ who: 'other' });
  await work.until('card');
  work.codeScanner.show({ kind: 'citizen-code', token });
  await expect.poll(() => work.screen()).toMatchObject({ purpose: 'represented', reader: 'waiting' });
  work.reader.place(woman70);
  await work.fillIn(answers);
  await giveAll(work);
  work.session.submit('none');
  expect(await work.until('done')).toMatchObject({ findable: false });
  const [input] = work.sync.inputs;
  expect(input).toMatchObject({ card: null, agent: { name, idNumber } });
  const typeOf = (code: string) => input?.materials.find((each) => each.code === code)?.mediaType;
  expect(typeOf('AGENT-ID')).toBe('application/vnd.tongban.confirmed-identity+json');
  expect(typeOf('YTCL005401')).toBe('application/vnd.tongban.id-card+json');
});

it('12345 in between: the way back leads to what was half typed, and to the card that was asked for', async () => {
  const work = standIns();
  await agentIsKnown(work);
  work.session.hotline.open();
  work.session.hotline.close();
  expect(work.screen()).toMatchObject({ screen: 'card', purpose: 'represented', reader: 'take-yours' });
  work.session.forWhom.typeInstead();
  work.session.check('name', '李测');
  work.session.hotline.open();
  work.session.hotline.close();
  expect(work.screen()).toMatchObject({ screen: 'question', field: { name: 'name' }, value: '李测' });
  // A second tap of the same finger finds nothing to do.
  work.session.forWhom.typeInstead();
  work.session.forWhom.choose({ who: 'self' });
  expect(work.screen()).toMatchObject({ screen: 'question', value: '李测' });
});

it('nobody touches it: what is known of both is gone', async () => {
  const work = sessionAtWork({ session: { idleMs: 300, countdownMs: 300 } });
  onTestFinished(() => work.stop());
  await agentIsKnown(work);
  work.session.forWhom.typeInstead();
  work.session.answer('name', woman70.name);
  expect(await work.until('take-card')).toEqual({ screen: 'take-card', slipPrinted: false, inSlot: false });
});

it('practice: two example persons, one touch each', async () => {
  const work = standIns();
  work.inUse.practise(true);
  await chooseMatter(work);
  work.session.forWhom.choose({ who: 'other' });
  await work.until('card');
  work.session.useExampleCard();
  await expect.poll(() => work.screen()).toMatchObject({ purpose: 'represented' });
  work.session.useExampleCard();
  const { holder } = await work.until('question');
  expect(holder.filesFor?.idNumber).not.toBe(holder.idNumber);
  expect(work.sync.inputs).toEqual([]);
});

it('what is wiped at the end is of both', async () => {
  const work = standIns();
  await agentIsKnown(work);
  swapTo(work, woman70);
  await work.until('question');
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  await chooseMatter(work);
  work.session.forWhom.choose({ who: 'other' });
  expect(await work.until('card')).toMatchObject({ purpose: 'matter', holder: null });
});

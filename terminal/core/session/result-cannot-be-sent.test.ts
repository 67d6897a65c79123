import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoneView } from '@tongban/contract';
import { expect, it, onTestFinished } from 'vitest';
import { drawing, photograph } from '../testing/papers.ts';
import { man40, MATTERS, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

/** What the terminal does with a result that is wanted sent when things are not as usual. */

const REGISTRATION = '户籍人户分离人员居住登记（示例）';
const answers = {
  ...{ currentAddress: '上海市测试区虚拟路2弄8号602室', housing: 'own', livesThereSince: '2026-10-01' },
  ...{ receiptBy: 'express', expressAddress: '上海市测试区虚拟路99弄7号201室', phone: '13700002468' },
  promise: true,
};
/** As the address on the card is masked too. */
const MASKED = '上海市测试区虚拟**********';

function atTerminal(options: Parameters<typeof sessionAtWork>[0] = {}): SessionAtWork {
  const work = sessionAtWork(options);
  onTestFinished(() => work.stop());
  return work;
}

/** The matter as a folder of documents, changed. */
function changed(change: (document: Record<string, unknown>) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-catalogue-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(MATTERS, folder, { recursive: true });
  const file = join(folder, 'residence-registration.json');
  const document = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(document);
  writeFileSync(file, JSON.stringify(document));
  return folder;
}

async function submit(work: SessionAtWork): Promise<DoneView> {
  for (let view = work.screen(); view.screen !== 'review'; view = work.screen()) {
    if (view.screen === 'signature') work.session.materials.sign(drawing);
    else {
      await work.until('material');
      photograph(work);
      work.session.materials.confirm();
    }
  }
  work.session.submit();
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'done', slip: 'printed' });
  return work.until('done');
}
const slip = (work: SessionAtWork): string => JSON.stringify(work.printer.slips.at(-1));

it('the address on the card is offered masked, and is taken with one touch', async () => {
  const work = atTerminal();
  await work.identify(REGISTRATION, man40);
  const { expressAddress: _typed, ...others } = answers;
  await work.fillIn({ ...others, useCardAddress: true });
  const offered = work.views.findLast(({ session }) => session.screen === 'card-address')?.session;
  expect(offered).toMatchObject({ question: { zh: '快递送到哪里？' }, address: MASKED, number: 5 });
  expect(await submit(work)).toMatchObject({ delivery: { state: 'ordered', address: MASKED } });
  expect([...work.modules.parcels.values()]).toMatchObject([{ address: man40.address }]);
  expect(JSON.stringify([work.views, work.log, work.printer.slips])).not.toContain(man40.address);
});

it('another address is typed, back leads to what was offered, and the review to both', async () => {
  const work = atTerminal();
  await work.identify(REGISTRATION, man40);
  await work.fillIn(answers);
  await work.until('material');
  photograph(work);
  work.session.materials.confirm();
  await work.until('review');
  work.session.edit('expressAddress');
  await work.until('card-address');
  work.session.typeAddress();
  expect(await work.until('question')).toMatchObject({ value: answers.expressAddress, fromReview: true });
  work.session.back();
  await work.until('card-address');
  work.session.useCardAddress();
  work.session.useCardAddress();
  expect(await work.until('review')).toMatchObject({ delivery: 'ordered' });
  work.session.edit('expressAddress');
  work.session.typeAddress();
  expect(await work.until('question')).toMatchObject({ value: null });
  work.session.back();
  work.session.back();
  expect(work.screen().screen).toBe('review');
});

it('an address on the card that the form does not take is not offered', async () => {
  const work = atTerminal({
    catalogueFolder: changed((it) => {
      const { schema } = it['form'] as { schema: { properties: Record<string, object> } };
      Object.assign(schema.properties['expressAddress']!, { maxLength: 5 });
    }),
  });
  await work.identify(REGISTRATION, man40);
  await work.fillIn({ ...answers, expressAddress: '测试路1号' });
  expect(work.views.some(({ session }) => session.screen === 'card-address')).toBe(false);
});

it('logistics says no: the submission stands, and the citizen is told to fetch it', async () => {
  const work = atTerminal();
  work.modules.orders = 'refused';
  await work.identify(REGISTRATION, man40);
  await work.fillIn(answers);
  expect(await submit(work)).toMatchObject({
    outcome: 'accepted',
    delivery: { state: 'refused', waybillNo: null, expectedDay: null, address: MASKED },
  });
  expect(slip(work)).toContain('寄不了快递：办好后请到本中心自取');
  expect(slip(work)).not.toContain('寄到');
});

it('the disk does not take the address: the submission is made all the same, and nothing is promised', async () => {
  const work = atTerminal();
  work.modules.orders = 'fails';
  await work.identify(REGISTRATION, man40);
  await work.fillIn(answers);
  expect(await submit(work)).toMatchObject({ outcome: 'accepted', delivery: { state: 'refused' } });
  expect(work.sync.inputs).toHaveLength(1);
  expect(work.log.join()).toContain('"event":"delivery.not-kept"');
  expect(work.log.join()).not.toContain(answers.expressAddress);
});

it('the address is kept before the submission is stored, under its id, with the name on the card', async () => {
  const work = atTerminal();
  const whenStored: string[] = [];
  const submitted = work.sync.submit.bind(work.sync);
  work.sync.submit = (input) => {
    whenStored.push(...work.modules.parcels.keys());
    return submitted(input);
  };
  await work.identify(REGISTRATION, man40);
  await work.fillIn(answers);
  await submit(work);
  expect(whenStored).toEqual([work.sync.inputs[0]?.idempotencyKey]);
  const { expressAddress: address, phone } = answers;
  expect([...work.modules.parcels.values()]).toEqual([{ name: man40.name, phone, address }]);
});

it('the platform refuses at once: what takes its place has an order of its own', async () => {
  const work = atTerminal();
  work.sync.platform = 'refuses-phone';
  await work.identify(REGISTRATION, man40);
  await work.fillIn(answers);
  await work.until('material');
  photograph(work);
  work.session.materials.confirm();
  work.session.submit();
  await work.until('trouble');
  work.sync.platform = 'accepts';
  work.session.resolveTrouble('go-back');
  work.session.edit('phone');
  work.session.answer('phone', '13800005678');
  expect(await submit(work)).toMatchObject({ delivery: { state: 'ordered', address: MASKED } });
  const ids = work.sync.inputs.map(({ idempotencyKey }) => idempotencyKey);
  expect([...work.modules.parcels.keys()]).toEqual(ids);
  expect(work.modules.parcels.get(ids[1]!)).toMatchObject({ phone: '13800005678' });
});

it('a site that sends nothing offers no courier', async () => {
  const work = atTerminal();
  work.modules.switchedOff = ['logistics'];
  await work.identify(REGISTRATION, man40);
  await work.fillIn({ ...answers, receiptBy: 'collect' });
  const question = work.views.find(
    ({ session }) => session.screen === 'question' && session.field.name === 'receiptBy',
  );
  expect(question?.session).toMatchObject({ field: { choices: [{ value: 'collect' }] } });
  expect(await submit(work)).toMatchObject({ delivery: null });
});

it('who chose the courier before the site lost it is told so before and after, and no address is kept', async () => {
  const work = atTerminal();
  await work.identify(REGISTRATION, man40);
  await work.fillIn(answers);
  work.modules.switchedOff = ['logistics'];
  await work.until('material');
  photograph(work);
  work.session.materials.confirm();
  expect(await work.until('review')).toMatchObject({ delivery: 'not-here' });
  expect(await submit(work)).toMatchObject({ delivery: { state: 'refused' } });
  expect(work.modules.parcels.size).toBe(0);
});

it('filed for another: the parcel bears the name of the person whose result it is, and the agent is called', async () => {
  const work = atTerminal({ catalogueFolder: changed((it) => void (it['agentFiling'] = true)) });
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find(({ name }) => name.zh === REGISTRATION)!.id);
  work.session.confirmGuide();
  work.session.forWhom.choose({ who: 'other' });
  await work.until('card');
  work.reader.place(man40);
  await expect.poll(() => work.screen()).toMatchObject({ screen: 'card', purpose: 'represented' });
  work.reader.show('no-card');
  work.reader.place(woman70);
  await work.fillIn(answers);
  expect(await submit(work)).toMatchObject({ delivery: { state: 'ordered' } });
  expect([...work.modules.parcels.values()]).toMatchObject([{ name: woman70.name, phone: answers.phone }]);
});

it('a version that names no fields is done as before: nothing is ordered and nothing is said of it', async () => {
  const folder = changed((it) => void (it['needs'] = { delivery: true }));
  const work = atTerminal({ catalogueFolder: folder });
  await work.identify(REGISTRATION, man40);
  await work.fillIn(answers);
  expect(await submit(work)).toMatchObject({ outcome: 'accepted', delivery: null });
  expect(work.modules.parcels.size).toBe(0);
  expect(work.sync.inputs).toMatchObject([{ form: { expressAddress: answers.expressAddress } }]);
});

it('in practice it can be chosen, and nothing of it leaves the terminal', async () => {
  const work = atTerminal();
  work.inUse.practise(true);
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find(({ name }) => name.zh === REGISTRATION)!.id);
  work.session.confirmGuide();
  work.session.useExampleCard();
  await work.fillIn(answers);
  await work.until('material');
  photograph(work);
  work.session.materials.confirm();
  expect(await work.until('review')).toMatchObject({ delivery: 'ordered' });
  work.session.submit('none');
  expect(await work.until('practice-done')).not.toHaveProperty('delivery');
  expect(work.modules.parcels.size).toBe(0);
  expect(work.modules.asked).toEqual([]);
});

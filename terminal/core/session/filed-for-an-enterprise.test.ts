import { CREDIT_CODE_ALPHABET, CREDIT_CODE_LENGTH, type QuestionView } from '@tongban/contract';
import { isCreditCode } from '@tongban/kiosk-config/catalogue/codes';
import { randomUUIDv7 } from 'node:crypto';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { realPlatform, type RealPlatform } from '../testing/real-platform.ts';
import { man40, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';
import { exampleEnterprise } from './practice/example-person.ts';

/** Filing for an enterprise (企业办事): the agent's own card, the code, what 企业专属网页 says, the form. */

const MATTER = '用人单位招用备案（示例）';
const HANDLE_ITEM = '310000999000RS0000531209902200001';
// Of the sandbox's register: for the first everybody may act.
const CODE = '91310199MA1TE0001A';
const NAME = '上海虚拟测试有限公司TEST';
const SECOND = { creditCode: '91310199MA1TE0002D', name: '上海虚拟第二测试有限公司TEST' };
const FOR_ENTERPRISE = { kind: 'enterprise', name: NAME, idNumber: CODE };
const answers = {
  employeeName: '测试丙',
  employeeIdNumber: '310199198605170018',
  beganOn: '2026-11-02',
  term: 'fixed',
  phone: '13800005678',
  promise: true,
};
vi.setConfig({ testTimeout: 30_000 });
const PATIENCE = { timeout: 10_000 };

function standIns(options: Parameters<typeof sessionAtWork>[0] = {}): SessionAtWork {
  const work = sessionAtWork(options);
  onTestFinished(() => work.stop());
  return work;
}

async function scene(): Promise<RealPlatform & { readonly work: SessionAtWork }> {
  const platform = await realPlatform();
  await expect.poll(() => platform.sync.network, PATIENCE).toBe('online');
  return { ...platform, work: standIns({ session: { outcomeMs: 8000 }, realSync: platform.sync }) };
}

/** From the attract screen to the question for the code. */
async function agentIsKnown(work: SessionAtWork, card = man40): Promise<QuestionView> {
  await work.identify(MATTER, card);
  const question = await work.until('question');
  expect(question).toMatchObject({ field: { name: 'creditCode', kind: 'credit-code' } });
  return question;
}

/** On to what was found of it. */
async function codeIsTyped(work: SessionAtWork, code = CODE): Promise<void> {
  expect(work.session.answer('creditCode', code)).toEqual({ ok: true });
  await expect.poll(() => work.screen()).not.toMatchObject({ enterprise: null, closed: null });
}

/** On to the review. */
async function fillInForIt(work: SessionAtWork): Promise<void> {
  await codeIsTyped(work);
  work.session.forEnterprise.confirm();
  await work.fillIn(answers);
  await work.until('review');
}

async function submitted(work: SessionAtWork): Promise<string> {
  work.session.submit('none');
  const { number } = await work.until('done');
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  return number;
}

async function mine(work: SessionAtWork): Promise<void> {
  work.session.openMySubmissions();
  await work.until('card');
  work.reader.place(man40);
  await work.until('my-submissions');
}

it('the enterprise, its code and the agent arrive, stand on screen and slip, and the agent’s card finds it', async () => {
  const { work, sandbox } = await scene();
  work.session.start();
  const { matters } = await work.until('choose');
  expect(matters.filter((each) => 'forEnterprise' in each && each.forEnterprise)).toHaveLength(1);
  work.session.finish();
  await work.until('attract');
  expect((await agentIsKnown(work)).holder).not.toHaveProperty('filesFor');
  await codeIsTyped(work);
  expect(work.screen()).toMatchObject({
    screen: 'enterprise',
    enterprise: { name: NAME, creditCode: CODE, legalRepresentative: '王**', actsAs: 'authorised' },
  });
  work.session.forEnterprise.confirm();
  expect(await work.until('question')).toMatchObject({
    holder: { name: '张**', filesFor: FOR_ENTERPRISE },
    field: { name: 'employeeName' },
  });
  await work.fillIn(answers);
  const review = await work.until('review');
  expect(review.holder.filesFor).toEqual(FOR_ENTERPRISE);
  // Neither a power of attorney nor anything else of who acts for a person.
  expect(review.materials.map(({ code }) => code)).toEqual(['YTRS990221']);
  work.session.submit();
  const { number } = await work.until('done');
  await expect.poll(() => work.printer.slips).toHaveLength(1);
  const slip = JSON.stringify(work.printer.slips);
  for (const words of ['经办人', '310***********0014', '企业', NAME, CODE]) expect(slip).toContain(words);
  const { agent, applicant, form } = await sandbox.handedIn(number);
  expect(agent).toEqual({ name: man40.name, idNumber: man40.idNumber });
  expect(applicant).toEqual({ type: 'legal', creditCode: CODE, name: NAME });
  expect(form).toEqual({ agentName: man40.name, agentIdNumber: man40.idNumber, ...answers });
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  await mine(work);
  expect(work.screen()).toMatchObject({ rows: [{ number, filedFor: 'enterprise' }] });
  // Who filed is masked wherever it was shown; the enterprise stands in no line of the log.
  expect(JSON.stringify([work.views, work.log])).not.toContain(man40.idNumber);
  expect(JSON.stringify(work.log)).not.toMatch(/91310199|虚拟/);
});

describe('a code', () => {
  it.each([
    ['', { ok: false, problem: 'missing', count: null }],
    ['91310199MA1TE0', { ok: false, problem: 'missing', count: 4 }],
    ['91310199MA1TE0001B', { ok: false, problem: 'wrong', words: null }],
    ['310000999000GA0000', { ok: false, problem: 'wrong', words: null }],
    ['11310000002420447T', { ok: true }],
    ['11310115002421239Q', { ok: true }],
  ])('%j is judged while it is typed', async (code, check) => {
    const work = standIns();
    await agentIsKnown(work);
    expect(work.session.check('creditCode', code)).toEqual(check);
    if (!check.ok) expect(work.session.answer('creditCode', code)).toEqual(check);
    expect(work.screen().screen).toBe('question');
  });

  it('is typed with the characters that the check of GB 32100 takes, and no others', () => {
    const first = (character: string): string => `${character}1310199MA1TE000`;
    const passing = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((character) =>
      [...CREDIT_CODE_ALPHABET].some((a) =>
        [...CREDIT_CODE_ALPHABET].some((b) => isCreditCode(first(character) + a + b)),
      ),
    );
    expect(passing.join('')).toBe(CREDIT_CODE_ALPHABET);
    expect(CODE).toHaveLength(CREDIT_CODE_LENGTH);
  });

  it('of an e-licence is shown to the scanner instead, and says nothing to the terminal', async () => {
    const work = standIns();
    expect((await agentIsKnown(work)).field.hint?.zh).toContain('电子营业执照');
    expect(work.codeScanner.scanning).toBe(true);
    work.session.codeScanned({ kind: 'citizen-code', token: 'TESTyingyezhizhao_0123456789abcdefghij-0001' });
    await expect.poll(() => work.screen()).toMatchObject({ enterprise: { creditCode: CODE } });
    work.session.back();
    expect(work.screen()).toMatchObject({ field: { name: 'creditCode' }, value: null });
    expect(JSON.stringify([work.views, work.log])).not.toContain('yingyezhizhao');
  });
});

describe('nothing is begun', () => {
  it.each([
    ['the code is nobody’s', 'creditCode', 'no-such-enterprise'],
    ['this person does not act for it', 'agent', 'does-not-act'],
  ] as const)('where %s; the code may be typed again', async (_, field, closed) => {
    const work = standIns();
    work.modules.enterprise = field;
    await agentIsKnown(work);
    await codeIsTyped(work);
    expect(work.screen()).toMatchObject({ screen: 'enterprise', enterprise: null, closed });
    work.session.forEnterprise.confirm();
    work.session.forEnterprise.again();
    expect(work.screen()).toMatchObject({ screen: 'enterprise', closed });
    work.session.back();
    expect(work.screen()).toMatchObject({ screen: 'question', value: CODE });
  });

  it('where nobody has confirmed who the agent is', async () => {
    const work = standIns();
    work.modules.knowsTheCitizen = false;
    await agentIsKnown(work);
    await codeIsTyped(work);
    expect(work.screen()).toMatchObject({ closed: 'not-confirmed' });
  });

  it.each([
    ['enterprise-page', 'away'],
    ['identity', 'away'],
  ] as const)('while %s does not answer; asked once more it goes on', async (module, closed) => {
    const work = standIns();
    await agentIsKnown(work);
    work.modules.states[module] = 'down';
    await codeIsTyped(work);
    expect(work.screen()).toMatchObject({ closed });
    work.modules.states[module] = 'up';
    work.session.forEnterprise.again();
    await expect.poll(() => work.screen()).toMatchObject({ enterprise: { name: NAME } });
  });

  it('while nobody can be asked: it is said in the choice, before a card is asked for', async () => {
    const work = standIns();
    work.modules.states['enterprise-page'] = 'down';
    work.session.start();
    const { matters } = await work.until('choose');
    expect(matters.find(({ id }) => id === HANDLE_ITEM)).toMatchObject({
      unavailable: { reason: 'enterprise-cannot-be-confirmed' },
    });
    work.session.chooseMatter(HANDLE_ITEM);
    expect(work.screen()).toMatchObject({ screen: 'guide', cannotHere: 'enterprise-cannot-be-confirmed' });
  });

  it('lost on the guide: going on does nothing, and it is said there', async () => {
    const work = standIns();
    work.session.start();
    await work.until('choose');
    work.session.chooseMatter(HANDLE_ITEM);
    work.modules.states.identity = 'down';
    expect(work.screen()).toMatchObject({ cannotHere: 'enterprise-cannot-be-confirmed' });
    work.session.confirmGuide();
    expect(work.screen().screen).toBe('guide');
  });

  it('by who is too young, before the code is asked for', async () => {
    const work = standIns();
    const child = { ...woman70, birth: '2016-03-08', idNumber: '310199201603080021' };
    await work.identify(MATTER, child);
    expect(await work.until('trouble')).toMatchObject({ kind: 'not-eligible' });
  });
});

describe('between', () => {
  it('another enterprise begins the form anew, the same one keeps it', async () => {
    const work = standIns();
    await agentIsKnown(work);
    await codeIsTyped(work);
    work.session.forEnterprise.confirm();
    await work.until('question');
    work.session.answer('employeeName', '测试丙');
    const backToTheEnterprise = async (): Promise<void> => {
      while (work.screen().screen !== 'guide') work.session.back();
      work.session.confirmGuide();
      await expect.poll(() => work.screen()).toMatchObject({ enterprise: { name: NAME } });
    };
    await backToTheEnterprise();
    work.session.forEnterprise.confirm();
    expect(await work.until('question')).toMatchObject({ field: { name: 'employeeIdNumber' } });
    await backToTheEnterprise();
    work.session.back();
    await codeIsTyped(work, SECOND.creditCode);
    work.session.forEnterprise.confirm();
    expect(await work.until('question')).toMatchObject({ field: { name: 'employeeName' }, value: null });
  });

  it('a card that is taken away stops it, and what was half typed is there when it is back', async () => {
    const work = standIns();
    await agentIsKnown(work);
    work.session.check('creditCode', '9131');
    work.reader.show('no-card');
    expect(await work.until('trouble')).toMatchObject({ kind: 'card-removed' });
    work.reader.place(man40);
    expect(await work.until('question')).toMatchObject({ field: { name: 'creditCode' }, value: '9131' });
  });

  it('a card that is taken away while it is asked for is missed with the answer', async () => {
    const work = standIns();
    await agentIsKnown(work);
    let answer = (): void => undefined;
    work.modules.mayAnswer = new Promise((resolve) => (answer = resolve));
    work.session.answer('creditCode', CODE);
    work.reader.show('no-card');
    expect(work.screen().screen).toBe('enterprise');
    answer();
    expect(await work.until('trouble')).toMatchObject({ kind: 'card-removed' });
    work.reader.place(man40);
    expect(await work.until('enterprise')).toMatchObject({ enterprise: { name: NAME } });
  });

  it('12345 leads back to it, also while it is asked for', async () => {
    const work = standIns();
    await agentIsKnown(work);
    let answer = (): void => undefined;
    work.modules.mayAnswer = new Promise((resolve) => (answer = resolve));
    work.session.answer('creditCode', CODE);
    work.session.hotline.open();
    answer();
    work.session.hotline.close();
    await expect.poll(() => work.screen()).toMatchObject({ enterprise: { name: NAME } });
    work.session.hotline.open();
    work.session.hotline.close();
    expect(work.screen()).toMatchObject({ enterprise: { name: NAME } });
  });

  it('an answer that does not come in time is waited for no longer', async () => {
    const work = standIns({ session: { licenceMs: 50 } });
    await agentIsKnown(work);
    work.modules.mayAnswer = new Promise(() => undefined);
    work.session.answer('creditCode', CODE);
    await expect.poll(() => work.screen()).toMatchObject({ screen: 'enterprise', closed: 'away' });
  });
});

it('the same matter for another enterprise is not taken for submitted already', async () => {
  const work = standIns();
  await agentIsKnown(work);
  await fillInForIt(work);
  await submitted(work);
  await agentIsKnown(work);
});

it('returned after the acceptance: the enterprise is asked for again, and it must be the same', async () => {
  const { work, sandbox } = await scene();
  await agentIsKnown(work);
  await fillInForIt(work);
  const number = await submitted(work);
  sandbox.order({ verb: 'return-for-correction', applyNo: number, field: 'phone' });
  await mine(work);
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ rows: [{ state: 'needs-citizen' }] });
  work.session.correct(number);
  expect(await work.until('question')).toMatchObject({ field: { name: 'creditCode' } });
  work.session.back();
  expect(work.screen().screen).toBe('my-submissions');
  work.session.correct(number);
  await work.until('question');
  await codeIsTyped(work);
  work.session.forEnterprise.confirm();
  await work.fillIn({ ...answers, phone: '13800009999' });
  expect(await work.until('review')).toMatchObject({ holder: { filesFor: FOR_ENTERPRISE } });
  await submitted(work);
  expect(sandbox.applications()).toMatchObject([
    { applyNo: number, batch: 2, form: { phone: '13800009999' } },
  ]);
});

it('refused before it was accepted: the agent’s card tells for which enterprise it is', async () => {
  const { work, sync, sandbox } = await scene();
  const { idNumber, managementNumber, name } = man40;
  const id = randomUUIDv7();
  await sync.submit({
    ...{ idempotencyKey: id, language: 'zh-CN', capturedAt: new Date(), agent: { name, idNumber } },
    applicant: { type: 'legal', creditCode: CODE, name: NAME },
    card: await sync.cardKey({ idNumber, managementNumber: managementNumber! }),
    matter: { handleItem: HANDLE_ITEM, version: '2026.1', unitCode: HANDLE_ITEM.slice(0, 18) },
    form: { agentName: name, agentIdNumber: idNumber, ...answers, phone: '12' },
    materials: [
      {
        ...{ code: 'YTRS990221', stuffType: 0, mediaType: 'application/vnd.tongban.id-card+json' },
        bytes: Buffer.from('{}'),
      },
    ],
  });
  await sync.waitForOutcome(id, 10_000);
  await mine(work);
  const list = work.screen();
  if (list.screen !== 'my-submissions') throw new Error(list.screen);
  work.session.correct(list.rows[0]!.number);
  expect(await work.until('question')).toMatchObject({ value: '12', holder: { filesFor: FOR_ENTERPRISE } });
  work.session.answer('phone', '13800005678');
  work.session.answer('promise', true);
  await work.until('review');
  const { agent, applicant } = await sandbox.handedIn(await submitted(work));
  expect([agent?.idNumber, applicant?.creditCode]).toEqual([idNumber, CODE]);
});

it('in practice an example enterprise stands for every code, and nobody is asked', async () => {
  const work = standIns();
  work.inUse.practise(true);
  work.session.start();
  await work.until('choose');
  work.session.chooseMatter(HANDLE_ITEM);
  work.session.confirmGuide();
  await work.until('card');
  work.session.useExampleCard();
  expect(await work.until('question')).toMatchObject({ value: exampleEnterprise.creditCode });
  expect(isCreditCode(exampleEnterprise.creditCode)).toBe(true);
  await codeIsTyped(work);
  expect(work.screen()).toMatchObject({ enterprise: { name: exampleEnterprise.name, creditCode: CODE } });
  work.session.forEnterprise.confirm();
  await work.fillIn(answers);
  work.session.submit('none');
  await work.until('practice-done');
  expect(work.modules.asked).toEqual([]);
});

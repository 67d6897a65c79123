import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUIDv7 } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReviewView, SubmissionRow } from '@tongban/contract';
import type { CitizenCard } from '@tongban/peripherals/id-card-reader';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  drawing,
  givePapers,
  MATTER_WITH_PAPERS,
  photograph,
  photo,
  subsistenceAnswers,
} from '../testing/papers.ts';
import { realPlatform, type RealPlatform } from '../testing/real-platform.ts';
import {
  allowanceAnswers,
  man40,
  sessionAtWork,
  woman70,
  type SessionAtWork,
} from '../testing/session-at-work.ts';

/** The real sync and the sandbox platform: what core asks of both is what they answer. */

const MATTERS = join(import.meta.dirname, '../../../kiosk-config/catalogue/matters');
const SUBSISTENCE = '310000999000MZ0000531051100100001';
/** Card keys are slow by design, and others use the machine too. */
vi.setConfig({ testTimeout: 30_000 });
const PATIENCE = { timeout: 10_000 };

interface Scene extends RealPlatform {
  readonly work: SessionAtWork;
}

async function scene(options: Parameters<typeof sessionAtWork>[0] = {}): Promise<Scene> {
  const platform = await realPlatform();
  await expect.poll(() => platform.sync.network, PATIENCE).toBe('online');
  return { ...platform, work: workWith(platform, options) };
}

function workWith({ sync }: RealPlatform, options: Parameters<typeof sessionAtWork>[0] = {}): SessionAtWork {
  const work = sessionAtWork({ session: { outcomeMs: 8000 }, ...options, realSync: sync });
  onTestFinished(() => work.stop());
  return work;
}

/** From the attract screen to the one row of this card. */
async function row(work: SessionAtWork, card: CitizenCard): Promise<SubmissionRow> {
  work.session.openMySubmissions();
  await work.until('card');
  work.reader.place(card);
  const { rows } = await work.until('my-submissions');
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

function rowNow(work: SessionAtWork): SubmissionRow {
  const view = work.screen();
  if (view.screen !== 'my-submissions') throw new Error(`not at the rows but at ${view.screen}`);
  return view.rows[0]!;
}

async function leave(work: SessionAtWork): Promise<void> {
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
}

/** Submits the allowance for the woman of 70 and leaves. @returns its number */
async function acceptedAllowance({ work }: Scene): Promise<string> {
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  const { number, outcome } = await work.until('done');
  expect(outcome).toBe('accepted');
  await expect.poll(() => work.screen()).toMatchObject({ slip: 'printed' });
  await leave(work);
  return number;
}

function marks({ rows, materials }: ReviewView): Record<string, string | null> {
  return Object.fromEntries(
    [
      ...rows.map(({ field, mark }) => [field, mark] as const),
      ...materials.map(({ code, mark }) => [code, mark] as const),
    ].filter(([, mark]) => mark !== null),
  );
}

const lastSlip = (work: SessionAtWork) => JSON.stringify(work.printer.slips.at(-1));

it('a refused field: the card opens the form, only the field is asked, the rest goes along as it was', async () => {
  const { work, sync, sandbox } = await scene();
  const { idNumber, managementNumber } = man40;
  const card = await sync.cardKey({ idNumber, managementNumber: managementNumber! });
  const paper = (code: string, mediaType: string, bytes: Uint8Array) => ({
    code,
    stuffType: 0 as const,
    mediaType,
    bytes,
  });
  const id = randomUUIDv7();
  await sync.submit({
    ...{ idempotencyKey: id, card, language: 'zh-CN', capturedAt: new Date() },
    matter: { handleItem: SUBSISTENCE, version: '2026.2', unitCode: SUBSISTENCE.slice(0, 18) },
    form: {
      ...subsistenceAnswers,
      ...{ applicantName: man40.name, applicantIdNumber: idNumber, registeredAddress: man40.address },
      phone: '12',
    },
    materials: [
      paper('MZ0511-01', 'application/vnd.tongban.id-card+json', Buffer.from('{}')),
      paper('MZ0511-03', 'application/pdf', Buffer.from('%PDF-1.7')),
      paper('MZ0511-04', 'image/svg+xml', Buffer.from('<svg/>')),
    ],
  });
  expect((await sync.waitForOutcome(id, 10_000)).state).toBe('needs-citizen');

  const { number, need, state } = await row(work, man40);
  expect(state).toBe('needs-citizen');
  expect(need).toMatchObject({
    ...{ kind: 'refused', canCorrect: true, refill: false },
    parts: [{ label: { zh: '手机号码' } }],
  });
  work.session.correct(number);
  const question = await work.until('question');
  expect(question).toMatchObject({ value: '12', number: 1, of: 2, correction: { why: 'named' } });
  work.session.answer('phone', '13800005678');
  // The declaration is made again for what has changed.
  expect(work.screen()).toMatchObject({
    ...{ screen: 'question', value: null, number: 2 },
    ...{ field: { name: 'promise' }, correction: { why: 'once-more' } },
  });
  work.session.answer('promise', true);
  const review = await work.until('review');
  expect(marks(review)).toEqual({ phone: 'changed' });
  expect(review.materials.filter(({ kept }) => kept).map(({ code }) => code)).toEqual([
    'MZ0511-03',
    'MZ0511-04',
  ]);
  work.session.submit();
  expect(await work.until('done')).toMatchObject({ outcome: 'accepted', correction: null });
  await expect.poll(() => work.screen()).toMatchObject({ slip: 'printed' });
  expect(lastSlip(work)).toContain('"受理凭证"');
  expect(lastSlip(work)).toContain('手机号码');
  const taken = sandbox.applications().filter(({ receivedAt }) => receivedAt !== null);
  expect(taken).toMatchObject([{ form: { phone: '13800005678', householdSize: '2' } }]);
  await leave(work);
  expect(await row(work, man40)).toMatchObject({ state: 'accepted', need: null, official: true });
});

it('a supplement: the form begins with the card, the paper is given, and it goes under the same number', async () => {
  const { work, sandbox } = await scene();
  await work.identify(MATTER_WITH_PAPERS, man40);
  await work.fillIn(subsistenceAnswers);
  await givePapers(work);
  work.session.submit();
  const { number } = await work.until('done');
  await leave(work);
  sandbox.order({
    ...{ verb: 'ask-for-supplement', applyNo: number, limitDate: '2026-12-11' },
    needs: [{ kind: 'material', name: 'MZ0511-03', reason: { zh: '第 2 页看不清' } }],
  });
  await row(work, man40);
  await expect.poll(() => rowNow(work).state, PATIENCE).toBe('needs-citizen');
  expect(rowNow(work)).toMatchObject({
    limitDate: null,
    need: { kind: 'supplement', due: '2026-12-11', canCorrect: true, refill: true },
  });
  expect(rowNow(work).need?.parts).toMatchObject([{ words: { zh: '第 2 页看不清' } }]);
  work.session.correct(number);
  expect(await work.until('question')).toMatchObject({ value: null, correction: { why: 'rest-of-form' } });
  await work.fillIn(subsistenceAnswers);
  const material = await work.until('material');
  expect(material).toMatchObject({
    ...{ number: 1, of: 1, material: { code: 'MZ0511-03' } },
    correction: { why: 'named', words: { zh: '第 2 页看不清' } },
  });
  photograph(work, photo);
  work.session.materials.confirm();
  const review = await work.until('review');
  expect(review.correction).toEqual({ kind: 'supplement', due: '2026-12-11' });
  expect(review.materials).toMatchObject([{ code: 'MZ0511-03', pages: 1, kept: false, mark: 'given' }]);
  work.session.submit();
  expect(await work.until('done')).toMatchObject({ outcome: 'accepted', number, correction: 'supplement' });
  await expect.poll(() => work.screen()).toMatchObject({ slip: 'printed' });
  expect(lastSlip(work)).toContain('补正回执');
  expect(lastSlip(work)).toContain('补正内容');
  expect(lastSlip(work)).toContain(number);
  expect(sandbox.applications()).toMatchObject([{ applyNo: number, batch: 2, state: 'submitted' }]);
  await leave(work);
  expect(await row(work, man40)).toMatchObject({ number, state: 'accepted', need: null });
});

it('a return while the platform cannot be reached: a holding slip that keeps the number, and the word when it is there', async () => {
  const { work, sandbox } = await scene({ session: { outcomeMs: 300, outcomeOfflineMs: 300 } });
  // The first one may take its time; it is accepted before anybody looks.
  await work.identify('老年综合津贴（示例）', woman70);
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await work.until('done');
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ outcome: 'accepted', slip: 'printed' });
  await leave(work);
  const { number } = await row(work, woman70);
  sandbox.order({
    verb: 'return-for-correction',
    applyNo: number,
    field: 'bankCard',
    remark: { zh: '卡号与户名不符' },
  });
  await expect.poll(() => rowNow(work).need?.kind, PATIENCE).toBe('return');
  expect(rowNow(work).need).toMatchObject({
    words: { zh: '卡号与户名不符' },
    parts: [{ label: { zh: '银行卡号' } }],
  });
  sandbox.faults.failRepeatedly('any', 'reset');
  work.session.correct(number);
  await work.until('question');
  await work.fillIn(allowanceAnswers);
  expect(marks(await work.until('review'))).toEqual({ bankCard: 'given' });
  work.session.submit();
  expect(await work.until('done')).toMatchObject({ outcome: 'held', number, correction: 'return' });
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ slip: 'printed' });
  expect(lastSlip(work)).toContain('更正暂存凭证（非回执）');
  expect(lastSlip(work)).toContain(number);
  sandbox.faults.clear();
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ outcome: 'accepted', number });
  await leave(work);
  expect(await row(work, woman70)).toMatchObject({ number, state: 'accepted', need: null });
});

it('while a correction is on its way its row says so, and nothing more can be corrected', async () => {
  const situation = await scene({ session: { outcomeMs: 8000, outcomeOfflineMs: 100 } });
  const { work, sandbox, sync } = situation;
  const number = await acceptedAllowance(situation);
  sandbox.order({ verb: 'return-for-correction', applyNo: number, field: 'phone' });
  await row(work, woman70);
  await expect.poll(() => rowNow(work).need?.kind, PATIENCE).toBe('return');
  sandbox.faults.failRepeatedly('any', 'reset');
  await expect.poll(() => sync.network, PATIENCE).toBe('offline');
  work.session.correct(number);
  await work.until('question');
  await work.fillIn(allowanceAnswers);
  work.session.submit();
  await work.until('done');
  await expect.poll(() => work.screen()).toMatchObject({ slip: 'printed' });
  await leave(work);
  expect(await row(work, woman70)).toMatchObject({ number, state: 'correcting', need: null });
  work.session.correct(number);
  expect(work.screen().screen).toBe('my-submissions');
});

it('the matter has changed: nothing can be given until its new version is here; then what is new is asked alone', async () => {
  const platform = await realPlatform();
  const { sandbox, sync } = platform;
  const folder = mkdtempSync(join(tmpdir(), 'tongban-catalogue-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(MATTERS, folder, { recursive: true });
  const file = join(folder, 'subsistence-allowance.json');
  const document = JSON.parse(readFileSync(file, 'utf8')) as {
    version: string;
    materials: object[];
    reform: { materials: { after: number } };
  };
  document.version = '2026.3';
  document.reform.materials.after += 1;
  document.materials.push({
    ...{ code: 'MZ0511-09', name: { zh: '租房合同' }, source: 'document', stuffType: 0 },
    ...{ necessity: 'required', origin: '10', medium: '3', originals: 1, copies: 0 },
    how: { zh: '请出示原件' },
  });
  writeFileSync(file, JSON.stringify(document));
  await expect.poll(() => sync.network, PATIENCE).toBe('online');
  const old = workWith(platform);
  await old.identify(MATTER_WITH_PAPERS, man40);
  await old.fillIn(subsistenceAnswers);
  await givePapers(old);
  sandbox.order({ verb: 'publish-document', document });
  old.session.submit();
  // The version of this terminal cannot be corrected into what is asked.
  expect(await old.until('trouble')).toMatchObject({ kind: 'platform-rejected', ways: ['finish'] });
  await leave(old);
  expect(await row(old, man40)).toMatchObject({ need: { kind: 'matter-changed', canCorrect: false } });

  const work = workWith(platform, { catalogueFolder: folder });
  const { number, need } = await row(work, man40);
  expect(need).toMatchObject({ canCorrect: true, refill: false, parts: [{ label: { zh: '租房合同' } }] });
  work.session.correct(number);
  expect(await work.until('question')).toMatchObject({ field: { name: 'promise' }, of: 1 });
  work.session.answer('promise', true);
  expect(await work.until('material')).toMatchObject({ material: { code: 'MZ0511-09' }, number: 1, of: 1 });
  photograph(work);
  work.session.materials.confirm();
  expect(marks(await work.until('review'))).toEqual({ 'MZ0511-09': 'given' });
  work.session.submit();
  expect(await work.until('done')).toMatchObject({ outcome: 'accepted' });
});

it('what goes along may be given anew from the review, and the review says that it has changed', async () => {
  const { work, sync } = await scene();
  const { idNumber, managementNumber } = man40;
  const card = await sync.cardKey({ idNumber, managementNumber: managementNumber! });
  const id = randomUUIDv7();
  await sync.submit({
    ...{ idempotencyKey: id, card, language: 'zh-CN', capturedAt: new Date() },
    matter: { handleItem: SUBSISTENCE, version: '2026.2', unitCode: SUBSISTENCE.slice(0, 18) },
    form: {
      ...subsistenceAnswers,
      ...{ applicantName: man40.name, applicantIdNumber: idNumber, registeredAddress: man40.address },
    },
    materials: [
      { code: 'MZ0511-04', stuffType: 0, mediaType: 'image/svg+xml', bytes: Buffer.from('<svg/>') },
    ],
  });
  await sync.waitForOutcome(id, 10_000);
  const { number, need } = await row(work, man40);
  expect(need?.parts).toHaveLength(1);
  work.session.correct(number);
  await work.until('question');
  await work.fillIn({ promise: true });
  await work.until('material');
  photograph(work);
  work.session.materials.confirm();
  await work.until('review');
  work.session.materials.edit('MZ0511-04');
  expect(await work.until('signature')).toMatchObject({
    fromReview: true,
    correction: { why: 'by-citizen' },
  });
  work.session.materials.sign(drawing);
  expect(marks(await work.until('review'))).toEqual({ 'MZ0511-03': 'given', 'MZ0511-04': 'given' });
});

it('a card that is lifted from the rows is asked for before anything of the submission is shown', async () => {
  const situation = await scene();
  const { work, sandbox } = situation;
  const number = await acceptedAllowance(situation);
  sandbox.order({ verb: 'return-for-correction', applyNo: number, field: 'phone' });
  await row(work, woman70);
  await expect.poll(() => rowNow(work).need?.kind, PATIENCE).toBe('return');
  work.reader.show('no-card');
  work.session.correct(number);
  expect(await work.until('trouble')).toMatchObject({ kind: 'card-removed' });
  work.reader.place(woman70);
  expect(await work.until('question')).toMatchObject({ correction: { kind: 'return' } });
});

it('opens nothing for a number that is not of this card', async () => {
  const situation = await scene();
  const { work, sandbox } = situation;
  const number = await acceptedAllowance(situation);
  sandbox.order({ verb: 'return-for-correction', applyNo: number, field: 'phone' });
  await work.identify('有无违法犯罪记录证明（示例）', man40);
  work.session.back();
  work.session.back();
  work.session.openMySubmissions();
  await work.until('my-submissions');
  work.session.correct(number);
  expect(work.screen()).toMatchObject({ screen: 'my-submissions', rows: [] });
});

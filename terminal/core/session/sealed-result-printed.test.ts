import type { SealedResultView } from '@tongban/contract';
import type { DocumentPrintOutcome } from '@tongban/peripherals/document-printer';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { realPlatform } from '../testing/real-platform.ts';
import { man40, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

/** A citizen whose matter is finished and has a sealed result. */

const BOOKLET = '门急诊就医记录册申领、更换、补发（示例）';
const answers = { action: 'first', promise: true };
/** Card keys are slow by design, and others use the machine too. */
vi.setConfig({ testTimeout: 30_000 });
const PATIENCE = { timeout: 10_000 };

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

/** From the attract screen to the finished matter, and to its result. */
async function comeToResult(): Promise<string> {
  await work.identify(BOOKLET, man40);
  await work.fillIn(answers);
  work.session.submit();
  await work.until('done');
  work.sync.finish();
  await expect.poll(() => work.screen()).toMatchObject({ slip: 'printed', hasResult: true });
  const view = await work.until('done');
  work.session.result.open(view.number);
  expect(work.screen()).toMatchObject({ screen: 'sealed-result', phase: 'copies', most: 3, problem: null });
  return view.number;
}

async function ended(): Promise<SealedResultView> {
  await expect
    .poll(() => work.screen(), PATIENCE)
    .toSatisfy((view: SealedResultView) => view.phase === 'printed' || view.phase === 'cannot');
  return work.until('sealed-result');
}

it('prints as many copies as are wanted, with the verify code, and keeps nothing of the document', async () => {
  const number = await comeToResult();
  work.session.result.print(2);
  work.session.result.print(2);
  expect(await ended()).toMatchObject({
    phase: 'printed',
    copies: 2,
    most: 1,
    verifyCode: 'TEST00112233',
    number,
  });
  expect(work.documentPrinter.jobs).toMatchObject([{ copies: 2, name: '办理结果' }]);
  expect(work.documentPrinter.jobs[0]?.text).toMatch(/^%PDF-/);
  expect(work.modules.sealed.map((pdf) => pdf.every((byte) => byte === 0))).toEqual([true]);
  work.session.back();
  expect(work.screen()).toMatchObject({ screen: 'done', hasResult: true });
  work.session.result.open(number);
  work.session.result.print(2);
  expect(work.screen()).toMatchObject({ phase: 'copies', most: 1 });
  work.session.result.print(1);
  await ended();
  work.session.back();
  expect(work.screen()).toMatchObject({ screen: 'done', hasResult: false });
});

it.each<[SealedResultView['problem'], DocumentPrintOutcome, number]>([
  ['paper-out', { kind: 'failed', reason: 'paper-out' }, 3],
  ['printer-attention', { kind: 'failed', reason: 'jam' }, 3],
  ['printer-offline', { kind: 'failed', reason: 'disconnected' }, 3],
  ['look', { kind: 'unknown', reason: 'disconnected' }, 2],
])('%s: says so, the document is wiped, and it can be printed once more', async (problem, outcome, most) => {
  await comeToResult();
  work.documentPrinter.outcomes = [outcome];
  work.session.result.print(1);
  expect(await ended()).toMatchObject({ phase: 'cannot', problem, most });
  expect(work.modules.sealed.every((pdf) => pdf.every((byte) => byte === 0))).toBe(true);
  work.session.result.print(1);
  expect(await ended()).toMatchObject({ phase: 'printed', problem: null });
});

it.each([
  ['offline', { online: false }],
  ['not-ready', { sealRefuses: true }],
] as const)('%s: nothing is printed that looks sealed', async (problem, change) => {
  await comeToResult();
  Object.assign(work.modules, change);
  work.session.result.print(1);
  expect(await ended()).toMatchObject({ phase: 'cannot', problem });
  expect(work.documentPrinter.jobs).toEqual([]);
});

it('the system of the seal is away', async () => {
  await comeToResult();
  work.modules.states['e-seal'] = 'down';
  work.session.result.print(1);
  expect(await ended()).toMatchObject({ phase: 'cannot', problem: 'away' });
  work.session.back();
  expect(work.screen().screen).toBe('done');
});

it('nobody leaves or goes back while it prints, so that no result lies there for the next one', async () => {
  await comeToResult();
  let end = (): void => undefined;
  work.documentPrinter.mayEnd = new Promise((resolve) => (end = resolve));
  work.session.result.print(1);
  work.session.back();
  work.session.finish();
  expect(work.screen()).toMatchObject({ screen: 'sealed-result', phase: 'printing' });
  // 12345 would lie above a step that moves on by itself, and lead back to one that never ends.
  expect(work.session.view().hotline).toBe(false);
  work.session.hotline.open();
  expect(work.screen()).toMatchObject({ screen: 'sealed-result', phase: 'printing' });
  end();
  expect(await ended()).toMatchObject({ phase: 'printed' });
  work.session.finish();
  expect(work.screen().screen).toBe('take-card');
  expect(work.log.join()).not.toContain('TEST00112233');
});

it('is offered for what is finished alone, and by its own number', async () => {
  await work.identify(BOOKLET, man40);
  await work.fillIn(answers);
  work.session.submit();
  const { number } = await work.until('done');
  await expect.poll(() => work.screen()).toMatchObject({ slip: 'printed', hasResult: false });
  work.session.result.open(number);
  expect(work.screen().screen).toBe('done');
  work.sync.finish();
  work.session.result.open('SH0000000000000');
  expect(work.screen().screen).toBe('done');
});

it('by the real platform: finished on the spot, printed from my submissions', async () => {
  const platform = await realPlatform();
  const modules = await platform.openModules();
  work.stop();
  work = sessionAtWork({
    ...{ session: { outcomeMs: 8000 }, realSync: platform.sync, realModules: modules },
  });
  onTestFinished(() => work.stop());
  await work.identify(BOOKLET, man40);
  await work.fillIn(answers);
  work.session.submit();
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ screen: 'done', outcome: 'accepted' });
  const { number } = await work.until('done');
  if (!(await work.until('done')).hasResult) platform.sandbox.order({ verb: 'finish', applyNo: number });
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  work.session.openMySubmissions();
  work.reader.place(man40);
  await expect
    .poll(() => work.screen(), PATIENCE)
    .toMatchObject({ screen: 'my-submissions', rows: [{ number, hasResult: true }] });
  work.session.result.open(number);
  work.session.result.print(3);
  expect(await ended()).toMatchObject({ phase: 'printed', copies: 3, most: 0 });
  expect(work.documentPrinter.jobs[0]?.text).toContain(`(Number: ${number})`);
  work.session.back();
  expect(work.screen()).toMatchObject({ screen: 'my-submissions', rows: [{ hasResult: false }] });
});

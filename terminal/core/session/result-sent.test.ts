import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoneView, ReviewView, SubmissionRow } from '@tongban/contract';
import type { Modules } from '@tongban/sync/modules';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { photograph } from '../testing/papers.ts';
import { realPlatform, untilModule, type RealPlatform } from '../testing/real-platform.ts';
import { man40, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

/** The result of a registration is sent, at the real sandbox platform. */

const REGISTRATION = '户籍人户分离人员居住登记（示例）';
const ADDRESS = '上海市测试区虚拟路99弄7号201室';
const MASKED = '上海市测试区虚拟**********';
const sent = {
  ...{ currentAddress: '上海市测试区虚拟路2弄8号602室', housing: 'own', livesThereSince: '2026-10-01' },
  ...{ receiptBy: 'express', expressAddress: ADDRESS, phone: '13700002468', promise: true },
};
const fetched = { ...sent, receiptBy: 'collect' };
const SESSION = { outcomeMs: 15_000, outcomeOfflineMs: 300 };
/** Card keys are slow by design, and others use the machine too. */
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });
const PATIENCE = { timeout: 15_000 };

let platform: RealPlatform;
let modules: Modules;
let work: SessionAtWork;
beforeEach(async () => {
  platform = await realPlatform();
  modules = await platform.openModules();
  work = atTerminal();
});
afterEach(() => work.stop());

function atTerminal(options: Parameters<typeof sessionAtWork>[0] = {}): SessionAtWork {
  return sessionAtWork({ session: SESSION, realSync: platform.sync, realModules: modules, ...options });
}

async function toReview(answers: Parameters<SessionAtWork['fillIn']>[0] = sent): Promise<ReviewView> {
  await work.identify(REGISTRATION, man40);
  await work.fillIn(answers);
  await work.until('material');
  photograph(work);
  work.session.materials.confirm();
  return work.until('review');
}

async function submit(answers: Parameters<SessionAtWork['fillIn']>[0] = sent): Promise<DoneView> {
  await toReview(answers);
  work.session.submit();
  return slipIsThere();
}

async function slipIsThere(): Promise<DoneView> {
  await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ screen: 'done', slip: 'printed' });
  return work.until('done');
}

async function leave(): Promise<void> {
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
}

async function openRow(): Promise<void> {
  work.session.openMySubmissions();
  await work.until('card');
  work.reader.place(man40);
  await work.until('my-submissions');
}
function row(): SubmissionRow | undefined {
  const view = work.screen();
  return view.screen === 'my-submissions' ? view.rows[0] : undefined;
}

/** Asks for it once more, and goes on to where that is done. */
async function returned(number: string): Promise<void> {
  platform.sandbox.order({ verb: 'return-for-correction', applyNo: number, field: 'phone' });
  await openRow();
  await expect.poll(() => row()?.need?.kind, PATIENCE).toBe('return');
  work.session.correct(number);
  await work.until('question');
}

const lastSlip = (): string => JSON.stringify(work.printer.slips.at(-1));
const orders = (): Promise<number> => platform.records('logistics');
const switchLogistics = (state: 'up' | 'down') =>
  platform.order({ verb: 'switch', module: 'logistics', state });

/** Files of the terminal in which one of the texts stands. */
function findOnDisk(texts: readonly string[]): string[] {
  const files = readdirSync(platform.dataFolder, { recursive: true, withFileTypes: true });
  return files
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => texts.some((text) => readFileSync(file).includes(text)));
}

describe('the result is sent', () => {
  it('ordered at once: review, screen and slip say so, with the waybill and without the address', async () => {
    expect(await toReview()).toMatchObject({ delivery: 'ordered' });
    work.session.submit();
    const { delivery, outcome } = await slipIsThere();
    expect(outcome).toBe('accepted');
    expect(delivery).toEqual({
      ...{ state: 'ordered', address: MASKED },
      waybillNo: expect.stringMatching(/^TESTEX\d{9}$/),
      expectedDay: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect(lastSlip()).toContain(delivery!.waybillNo);
    expect(lastSlip()).toContain('快递已下单，预计');
    expect(lastSlip()).toContain(MASKED);
    expect(await orders()).toBe(1);
    const told = JSON.stringify([work.printer.slips, work.log]);
    for (const personal of [ADDRESS, sent.phone, man40.name]) expect(told).not.toContain(personal);
    expect(findOnDisk([ADDRESS, sent.phone, man40.name])).toEqual([]);
  });

  it('followed in "my submissions" from the order to the door, and not known while nobody answers', async () => {
    await submit();
    await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ delivery: { state: 'ordered' } });
    const { delivery } = await work.until('done');
    await leave();
    await openRow();
    await expect.poll(() => row()?.parcel, PATIENCE).toMatchObject({ stage: 'ordered' });
    await leave();
    const waybillNo = delivery?.waybillNo ?? '';
    await platform.order({ verb: 'move-parcel', waybillNo, stage: 'delivered' });
    await openRow();
    await expect
      .poll(() => row()?.parcel, PATIENCE)
      .toEqual({ stage: 'delivered', waybillNo, expectedDay: null, at: expect.stringMatching(/Z$/) });
    await leave();
    await switchLogistics('down');
    await openRow();
    await expect.poll(() => row()?.parcel, PATIENCE).toMatchObject({ stage: 'unknown', waybillNo, at: null });
    await switchLogistics('up');
    await expect.poll(() => row()?.parcel, PATIENCE).toMatchObject({ stage: 'delivered' });
    expect(work.log.join()).not.toContain(waybillNo);
  });

  it('nothing is ordered for who fetches it', async () => {
    expect(await toReview(fetched)).toMatchObject({ delivery: null });
    work.session.submit();
    expect(await slipIsThere()).toMatchObject({ delivery: null });
    expect(lastSlip()).not.toContain('送达');
    await leave();
    await openRow();
    expect(row()?.parcel).toBeNull();
    expect(await orders()).toBe(0);
  });
});

describe('it cannot be ordered now', () => {
  it('logistics is down: accepted, no day is promised, and it is ordered once when it is back', async () => {
    await switchLogistics('down');
    await untilModule(modules, 'logistics', 'down');
    expect(await toReview()).toMatchObject({ delivery: 'kept' });
    work.session.submit();
    expect(await slipIsThere()).toMatchObject({
      outcome: 'accepted',
      delivery: { state: 'kept', waybillNo: null, expectedDay: null, address: MASKED },
    });
    expect(lastSlip()).toContain('哪天送到现在不能定');
    expect(findOnDisk([ADDRESS])).toEqual([]);
    await switchLogistics('up');
    await expect.poll(() => work.screen(), PATIENCE).toMatchObject({ delivery: { state: 'ordered' } });
    expect(await orders()).toBe(1);
  });

  it('no network: kept sealed with the submission, and ordered once after it is accepted', async () => {
    platform.sandbox.faults.failRepeatedly('any', 'reset');
    await expect.poll(() => platform.sync.network, PATIENCE).toBe('offline');
    expect(await toReview()).toMatchObject({ delivery: 'kept' });
    work.session.submit();
    expect(await slipIsThere()).toMatchObject({ outcome: 'held', delivery: { state: 'kept' } });
    expect(lastSlip()).toContain('平台受理后自动下单');
    expect(findOnDisk([ADDRESS, sent.phone, man40.name])).toEqual([]);
    platform.sandbox.faults.clear();
    await expect
      .poll(() => work.screen(), PATIENCE)
      .toMatchObject({ outcome: 'accepted', delivery: { state: 'ordered' } });
    expect(await orders()).toBe(1);
    expect(work.printer.slips).toHaveLength(1);
  });

  it('core ends between the address and the submission: nothing is ordered, and the address waits for nobody', async () => {
    vi.spyOn(platform.sync, 'submit').mockRejectedValueOnce(new Error('killed'));
    await toReview();
    work.session.submit();
    expect(await work.until('trouble')).toMatchObject({ kind: 'storage-failed' });
    work.stop();
    await modules.close();
    // That it is dropped after an hour is the module's: delivery-of-a-result.test.ts.
    modules = await platform.openModules();
    expect(modules.waitingCount).toBe(1);
    expect(await orders()).toBe(0);
    work = atTerminal();
    expect(await submit()).toMatchObject({ delivery: { state: 'ordered' } });
    expect(await orders()).toBe(1);
  });
});

describe('a correction', () => {
  it('sends no second parcel, and says that the first one stays as it is', async () => {
    const { number, delivery } = await submit();
    await leave();
    await returned(number);
    await work.fillIn({ ...sent, expressAddress: '上海市测试区别处路1号', phone: '13800005678' });
    expect(await work.until('review')).toMatchObject({ delivery: 'before' });
    work.session.submit();
    expect(await slipIsThere()).toMatchObject({ number, delivery: { ...delivery, address: null } });
    expect(lastSlip()).toContain('上次填写的地址');
    expect(await orders()).toBe(1);
  });

  it('of what was to be fetched orders once, under the number that is there', async () => {
    const { number } = await submit(fetched);
    await leave();
    await returned(number);
    await work.fillIn(sent);
    expect(await work.until('review')).toMatchObject({ delivery: 'ordered' });
    work.session.submit();
    expect(await slipIsThere()).toMatchObject({ number, delivery: { state: 'ordered', address: MASKED } });
    await leave();
    await returned(number);
    await work.fillIn(sent);
    expect(await work.until('review')).toMatchObject({ delivery: 'before' });
    work.session.submit();
    await slipIsThere();
    expect(await orders()).toBe(1);
  });

  it('is stored and core ends before its parcel is ordered: that is caught up at the next start', async () => {
    const { number } = await submit(fetched);
    await leave();
    await returned(number);
    await work.fillIn(sent);
    await work.until('review');
    const { correct } = platform.sync;
    let isStored = false;
    vi.spyOn(platform.sync, 'correct').mockImplementationOnce(async (input) => {
      // What was there before the correction goes on no more, as when the process is killed.
      await modules.close();
      await correct.call(platform.sync, input);
      isStored = true;
      return new Promise(() => undefined);
    });
    work.session.submit();
    await expect.poll(() => isStored, PATIENCE).toBe(true);
    work.stop();
    expect(await orders()).toBe(0);
    modules = await platform.openModules();
    work = atTerminal();
    await expect.poll(orders, PATIENCE).toBe(1);
    await openRow();
    await expect.poll(() => row()?.parcel, PATIENCE).toMatchObject({ stage: 'ordered' });
  });

  it('was not stored when core ended: nothing is sent, and the next one orders to its own address', async () => {
    const { number } = await submit(fetched);
    await leave();
    await returned(number);
    await work.fillIn(sent);
    await work.until('review');
    vi.spyOn(platform.sync, 'correct').mockReturnValueOnce(new Promise(() => undefined));
    work.session.submit();
    await expect.poll(() => modules.waitingCount, PATIENCE).toBe(1);
    work.stop();
    await modules.close();
    modules = await platform.openModules();
    work = atTerminal();
    await openRow();
    expect(row()).toMatchObject({ parcel: null, need: { kind: 'return' } });
    work.session.correct(number);
    await work.until('question');
    await work.fillIn(sent);
    expect(await work.until('review')).toMatchObject({ delivery: 'ordered' });
    work.session.submit();
    expect(await slipIsThere()).toMatchObject({ number, delivery: { state: 'ordered', address: MASKED } });
    expect(await orders()).toBe(1);
  });
});

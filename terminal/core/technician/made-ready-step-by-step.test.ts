import type { ReadinessStep, TechnicianOn } from '@tongban/contract';
import type { PrintOutcome } from '@tongban/peripherals/receipt-printer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { technicianAtWork, type TechnicianAtWork } from '../testing/technician-at-work.ts';
import { LastReadiness } from '../last-readiness.ts';

let at: TechnicianAtWork;
beforeEach(() => {
  at = technicianAtWork();
  at.letIn();
  at.call('technician.open', { page: 'readiness' });
});
afterEach(() => at.stop());

function readiness(): TechnicianOn<'readiness'> {
  const { session } = at.view();
  if (session.screen !== 'technician' || session.page !== 'readiness') {
    throw new Error(`not at the report, but at ${session.screen}`);
  }
  return session;
}
const step = (beginning: string): ReadinessStep => {
  const found = readiness().steps.find(({ words }) => words.zh.startsWith(beginning));
  if (!found) throw new Error(`no step ${beginning}`);
  return found;
};
const left = (): string[] =>
  readiness()
    .steps.filter(({ next }) => next !== null)
    .map(({ words }) => words.zh);
async function tryCamera(): Promise<void> {
  at.call('technician.open', { page: 'devices' });
  at.call('technician.check', { device: 'camera' });
  await expect
    .poll(() => {
      const { session } = at.view();
      return 'check' in session ? session.check?.state : null;
    })
    .toBe('passed');
  at.call('technician.open', { page: 'readiness' });
}

describe('a new terminal is made ready at its screen', () => {
  it('by steps that lead to the page where each is done', () => {
    expect(readiness().steps[0]).toEqual({
      ...{ words: { zh: '已在中心登记。', en: 'Enrolled at the centre.' }, next: null, page: null },
    });
    expect(step('屏幕')).toMatchObject({ page: 'panel', next: { zh: '拿尺子，到“屏幕”一页。' } });
    expect(step('身份证读卡器')).toMatchObject({
      page: 'devices',
      words: { zh: '身份证读卡器：还没有试。' },
    });
    expect(left()).toHaveLength(1 + at.work.devices.all.length);
  });

  it('its panel as it was measured is what screens are drawn by, and stays so', () => {
    at.call('technician.open', { page: 'panel' });
    at.call('technician.measure', { diagonalInches: 23.8, centreMm: 1245 });
    expect(at.view().site).toMatchObject({
      diagonalInches: 23.8,
      panel: { centreMm: 1245, reachMm: 1220 },
    });
    expect(at.view().session).toMatchObject({ page: 'panel', diagonalInches: 23.8, centreMm: 1245 });
    at.call('technician.open', { page: 'readiness' });
    expect(step('屏幕')).toMatchObject({
      ...{ words: { zh: '屏幕：23.8 英寸，中心离地 1245 毫米。' }, next: null, page: null },
    });
    const anew = technicianAtWork({ folder: at.folder });
    expect(anew.view().site).toMatchObject({ diagonalInches: 23.8, panel: { centreMm: 1245 } });
    anew.stop();
  });

  it('is not measured from a page where nobody sees the figures', () => {
    at.call('technician.measure', { diagonalInches: 32, centreMm: 900 });
    expect(at.view().site).toMatchObject({ diagonalInches: 21.5, panel: { centreMm: 1300 } });
  });

  it('a device that was tried is done, until it breaks', async () => {
    await tryCamera();
    expect(step('高拍仪')).toMatchObject({ words: { zh: '高拍仪：试过，正常。' }, next: null });
    at.work.camera.become({ kind: 'disconnected', availability: 'offline' });
    expect(step('高拍仪')).toMatchObject({ page: 'devices', words: { zh: '高拍仪：找不到高拍仪。' } });
    at.call('technician.report', {});
    expect(at.lastReadiness.value?.devices).toContainEqual({ family: 'camera', check: 'failed' });
  });
});

describe('the report', () => {
  it('is printed with every step, kept for the centre, and says what is left', async () => {
    at.call('technician.open', { page: 'panel' });
    at.call('technician.measure', { diagonalInches: 21.5, centreMm: 1300 });
    await tryCamera();
    at.call('technician.report', {});
    expect(readiness().report).toEqual({ slip: 'printing', sent: 'waits' });
    await expect.poll(() => readiness().report?.slip).toBe('printed');
    const [slip] = at.work.printer.slips;
    const printed = JSON.stringify(slip);
    expect(printed).toContain('还不能服务');
    for (const { words, next } of readiness().steps) {
      expect(printed).toContain(`${next ? '×' : '√'} ${words.zh}`);
    }
    expect(new LastReadiness(at.folder).value).toMatchObject({
      ...{ ready: false, otherwise: 0, panel: { diagonalInches: 21.5, centreMm: 1300 } },
      devices: at.work.devices.all.map(({ family }) => ({
        ...{ family, check: family === 'camera' ? 'passed' : 'not-made' },
      })),
    });
  });

  it('counts as told from when the centre has heard what was so by then', () => {
    at.call('technician.report', {});
    expect(readiness().report?.sent).toBe('waits');
    at.centre.saidAt = new Date(Date.now() + 1).toISOString();
    expect(readiness().report?.sent).toBe('told');
  });

  it('is the centre’s also where it cannot be printed, which is said', async () => {
    at.work.printer.outcomes = [{ kind: 'failed', reason: 'paper-out' }];
    at.call('technician.report', {});
    await expect.poll(() => readiness().report?.slip).toBe('not-printed');
    expect(at.lastReadiness.value).not.toBeNull();
  });

  it('is gone with who made it, also when its slip comes out later', async () => {
    at.stop();
    const passed = { entrance: { idleMs: 60_000, countdownMs: 0 }, inside: { idleMs: 100, countdownMs: 0 } };
    at = technicianAtWork({ limits: passed });
    const print = Promise.withResolvers<PrintOutcome>();
    at.work.printer.print = () => print.promise;
    at.letIn();
    at.call('technician.open', { page: 'readiness' });
    at.call('technician.report', {});
    await expect.poll(() => at.view().session.screen).toBe('attract');
    print.resolve({ kind: 'printed', paperNearEnd: false });
    await print.promise;
    at.letIn();
    at.call('technician.open', { page: 'readiness' });
    expect(readiness().report).toBeNull();
  });

  it('nobody goes while it is printed: it would be the next citizen’s', async () => {
    at.call('technician.report', {});
    at.call('technician.leave', {});
    at.call('technician.open', { page: 'log' });
    expect(readiness().report?.slip).toBe('printing');
    await expect.poll(() => readiness().report?.slip).toBe('printed');
    at.call('technician.leave', {});
    expect(at.view().session.screen).toBe('attract');
  });
});

it('who has just enrolled the terminal is let in without another code, and the centre is told', () => {
  at.call('technician.leave', {});
  at.told.length = 0;
  at.technician.stay();
  expect(readiness().steps).not.toHaveLength(0);
  expect(at.told).toEqual(['technician-entered by-enrolment']);
  at.call('technician.leave', {});
  expect(at.view().session.screen).toBe('attract');
});

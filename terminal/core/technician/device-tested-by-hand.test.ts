import type { DeviceCheck, TechnicianOn } from '@tongban/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { woman70 } from '../testing/session-at-work.ts';
import { technicianAtWork, type TechnicianAtWork } from '../testing/technician-at-work.ts';

let at: TechnicianAtWork;
/** Everything that was on the screen. */
let shown: string[];
beforeEach(() => {
  at = technicianAtWork();
  shown = [];
  at.screen.onView((view) => shown.push(JSON.stringify(view)));
  at.letIn();
  at.call('technician.open', { page: 'devices' });
});
afterEach(() => at.stop());

const devices = (): TechnicianOn<'devices' | 'paper'> => {
  const { session } = at.view();
  if (session.screen !== 'technician' || (session.page !== 'devices' && session.page !== 'paper')) {
    throw new Error(`no devices, but ${session.screen}`);
  }
  return session;
};
function until(wanted: (check: DeviceCheck) => boolean): Promise<DeviceCheck> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { check } = devices();
      if (!check || !wanted(check)) return;
      stop();
      resolve(check);
    };
    const stop = at.screen.onView(look);
    look();
  });
}

it('every device is listed with how it is and what to do about it', () => {
  at.work.printer.become({ kind: 'paper-out', availability: 'needs-attention' });
  const printer = devices().devices.find(({ family }) => family === 'receipt-printer');
  expect(printer).toMatchObject({
    name: { zh: '凭条打印机' },
    words: { zh: '凭条纸用完了。' },
    next: { zh: '装入 80 毫米热敏纸，合上盖子。' },
  });
  expect(devices().devices.map(({ family }) => family)).toEqual(
    at.work.devices.all.map(({ family }) => family),
  );
});

it('a card is asked for, read and forgotten: nothing of it is on the screen', async () => {
  at.call('technician.check', { device: 'id-card-reader' });
  const asked = await until(({ words }) => words !== null);
  expect(asked).toMatchObject({ state: 'runs', words: { zh: '请在 30 秒内把一张身份证放到读卡区。' } });
  at.work.reader.place(woman70);
  expect(await until(({ state }) => state === 'passed')).toMatchObject({ words: { zh: '读卡成功。' } });
  expect(at.work.reader.reading).toBe(false);
  const all = shown.join();
  for (const personal of [woman70.name, woman70.idNumber, woman70.address])
    expect(all).not.toContain(personal);
});

it('a slip is printed, and whoever sees it says whether it is whole', async () => {
  at.call('technician.check', { device: 'receipt-printer' });
  const question = await until(({ state }) => state === 'asks');
  expect(question.words?.zh).toContain('凭条清楚、完整');
  at.call('technician.answer', { yes: false });
  expect(await until(({ state }) => state === 'failed')).toMatchObject({
    next: { zh: expect.stringContaining('清洁打印头') as string },
  });
  expect(at.work.printer.slips).toHaveLength(1);
});

it('paper is changed with the printer before one’s eyes, and a test slip ends it', async () => {
  at.call('technician.open', { page: 'paper' });
  expect(devices().devices.map(({ family }) => family)).toEqual(['receipt-printer', 'document-printer']);
  for (const [kind, words] of [
    ['paper-out', '凭条纸用完了。'],
    ['cover-open', '打印机盖子没有合上。'],
  ] as const) {
    at.work.printer.become({ kind, availability: 'needs-attention' });
    expect(devices().devices[0]).toMatchObject({ words: { zh: words } });
  }
  at.work.printer.become({ kind: 'ready', availability: 'ready' });
  at.call('technician.check', { device: 'receipt-printer' });
  await until(({ state }) => state === 'asks');
  at.call('technician.answer', { yes: true });
  expect(await until(({ state }) => state === 'passed')).toMatchObject({ family: 'receipt-printer' });
});

it('while a device is at work nobody leaves and no other begins: its card or slip would be the next citizen’s', async () => {
  at.call('technician.check', { device: 'id-card-reader' });
  await until(({ words }) => words !== null);
  at.call('technician.leave', {});
  at.call('technician.open', { page: 'log' });
  at.call('technician.check', { device: 'receipt-printer' });
  expect(devices().check).toMatchObject({ family: 'id-card-reader', state: 'runs' });
  expect(at.work.printer.slips).toEqual([]);
  at.work.reader.place(woman70);
  await until(({ state }) => state === 'passed');
  at.call('technician.leave', {});
  expect(at.view().session.screen).toBe('attract');
});

it('how a check ended is gone with the page', async () => {
  at.call('technician.check', { device: 'camera' });
  await until(({ state }) => state === 'passed');
  at.call('technician.open', { page: 'overview' });
  at.call('technician.open', { page: 'devices' });
  expect(devices().check).toBeNull();
});

import type { DeviceSearchView, TechnicianOn } from '@tongban/contract';
import type { FoundDevice } from '@tongban/peripherals/manager';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StandInDevice } from '../testing/stand-in-devices.ts';
import { technicianAtWork, type TechnicianAtWork } from '../testing/technician-at-work.ts';

/** A technician lets the terminal look where its devices are plugged in. */

const line = (path: string) => ({ line: { type: 'serial', path, baudRate: 115_200 } });
const READER: FoundDevice = { family: 'id-card-reader', where: '/dev/a', settings: line('/dev/a') };
const OTHER_READER: FoundDevice = { family: 'id-card-reader', where: '/dev/c', settings: line('/dev/c') };
const PRINTER: FoundDevice = { family: 'receipt-printer', where: '/dev/b', settings: line('/dev/b') };

let at: TechnicianAtWork;
let looks: PromiseWithResolvers<readonly FoundDevice[] | null>[];
let used: (readonly FoundDevice[])[];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  [looks, used] = [[], []];
  at = technicianAtWork({
    search: {
      look() {
        const look = Promise.withResolvers<readonly FoundDevice[] | null>();
        looks.push(look);
        return look.promise;
      },
      use: (found) => used.push(found),
    },
  });
  at.letIn();
  at.call('technician.open', { page: 'devices' });
});
afterEach(() => {
  at.stop();
  vi.useRealTimers();
});

function page(): TechnicianOn<'devices'> {
  const { session } = at.view();
  if (session.screen !== 'technician' || session.page !== 'devices')
    throw new Error(`no devices, but ${session.screen}`);
  return session;
}
const search = (): DeviceSearchView | null => page().search;
const open = (): boolean[] =>
  at.work.devices.all.map(({ device }) => (device as unknown as StandInDevice<never>).isOpen);

async function look(found: readonly FoundDevice[] | null): Promise<void> {
  at.call('technician.find', {});
  await vi.waitFor(() => expect(looks).not.toEqual([]));
  looks.pop()?.resolve(found);
  await vi.waitFor(() => expect(search()?.state).not.toBe('looks'));
}

it('drivers let go of their ports while it is looked, and take them again', async () => {
  at.call('technician.find', {});
  await vi.waitFor(() => expect(looks).toHaveLength(1));
  expect(search()).toEqual({ state: 'looks', found: [] });
  expect(open()).not.toContain(true);
  looks[0]?.resolve([]);
  await vi.waitFor(() => expect(search()).toEqual({ state: 'ended', found: [] }));
  expect(open()).not.toContain(false);
});

it('meanwhile nothing else is begun, and nobody leaves', async () => {
  at.call('technician.find', {});
  await vi.waitFor(() => expect(looks).toHaveLength(1));
  at.call('technician.find', {});
  at.call('technician.check', { device: 'id-card-reader' });
  at.call('technician.open', { page: 'log' });
  at.call('session.back', {});
  at.call('technician.leave', {});
  expect([looks.length, search()?.state, page().check]).toEqual([1, 'looks', null]);
});

it('what works stays; what does not takes the first that was found of its kind', async () => {
  at.work.reader.show('disconnected');
  await look([PRINTER, READER, OTHER_READER]);
  expect(search()?.found.map(({ where, isNew }) => [where, isNew])).toEqual([
    ['/dev/b', false],
    ['/dev/a', true],
    ['/dev/c', false],
  ]);
  at.call('technician.useFound', {});
  expect(search()?.state).toBe('used');
  await vi.advanceTimersByTimeAsync(3000);
  expect(used).toEqual([[READER]]);
});

it('a printer without paper works as far as its plug goes', async () => {
  at.work.printer.become({ kind: 'paper-out', availability: 'needs-attention' });
  await look([PRINTER]);
  expect(search()?.found).toMatchObject([{ name: { zh: '凭条打印机' }, isNew: false }]);
});

it('where nothing is new nothing can be used', async () => {
  await look([PRINTER, READER]);
  at.call('technician.useFound', {});
  await vi.advanceTimersByTimeAsync(3000);
  expect([search()?.state, used]).toEqual(['ended', []]);
});

it('a look that came to no end says so, and another one may be begun', async () => {
  await look(null);
  expect(search()).toEqual({ state: 'failed', found: [] });
  await look([READER]);
  expect(search()?.state).toBe('ended');
  at.call('session.back', {});
  expect(search()).toBeNull();
});

it('core that ends in the middle of it opens no device any more', async () => {
  at.call('technician.find', {});
  await vi.waitFor(() => expect(looks).toHaveLength(1));
  at.technician.stop();
  looks[0]?.resolve([READER]);
  await vi.advanceTimersByTimeAsync(0);
  expect(open()).not.toContain(true);
});

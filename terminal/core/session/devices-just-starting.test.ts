import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DeviceView } from '@tongban/contract';
import { createDeviceManager } from '@tongban/peripherals/manager';
import { devicesOf, takeDevices } from '../devices.ts';
import { sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

/** Drivers begin after the screens: a greeting that says for two seconds that no card can be read sends people away. */

let work: SessionAtWork;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  work = sessionAtWork();
});
afterEach(() => {
  work.stop();
  vi.useRealTimers();
});

const reader = (): DeviceView['availability'] | undefined =>
  work.session.view().devices.find(({ family }) => family === 'id-card-reader')?.availability;

it('what is not known yet is not told as away, and is told once it is known', async () => {
  const [first] = work.devices.all;
  let isBeginning = true;
  Object.assign(first!, { isBeginning: () => isBeginning });
  work.reader.show('disconnected');
  expect(reader()).toBe('beginning');
  await vi.advanceTimersByTimeAsync(1000);
  const told = work.views.length;
  isBeginning = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect(work.views.length).toBeGreaterThan(told);
  expect(reader()).toBe('offline');
});

it('the greeting counts what needs a camera that is still looked for, and no more once it is not there', () => {
  const count = (): number => {
    const view = work.screen();
    if (view.screen !== 'attract') throw new Error(`${view.screen} is no greeting`);
    return view.matterCount;
  };
  work.camera.unplug();
  work.scanner.become({ kind: 'disconnected', availability: 'offline' });
  const withoutPapers = count();
  const cameras = work.devices.all.filter(({ family }) => family === 'camera');
  for (const claimed of cameras) Object.assign(claimed, { isBeginning: () => true });
  expect(count()).toBeGreaterThan(withoutPapers);
  for (const claimed of cameras) Object.assign(claimed, { isBeginning: () => false });
  expect(count()).toBe(withoutPapers);
});

it('a driver that finds nothing for ten seconds has told enough', async () => {
  const line = { type: 'serial', path: '/nothing/is/here', baudRate: 115_200 } as const;
  const { devices } = takeDevices(
    createDeviceManager(
      devicesOf({ idCardReader: { line }, receiptPrinter: { line, profile: 'raster-80mm' } }),
    ),
  );
  const states = (): boolean[] => devices.all.map(({ isBeginning }) => isBeginning());
  expect(states()).toEqual([true, true]);
  await vi.advanceTimersByTimeAsync(9000);
  expect(states()).toEqual([true, true]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(states()).toEqual([false, false]);
});

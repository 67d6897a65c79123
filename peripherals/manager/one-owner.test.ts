import { expect, it } from 'vitest';
import { citizens } from '../id-card-reader/simulator/index.ts';
import { createDeviceManager } from './index.ts';
import type { DeviceConfig } from './index.ts';
import { Terminal, claimed, isAlive } from './test-support.ts';

const printerAt9: DeviceConfig = {
  id: 'printer',
  family: 'receipt-printer',
  settings: { line: { type: 'tcp', host: '127.0.0.1', port: 9 } },
};

it('a device has one owner, and another one only after it was released', async () => {
  const manager = createDeviceManager([printerAt9]);
  expect(manager.list()).toMatchObject([{ id: 'printer', lifecycle: 'opened', pid: null }]);
  const claim = claimed(manager, 'receipt-printer', 'printer');
  expect(manager.claim('receipt-printer', 'printer')).toEqual({ ok: false, reason: 'already-claimed' });
  expect(manager.claim('id-card-reader', 'printer')).toEqual({ ok: false, reason: 'no-such-device' });
  expect(manager.claim('receipt-printer', 'other')).toEqual({ ok: false, reason: 'no-such-device' });
  claim.enable();
  await expect.poll(() => manager.list()[0]).toMatchObject({ lifecycle: 'enabled' });
  const { pid } = manager.list()[0]!;
  await claim.release();
  expect(isAlive(pid!)).toBe(false);
  expect(manager.list()).toMatchObject([{ lifecycle: 'opened', pid: null, status: 'disconnected' }]);
  expect(() => claim.enable()).toThrow('printer was released');
  await claimed(manager, 'receipt-printer', 'printer').release();
});

it.each<[string, DeviceConfig, string]>([
  [
    'a simulated line',
    { ...printerAt9, settings: { line: { type: 'simulator' } } } as unknown as DeviceConfig,
    'Device printer: ✖',
  ],
  [
    'a simulated family',
    { ...printerAt9, family: 'receipt-printer/simulator' } as unknown as DeviceConfig,
    'Device printer: there is no family receipt-printer/simulator',
  ],
  ['no line', { ...printerAt9, settings: {} } as unknown as DeviceConfig, 'at line'],
])('refuses %s', (_what, config, message) => {
  expect(() => createDeviceManager([config])).toThrow(message);
});

it('refuses two devices of one name', () => {
  expect(() => createDeviceManager([printerAt9, printerAt9])).toThrow('Device printer is configured twice');
});

it.each([
  ['text-80mm', false],
  ['presenter-80mm', true],
] as const)('says what a device can do (%s)', (profile, takesBackSlips) => {
  const line = { type: 'tcp', host: '127.0.0.1' } as const;
  const device: DeviceConfig = { ...printerAt9, settings: { line, profile } };
  expect(createDeviceManager([device]).list()[0]?.capabilities).toEqual({
    reportsStatus: true,
    reportsPrinted: true,
    cutsPaper: true,
    takesBackSlips,
  });
});

it('the next owner gets no card that was read for the one before', async () => {
  await using terminal = await Terminal.start();
  await terminal.ready();
  terminal.reader.startReading();
  await terminal.readerClaim.release();
  const next = claimed(terminal.manager, 'id-card-reader', 'reader');
  next.enable();
  await terminal.until(() => next.device.status.kind === 'no-card');
  terminal.readerSimulator.placeCard(citizens[0]!);
  next.device.startReading();
  await terminal.until(() => next.device.status.kind === 'card-present');
  expect(terminal.cards).toEqual([]);
});

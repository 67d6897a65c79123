import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createDeviceManager } from '../manager/index.ts';
import type { Claim, DeviceConfig, DeviceManager, FamilyName } from '../manager/index.ts';
import type { DevicesConfig } from './index.ts';
import { eventually, move, startBenchUnderTest, type BenchUnderTest } from './test-support.ts';

// Seven processes start at once, on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const FAMILY_OF = {
  idCardReader: 'id-card-reader',
  receiptPrinter: 'receipt-printer',
  smartCardReader: 'smart-card-reader',
  codeScanner: 'code-scanner',
  documentPrinter: 'document-printer',
  documentScanner: 'document-scanner',
  camera: 'camera',
} as const satisfies Record<keyof DevicesConfig, FamilyName>;

let under: BenchUnderTest;
let manager: DeviceManager;
const claims = new Map<FamilyName, Claim<FamilyName>>();

beforeAll(async () => {
  under = await startBenchUnderTest({ devices: 'all' });
  for (const [name, value] of Object.entries(under.bench.environment)) vi.stubEnv(name, value);
  const { devices } = under.bench;
  const configs = (Object.keys(FAMILY_OF) as (keyof DevicesConfig)[]).map((name) => {
    const settings = devices[name];
    if (settings === undefined) throw new Error(`the bench answered no ${name}`);
    return { id: name, family: FAMILY_OF[name], settings } as DeviceConfig;
  });
  manager = createDeviceManager(configs);
  for (const { id, family } of configs) {
    const outcome = manager.claim(family, id);
    if (!outcome.ok) throw new Error(outcome.reason);
    outcome.claim.enable();
    claims.set(family, outcome.claim);
  }
});

afterAll(async () => {
  await manager.close();
  vi.unstubAllEnvs();
  await under.stop();
});

const status = (family: FamilyName) => claims.get(family)?.device.status;

test.each([
  ['id-card-reader', { verb: 'unplug' }, 'disconnected', { verb: 'plug-in' }],
  ['receipt-printer', { verb: 'run-out-of-paper' }, 'paper-out', { verb: 'load-paper' }],
  ['smart-card-reader', { verb: 'unplug' }, 'disconnected', { verb: 'plug-in' }],
  ['code-scanner', { verb: 'unplug' }, 'disconnected', { verb: 'plug-in' }],
  ['document-printer', { verb: 'jam' }, 'jam', { verb: 'clear-jam' }],
  ['document-scanner', { verb: 'open-cover' }, 'cover-open', { verb: 'close-cover' }],
  ['camera', { verb: 'unplug' }, 'disconnected', { verb: 'plug-in' }],
] as const)("core's driver of the %s finds it ready, and sees %j", async (family, verb, kind, back) => {
  await eventually(() => status(family)?.availability).toBe('ready');
  await move(under.bench, family, verb);
  await eventually(() => status(family)?.kind).toBe(kind);
  await move(under.bench, family, back);
  await eventually(() => status(family)?.availability).toBe('ready');
});

test('a social-security card and a code of the bench are read', async () => {
  const reader = claims.get('smart-card-reader')?.device;
  const scanner = claims.get('code-scanner')?.device;
  if (!reader || !scanner || !('startReading' in reader) || !('startScanning' in scanner))
    throw new Error('not the devices that were claimed');
  const card = Promise.withResolvers<unknown>();
  reader.onCard((read: unknown) => card.resolve(read));
  reader.startReading();
  await move(under.bench, 'smart-card-reader', { verb: 'insert-card', citizen: 'zhang' });
  expect(await card.promise).toMatchObject({ name: '张测试' });

  const code = Promise.withResolvers<unknown>();
  scanner.onCode((read) => code.resolve(read));
  scanner.startScanning();
  await eventually(() => under.bench.state().codeScanner?.looking).toBe(true);
  await move(under.bench, 'code-scanner', { verb: 'show-code', code: 'acceptance-number' });
  expect(await code.promise).toEqual({ kind: 'acceptance-number', number: 'SQ20261122000137' });
});

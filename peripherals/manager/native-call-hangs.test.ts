import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holders } from '../smart-card-reader/simulator/index.ts';
import { expectedCard } from '../smart-card-reader/simulator/test-support.ts';
import { createDeviceManager } from './index.ts';
import type { HostEnded } from './index.ts';
import { claimed, isAlive } from './test-support.ts';

const BACK_WITHIN_MS = 3000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pcsc-hangs-'));
  process.env['PCSC_HUNG'] = join(folder, 'hung');
  process.env['NODE_OPTIONS'] = `--import ${join(import.meta.dirname, 'testing/pcsc-that-hangs.ts')}`;
});
afterEach(() => {
  delete process.env['PCSC_HUNG'];
  delete process.env['NODE_OPTIONS'];
  rmSync(folder, { recursive: true });
});

it('a call to the card that never returns: told, its process ended, and the card read by the next one within 3 s', async () => {
  const manager = createDeviceManager([{ id: 'cards', family: 'smart-card-reader', settings: {} }]);
  try {
    const { device, enable } = claimed(manager, 'smart-card-reader', 'cards');
    const statuses: string[] = [];
    const ended: HostEnded[] = [];
    let faultAt = NaN;
    let firstPid: number | null = null;
    device.onStatus(({ kind }) => {
      statuses.push(kind);
      if (kind !== 'fault') return;
      faultAt = performance.now();
      firstPid = manager.list()[0]?.pid ?? null;
    });
    manager.onHostEnded((_id, each) => ended.push(each));
    const card = new Promise((resolve) => device.onCard(resolve));
    device.startReading();
    enable();

    expect(await card).toMatchObject(expectedCard(holders[0]!));
    expect(performance.now() - faultAt).toBeLessThan(BACK_WITHIN_MS);
    expect(existsSync(join(folder, 'hung'))).toBe(true);
    expect(ended).toMatchObject([{ cause: 'stuck', detail: 'a PC/SC call hangs', restartMs: 100 }]);
    const at = statuses.indexOf('fault');
    expect(statuses.slice(at - 1, at + 2)).toEqual(['reading', 'fault', 'disconnected']);
    expect(isAlive(firstPid ?? 0)).toBe(false);
  } finally {
    await manager.close();
  }
});

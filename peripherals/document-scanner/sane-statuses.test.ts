import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { pageFolderParent } from './sane/page-folder.ts';
import { FEEDER, FLATBED, Rig, SaneFolder, TEST_DELAYS } from './test-support.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ['SANE_STATUS_UNSUPPORTED', 'fault'],
  ['SANE_STATUS_DEVICE_BUSY', 'busy'],
  ['SANE_STATUS_INVAL', 'unsupported'],
  ['SANE_STATUS_EOF', 'fault'],
  ['SANE_STATUS_JAMMED', 'jammed'],
  ['SANE_STATUS_NO_DOCS', 'no-paper-in-feeder'],
  ['SANE_STATUS_COVER_OPEN', 'cover-open'],
  ['SANE_STATUS_IO_ERROR', 'fault'],
  ['SANE_STATUS_NO_MEM', 'fault'],
  ['SANE_STATUS_ACCESS_DENIED', 'access-denied'],
] as const)('%s from the driver is %s, from feeder and glass', async (readStatusCode, reason) => {
  using folder = new SaneFolder();
  const device = folder.useTestDriver({ readStatusCode });
  await using rig = new Rig({ kind: 'sane', device, configFolder: folder.path, delays: TEST_DELAYS });
  await rig.reaches('ready');
  const expected = { kind: 'failed', reason, pagesSoFar: [] };
  expect(await rig.scanner.scan(FLATBED)).toEqual(expected);
  expect(await rig.scanner.scan(FEEDER)).toEqual(expected);
  folder.useTestDriver();
  expect((await rig.scanner.scan(FLATBED)).kind).toBe('scanned');
});

test('a scan that somebody stops at the device is cancelled', async () => {
  using folder = new SaneFolder();
  const device = folder.useTestDriver({ readStatusCode: 'SANE_STATUS_CANCELLED' });
  await using rig = new Rig({ kind: 'sane', device, configFolder: folder.path, delays: TEST_DELAYS });
  await rig.reaches('ready');
  expect(await rig.scanner.scan(FLATBED)).toEqual({ kind: 'cancelled', pagesSoFar: [] });
});

test('without scanimage it is a fault, never an exception', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  await using rig = new Rig({ kind: 'sane', device: 'test:0', delays: TEST_DELAYS });
  await rig.reaches('fault');
  expect(await rig.scanner.scan(FLATBED)).toMatchObject({ kind: 'failed', reason: 'unsupported' });
});

test("a device's name is never read as an option or by a shell", async () => {
  using folder = new SaneFolder();
  folder.useTestDriver();
  const device = `--help; touch ${folder.path}/owned`;
  await using rig = new Rig({ kind: 'sane', device, configFolder: folder.path, delays: TEST_DELAYS });
  expect(await rig.scanner.scan(FLATBED)).toMatchObject({ kind: 'failed', reason: 'disconnected' });
  expect(readdirSync(folder.path)).not.toContain('owned');
});

test('pages that a killed program left are removed at the next start, those of a living one are not', async () => {
  using folder = new SaneFolder();
  const device = folder.useTestDriver();
  const ended = spawnSync('/bin/true').pid;
  const parent = pageFolderParent();
  const left = join(parent, `tongban-scan-${ended}-left00`);
  const living = join(parent, `tongban-scan-${process.ppid}-living`);
  for (const path of [left, living]) {
    mkdirSync(path, { mode: 0o700, recursive: true });
    writeFileSync(join(path, '1.jpg'), 'TEST');
  }
  await using rig = new Rig({ kind: 'sane', device, configFolder: folder.path, delays: TEST_DELAYS });
  await rig.reaches('ready');
  expect(existsSync(left)).toBe(false);
  expect(existsSync(living)).toBe(true);
  rmSync(living, { recursive: true });
});

test('during a scan from the feeder the pages lie in memory, for this user alone', async () => {
  using folder = new SaneFolder();
  const device = folder.useTestDriver();
  await using rig = new Rig({ kind: 'sane', device, configFolder: folder.path, delays: TEST_DELAYS });
  await rig.reaches('ready');
  const seen: string[] = [];
  await rig.scanner.scan(FEEDER, {
    onPage: () => {
      for (const name of readdirSync('/dev/shm')) {
        if (!name.startsWith(`tongban-scan-${process.pid}-`)) continue;
        seen.push(execFileSync('stat', ['-c', '%a', join('/dev/shm', name)], { encoding: 'utf8' }).trim());
      }
    },
  });
  expect(seen).toEqual(Array.from({ length: 10 }, () => '700'));
});

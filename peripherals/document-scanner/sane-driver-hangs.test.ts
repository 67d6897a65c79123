/** What no driver of Debian does on demand is played by a scanimage of a few lines. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SANE_OPTIONS_OUTPUT } from './protocol/sane-options.sample.ts';
import { FEEDER, FLATBED, Rig, TEST_DELAYS } from './test-support.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scanimage-test-'));
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  writeFileSync(join(folder, 'page.jpg'), createCanvas(64, 48).toBuffer('image/jpeg', 80));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A scanimage that prints these options, and otherwise runs these lines. */
function installScanimage(options: string, lines: readonly string[]): Rig {
  writeFileSync(join(folder, 'options'), options);
  const script = [
    '#!/bin/sh',
    `case "$*" in *--all-options*) exec cat ${folder}/options;; esac`,
    'for arg; do case "$arg" in --batch=*) pages="${arg#--batch=}"; pages="${pages%/*}";; esac; done',
    ...lines,
  ];
  writeFileSync(join(folder, 'scanimage'), `${script.join('\n')}\n`);
  chmodSync(join(folder, 'scanimage'), 0o755);
  return new Rig({ kind: 'sane', device: 'test', delays: { ...TEST_DELAYS, stopGraceMs: 200 } });
}

const ONE_GLASS = '    --source Flatbed [Flatbed]\n    --resolution 75dpi [75]\n';
const SENSORS_AT_REST = SANE_OPTIONS_OUTPUT.replace('[yes] [hardware]', '[no] [hardware]');

test('a driver that never takes leave of the device: the page that is there counts', async () => {
  await using rig = installScanimage(ONE_GLASS, [`cat ${folder}/page.jpg`, 'exec sleep 60']);
  await rig.reaches('ready');
  expect(await rig.scanner.scan(FLATBED)).toMatchObject({ kind: 'scanned', pages: [{ widthPx: 64 }] });
});

test('a driver that never takes leave of a feeder: the pages and the jam count', async () => {
  await using rig = installScanimage(SENSORS_AT_REST, [
    `cp ${folder}/page.jpg "$pages/1.jpg" && echo "$pages/1.jpg"`,
    'echo "scanimage: sane_read: Document feeder jammed" >&2',
    'echo "Batch terminated, 1 page scanned" >&2',
    'exec sleep 60',
  ]);
  await rig.reaches('no-paper-in-feeder');
  expect(await rig.scanner.scan(FEEDER)).toMatchObject({
    kind: 'failed',
    reason: 'jammed',
    pagesSoFar: [{ number: 1 }],
  });
});

test.each([
  ['Document feeder jammed', 'jammed'],
  ['Something of the maker', 'fault'],
] as const)(
  'a driver that says "%s" and never takes leave: %s, long before a page is late',
  async (words, reason) => {
    await using rig = installScanimage(ONE_GLASS, [
      `echo "scanimage: sane_read: ${words}" >&2`,
      'exec sleep 60',
    ]);
    await rig.reaches('ready');
    expect(await rig.scanner.scan(FLATBED)).toEqual({ kind: 'failed', reason, pagesSoFar: [] });
  },
);

test('a driver that does not listen when told to stop is killed, and a program that it began with it', async () => {
  await using rig = installScanimage(ONE_GLASS, ["trap '' TERM", 'sleep 61 & sleep 62']);
  await rig.reaches('ready');
  const cancel = new AbortController();
  const scan = rig.scanner.scan(FLATBED, { signal: cancel.signal });
  await rig.reaches('scanning');
  cancel.abort();
  expect(await scan).toEqual({ kind: 'cancelled', pagesSoFar: [] });
});

test('a device with sensors tells its paper and its cover without being tried', async () => {
  await using rig = installScanimage(SENSORS_AT_REST, []);
  await rig.reaches('no-paper-in-feeder');
  expect(rig.scanner.capabilities).toMatchObject({
    reportsConditions: true,
    sources: [{ source: 'feeder' }],
  });
  writeFileSync(join(folder, 'options'), SANE_OPTIONS_OUTPUT);
  await rig.reaches('cover-open');
  expect(rig.scanner.status.availability).toBe('needs-attention');
});

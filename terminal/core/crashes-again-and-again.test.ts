import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { sessionAtWork } from './testing/session-at-work.ts';
import { Starts } from './starts.ts';

const NOW = Date.parse('2026-11-20T02:00:00Z');
const SECOND_MS = 1000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-starts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** A process a start, as far as is known of it afterwards. */
const start = (seconds: number): boolean => new Starts(folder).begin(NOW + seconds * SECOND_MS);

it('the sixth start in ten minutes is one of a core that keeps failing', () => {
  expect([0, 5, 10, 15, 20].map(start)).toEqual([false, false, false, false, false]);
  expect(start(25)).toBe(true);
  expect(start(30)).toBe(true);
});

it('starts that lie further apart, or that a visit came between, are not held together', () => {
  expect([0, 200, 400, 600, 800, 1000, 1200].some(start)).toBe(false);
  for (const seconds of [1201, 1202]) start(seconds);
  new Starts(folder).proven();
  expect([1203, 1204, 1205, 1206, 1207].some(start)).toBe(false);
});

it('a clock that was set back, and a file that was cut off, count for nothing', () => {
  for (const seconds of [900, 901, 902, 903, 904]) start(seconds);
  expect(start(0)).toBe(false);
  writeFileSync(join(folder, 'starts.json'), '[17637');
  expect(start(1)).toBe(false);
});

it('a disk that takes nothing keeps nobody from starting', () => {
  // In the place of the file there is what cannot be written, for root neither.
  mkdirSync(join(folder, 'starts.json'));
  expect(start(0)).toBe(false);
  expect(() => new Starts(folder).proven()).not.toThrow();
});

it('a core that keeps failing begins no visit', () => {
  const work = sessionAtWork({ keepsFailing: true });
  onTestFinished(() => work.stop());
  work.session.start();
  work.session.openMySubmissions();
  expect(work.screen()).toMatchObject({ screen: 'attract', closed: 'keeps-failing' });
});

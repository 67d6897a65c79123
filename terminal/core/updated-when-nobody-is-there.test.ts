import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readRequest } from '../update/request.ts';
import {
  goBack,
  isReady,
  proven,
  readState,
  tryReady,
  writeState,
  type UpdateState,
} from '../update/state.ts';
import { Updates, type CoreFacts } from './updates.ts';

const MINUTE_MS = 60_000;
const BASE: UpdateState = {
  ...{ inForce: { version: '1.0.0', slot: null }, ready: null, trial: null, refused: [], lastDelay: null },
};
const APPLIED = { name: 'standard', version: 3, state: 'applied' } as const;

let folder: string;
let core: { -readonly [K in keyof CoreFacts]: CoreFacts[K] };
let logged: string[];
let ended: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] });
  folder = mkdtempSync(join(tmpdir(), 'tongban-updates-'));
  for (const each of ['program', 'requests']) mkdirSync(join(folder, each));
  core = { isWell: true, isVisitOpen: false, unsent: 0, screensDrewAt: null };
  [logged, ended] = [[], 0];
  keep(BASE);
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const keep = (state: UpdateState): void => writeState(join(folder, 'program'), state);
const state = (): UpdateState => readState(join(folder, 'program'))!;
/** What the updater finds, which takes it away here. */
function asked(): string | null {
  const request = readRequest(join(folder, 'requests'));
  rmSync(join(folder, 'requests'), { recursive: true });
  mkdirSync(join(folder, 'requests'));
  return request && `${request.kind} ${request.version}`;
}
/** Core that starts at a time of Shanghai and is to run a version. */
function begin(at: string, version: string | null = '1.1.0', lateness = 0, window?: string): Updates {
  vi.setSystemTime(new Date(`2026-11-20T${at}:00+08:00`));
  const updates = new Updates({
    log: (event, facts = {}) => logged.push([event, ...Object.values(facts)].join(' ')),
    ...{ programFolder: join(folder, 'program'), requestFolder: join(folder, 'requests'), lateness },
  });
  updates.wants({ ...(version !== null && { version }), ...(window !== undefined && { window }) });
  onTestFinished(
    updates.follow(
      () => core,
      () => (ended += 1),
    ),
  );
  return updates;
}
const pass = (minutes: number): void => void vi.advanceTimersByTime(minutes * MINUTE_MS);

describe('a release is asked for', () => {
  it('in the window alone, which is the night unless the site says otherwise', () => {
    begin('12:30');
    pass(13 * 60);
    expect(asked()).toBeNull();
    pass(31);
    expect(asked()).toBe('fetch 1.1.0');
  });

  it.each([
    ['21:59', '22:00-05:00', null],
    ['23:00', '22:00-05:00', 'fetch 1.1.0'],
    ['04:58', '22:00-05:00', 'fetch 1.1.0'],
    ['05:00', '22:00-05:00', null],
    ['12:00', '11:00-13:00', 'fetch 1.1.0'],
    ['12:00', '12:00-12:00', null],
  ])('at %s in the window %s: %s', (at, window, expected) => {
    begin(at, '1.1.0', 0, window);
    pass(0.5);
    expect(asked()).toBe(expected);
  });

  it('not by all terminals of a city in the same minute', () => {
    begin('02:00', '1.1.0', 1);
    pass(89);
    expect(asked()).toBeNull();
    pass(2);
    expect(asked()).toBe('fetch 1.1.0');
  });

  it('not while somebody is served, and not while something is being sent', () => {
    [core.isVisitOpen, core.unsent] = [true, 5];
    begin('02:00');
    pass(5);
    expect(asked()).toBeNull();
    core.isVisitOpen = false;
    for (core.unsent = 4; core.unsent > 2; core.unsent--) pass(0.5);
    expect(asked()).toBeNull();
    // What waits for a matter that is suspended may wait for weeks.
    pass(1.5);
    expect([core.unsent, asked()]).toEqual([2, 'fetch 1.1.0']);
  });

  it('again after ten minutes in which nothing came of it, not every time that core looks', () => {
    begin('02:00');
    pass(1);
    expect(asked()).toBe('fetch 1.1.0');
    pass(8);
    expect(asked()).toBeNull();
    pass(2);
    expect(asked()).toBe('fetch 1.1.0');
  });

  it.each([
    ['none is wanted', BASE, null],
    ['it runs', BASE, '1.0.0'],
    ['something newer runs: nothing goes back by settings', BASE, '0.9.0'],
    [
      'it failed here',
      goBack({ ...BASE, trial: { version: '1.1.0', slot: 'a', starts: 1 } }, 'kept-failing', new Date()),
      '1.1.0',
    ],
  ])('not when %s', (_what, now, version) => {
    keep(now);
    begin('02:00', version);
    pass(60);
    expect([asked(), ended]).toEqual([null, 0]);
  });

  it('not where no updater is installed', () => {
    rmSync(join(folder, 'program/state.json'));
    const updates = begin('02:00');
    pass(60);
    expect([asked(), updates.outcomeOf(APPLIED)]).toEqual([null, { ...APPLIED, state: 'failed' }]);
  });
});

describe('what lies ready', () => {
  beforeEach(() => keep(isReady(BASE, '1.1.0', 'a')));

  it('is changed over to, and core ends for it', () => {
    begin('02:00');
    pass(0.5);
    expect([asked(), ended]).toEqual(['switch 1.1.0', 0]);
    keep(tryReady(state()));
    pass(0.5);
    expect(ended).toBe(1);
    pass(10);
    expect(ended).toBe(1);
  });

  it('waits when a citizen comes in between, and then until the next window', () => {
    begin('04:50');
    pass(0.5);
    expect(asked()).toBe('switch 1.1.0');
    core.isVisitOpen = true;
    keep(tryReady(state()));
    pass(15);
    core.isVisitOpen = false;
    pass(20 * 60);
    expect(ended).toBe(0);
    pass(60);
    expect(ended).toBe(1);
  });
});

describe('a version on trial', () => {
  beforeEach(() => keep({ ...BASE, trial: { version: '1.1.0', slot: 'a', starts: 1 } }));
  /** The screens say every ten seconds that they draw. */
  function drawing(): void {
    const timer = setInterval(() => (core.screensDrewAt = performance.now()), 10_000);
    onTestFinished(() => clearInterval(timer));
  }

  it('is well when core and screens were for five minutes, also outside of the window', () => {
    const updates = begin('09:00');
    drawing();
    pass(4.9);
    expect([asked(), updates.outcomeOf(APPLIED)]).toEqual([null, null]);
    pass(1);
    expect(asked()).toBe('proven 1.1.0');
    keep(proven(state(), '1.1.0'));
    expect([state().inForce.version, updates.outcomeOf(APPLIED)]).toEqual(['1.1.0', APPLIED]);
    pass(10);
    expect([asked(), ended]).toEqual([null, 0]);
  });

  it('is not while no screen is drawn, or core cannot keep what is handed in', () => {
    begin('02:00');
    pass(20);
    expect(asked()).toBeNull();
    core.isWell = false;
    drawing();
    pass(20);
    expect(asked()).toBeNull();
    core.isWell = true;
    pass(4);
    core.isWell = false;
    pass(0.5);
    core.isWell = true;
    pass(4);
    expect(asked()).toBeNull();
    pass(2);
    expect(asked()).toBe('proven 1.1.0');
  });

  it('is not when the screens fell silent', () => {
    begin('02:00');
    core.screensDrewAt = performance.now();
    pass(30);
    expect(asked()).toBeNull();
  });
});

it('the centre hears that settings are in force when the release that they ask for is, and that they failed with it', () => {
  const updates = begin('12:00');
  expect(updates.outcomeOf(null)).toBeNull();
  expect(updates.outcomeOf(APPLIED)).toBeNull();
  keep(goBack({ ...BASE, trial: { version: '1.1.0', slot: 'a', starts: 3 } }, 'kept-failing', new Date()));
  expect(updates.outcomeOf(APPLIED)).toEqual({ ...APPLIED, state: 'failed' });
  updates.wants({ version: '1.0.0' });
  expect(updates.outcomeOf(APPLIED)).toEqual(APPLIED);
  updates.wants({});
  expect(updates.outcomeOf(APPLIED)).toEqual(APPLIED);
});

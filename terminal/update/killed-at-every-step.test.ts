import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readState } from './state.ts';
import { contentOf, testWorld, type TestWorld } from './testing/releases.ts';
import { CURRENT_LINK } from './updater.ts';

/** Counts what changes the disk; from the fatal one on nothing does any more, as after a power cut. */
const power = vi.hoisted(() => ({ left: Infinity, with: 'killed' }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const fail = (): never => {
    throw power.with === 'ENOSPC'
      ? Object.assign(new Error('disk full'), { code: 'ENOSPC' })
      : new Error('killed');
  };
  const until =
    <Given extends unknown[], Result>(change: (...given: Given) => Result) =>
    (...given: Given): Result => {
      if (power.left <= 0) return fail();
      power.left -= 1;
      return change(...given);
    };
  /** Half of the bytes get there when it comes in a write. */
  const torn = (handle: number, bytes: Uint8Array, at = 0): number => {
    if (power.left <= 0) return fail();
    power.left -= 1;
    if (power.left > 0) return fs.writeSync(handle, bytes, at);
    fs.writeSync(handle, bytes, at, (bytes.length - at) >> 1);
    return fail();
  };
  /** Reading needs no room on the disk and changes nothing. */
  const opened = (...given: [string, string?, number?]): number =>
    given[1] === 'r' ? fs.openSync(...given) : until(fs.openSync)(...given);
  return {
    ...fs,
    openSync: opened,
    writeSync: torn,
    fsyncSync: until(fs.fsyncSync),
    renameSync: until(fs.renameSync),
    rmSync: until(fs.rmSync),
    chmodSync: until(fs.chmodSync),
    symlinkSync: until(fs.symlinkSync),
    mkdirSync: until(fs.mkdirSync as (...given: unknown[]) => unknown),
  };
});

/** Each step of the disk is a round of its own, with its own folder and its own look at the publication. */
const ROUNDS = { timeout: 300_000 };

let world: TestWorld;
let rounds: number;
beforeEach(async () => {
  [power.left, power.with, rounds] = [Infinity, 'killed', 0];
  world = await testWorld();
});
afterEach(() => {
  power.left = Infinity;
  world.remove();
});

/** What the link leads to is one of these, whole. */
function wholeOneOf(folder: string, versions: readonly string[]): string {
  const version = world.start(folder);
  expect(versions).toContain(version);
  const found = contentOf(join(folder, CURRENT_LINK));
  expect(found['program/core.js']).toBe(
    version === '1.0.0' ? 'export const core = 1;' : `export const core = '${version}';`,
  );
  const { 'shell/chrome-sandbox': _helper, 'release.json': _facts, ...rest } = found;
  const { 'shell/chrome-sandbox': __helper, 'release.json': __facts, ...base } = contentOf(world.baseTree);
  expect({ ...rest, 'program/core.js': '' }).toEqual({
    ...base,
    'program/core.js': '',
  });
  return version;
}

/** Does the work anew on a copy of a folder, killed after one, two, three … changes of the disk, until it gets through. */
async function killedEverywhere(
  ready: string,
  work: (folder: string) => Promise<void> | void,
  after: (folder: string) => Promise<void> | void,
): Promise<number> {
  for (let changes = 0; ; changes++) {
    const folder = `${ready}-${rounds++}`;
    cpSync(ready, folder, { recursive: true, verbatimSymlinks: true });
    power.left = changes;
    let isThrough = false;
    try {
      await work(folder);
      isThrough = power.left > 0;
    } catch (error) {
      // A full disk is a value to the updater, as long as it can still write it down.
      if (!/^(killed|disk full)$/.test((error as Error).message)) throw error;
    }
    power.left = Infinity;
    await after(folder);
    if (isThrough) return changes;
  }
}

/** From wherever it was cut off, the updater gets to the new version. */
async function goesOn(folder: string): Promise<void> {
  await world.updater(folder).fetch('1.1.0', world.from);
  world.updater(folder).switch('1.1.0', world.from);
  world.updater(folder).begin();
  world.updater(folder).proven('1.1.0');
  expect(wholeOneOf(folder, ['1.1.0'])).toBe('1.1.0');
  expect(readState(folder)).toMatchObject({ inForce: { version: '1.1.0' }, trial: null, refused: [] });
}

describe.each(['killed', 'ENOSPC'])(
  'with the power cut or the disk full (%s) at any point',
  ROUNDS,
  (how) => {
    beforeEach(async () => {
      power.with = how;
      await world.release('1.1.0');
      world.start();
    });

    it('of fetching, the old version is there, whole, and the rest is fetched later', async () => {
      const seen = new Set<string>();
      const changes = await killedEverywhere(
        world.folder,
        (folder) => world.updater(folder).fetch('1.1.0', world.from),
        async (folder) => {
          expect(wholeOneOf(folder, ['1.0.0'])).toBe('1.0.0');
          seen.add(JSON.stringify(readState(folder)?.ready ?? null));
          await world.updater(folder).fetch('1.1.0', world.from);
          expect(readState(folder)?.ready).toEqual({ version: '1.1.0', slot: 'a' });
        },
      );
      expect(changes).toBeGreaterThan(50);
      expect(seen.size).toBe(2);
    });
  },
);

describe('with the power cut at any point', ROUNDS, () => {
  beforeEach(async () => {
    await world.release('1.1.0');
    world.start();
    await world.updater().fetch('1.1.0', world.from);
  });

  it('of changing over, the old or the new version starts, whole, and it goes on from there', async () => {
    const seen = new Set<string>();
    const changes = await killedEverywhere(
      world.folder,
      (folder) => {
        world.updater(folder).switch('1.1.0', world.from);
        world.updater(folder).begin();
        world.updater(folder).proven('1.1.0');
      },
      async (folder) => {
        seen.add(wholeOneOf(folder, ['1.0.0', '1.1.0']));
        await goesOn(folder);
      },
    );
    expect(changes).toBeGreaterThan(12);
    expect(seen.size).toBe(2);
  });

  it('of going back, the old version starts at the latest with the start that follows', async () => {
    world.updater().switch('1.1.0', world.from);
    world.updater().begin();
    const changes = await killedEverywhere(
      world.folder,
      (folder) => {
        world.updater(folder).late();
        world.updater(folder).begin();
      },
      (folder) => {
        wholeOneOf(folder, ['1.0.0', '1.1.0']);
        world.updater(folder).late();
        expect(wholeOneOf(folder, ['1.0.0'])).toBe('1.0.0');
      },
    );
    expect(changes).toBeGreaterThan(6);
  });

  it('of the next update, which goes where the version before the last one lies', async () => {
    await goesOn(world.folder);
    await world.release('1.2.0');
    const seen = new Set<string>();
    await killedEverywhere(
      world.folder,
      async (folder) => {
        await world.updater(folder).fetch('1.2.0', world.from);
        world.updater(folder).switch('1.2.0', world.from);
        world.updater(folder).begin();
      },
      (folder) => void seen.add(wholeOneOf(folder, ['1.1.0', '1.2.0'])),
    );
    expect([...seen].toSorted()).toEqual(['1.1.0', '1.2.0']);
  });
});

import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { releasePath, Unreachable } from '@tongban/kiosk-config/published';
import { partPath, releaseSchema, sha256, type Release } from '@tongban/kiosk-config/releases';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signersOf } from '../../kiosk-config/published/testing/centre.ts';
import { makeCentreKeys } from '../../kiosk-config/published/centre-keys.ts';
import { renew } from '../../kiosk-config/published/publish.ts';
import { readState } from './state.ts';
import { contentOf, testWorld, type TestWorld } from './testing/releases.ts';

const disk = vi.hoisted(() => ({ freeBytes: Infinity }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const statfsSync = (path: string): unknown =>
    disk.freeBytes === Infinity ? fs.statfsSync(path) : { bavail: disk.freeBytes, bsize: 1 };
  return { ...fs, statfsSync };
});

const DAY_MS = 86_400_000;
let world: TestWorld;
beforeEach(async () => {
  disk.freeBytes = Infinity;
  world = await testWorld();
  world.start();
});
afterEach(() => {
  vi.useRealTimers();
  world.remove();
});

/** Asks for a version, and says why nothing came of it, or that it is ready. */
async function asked(version: string): Promise<string> {
  await world.updater().fetch(version, world.from);
  const state = readState(world.folder)!;
  if (state.ready?.version === version) return 'ready';
  return (
    state.refused.find((each) => each.version === version)?.reason ?? state.lastDelay?.reason ?? 'nothing'
  );
}

/** A part that the base does not have. */
const core = (version: string): string => partPath(sha256(Buffer.from(`export const core = '${version}';`)));

describe('fetched is', () => {
  it('what differs alone, each part once; the rest is copied from the tree that runs', async () => {
    await world.release('1.1.0');
    expect(await asked('1.1.0')).toBe('ready');
    const parts = world.fetched.filter((path) => path.startsWith('parts/'));
    const facts = readFileSync(join(world.folder, 'a/release.json'));
    expect(parts.toSorted()).toEqual([core('1.1.0'), partPath(sha256(facts))].toSorted());
    const laid = contentOf(join(world.folder, 'a'));
    expect(laid['shell/tongban']).toBe(contentOf(world.baseTree)['shell/tongban']);
    expect(laid['shell/chrome-sandbox']).toBe('-> /opt/tongban/shell/chrome-sandbox');
  });

  it('once more, what a connection that was gone did not bring', async () => {
    await world.release('1.1.0');
    const { source } = world.from;
    let failures = 0;
    const flaky = {
      ...source,
      file: (path: string, max: number) =>
        path === core('1.1.0') && failures++ < 2
          ? Promise.reject(new Unreachable('TEST'))
          : source.file(path, max),
    };
    await world.updater().fetch('1.1.0', { ...world.from, source: flaky });
    expect([failures, readState(world.folder)?.ready?.version]).toEqual([3, '1.1.0']);
  });

  it('nothing of what is no newer than what runs', async () => {
    await world.release('0.9.0');
    await world.release('1.0.0');
    world.fetched.length = 0;
    expect([await asked('0.9.0'), await asked('1.0.0'), world.fetched]).toEqual(['nothing', 'nothing', []]);
  });
});

describe('not taken is', () => {
  it('a release that nobody published, or that was withdrawn', async () => {
    expect(await asked('1.1.0')).toBe('not-published');
    await world.release('1.1.0');
    await world.withdraw('1.1.0');
    expect(await asked('1.1.0')).toBe('not-published');
  });

  it('one that is signed by others than those whom the root names', async () => {
    await world.release('1.1.0');
    const others = await makeCentreKeys(new Date());
    const from = { ...world.from, root: others.root };
    await world.updater().fetch('1.1.0', from);
    expect(readState(world.folder)).toMatchObject({ ready: null, lastDelay: { reason: 'wrong-signature' } });
  });

  it('one whose publication is out of date: an old state may be played again', async () => {
    await world.release('1.1.0');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 4 * DAY_MS });
    expect(await asked('1.1.0')).toBe('expired');
    expect((await renew(world.centre.store, signersOf(world.centre.keys), new Date())).kind).toBe(
      'published',
    );
    expect(await asked('1.1.0')).toBe('ready');
  });

  it('an older publication than one that was seen', async () => {
    const old = (await world.centre.store.read('metadata/timestamp.json'))!;
    await world.release('1.1.0');
    await world.release('1.1.1');
    expect(await asked('1.1.0')).toBe('ready');
    const { source } = world.from;
    const replayed = {
      ...source,
      file: (path: string, max: number) =>
        path === 'metadata/timestamp.json' ? Promise.resolve(old) : source.file(path, max),
    };
    await world.updater().fetch('1.1.1', { ...world.from, source: replayed });
    expect(readState(world.folder)).toMatchObject({ lastDelay: { version: '1.1.1', reason: 'older' } });
  });

  it.each([
    ['altered by a byte', (part: Buffer) => gzipSync(Buffer.from(part).fill('X', 3, 4))],
    ['cut off', (part: Buffer) => gzipSync(part.subarray(0, 5))],
    ['larger than was signed', () => gzipSync(Buffer.alloc(64 * 1024 * 1024))],
    ['torn on the way', (part: Buffer) => gzipSync(part).subarray(0, 12)],
    ['missing', () => null],
  ])('a release with a part that is %s; the whole part is taken later', async (_what, alter) => {
    await world.release('1.1.0');
    const path = core('1.1.0');
    const whole = world.parts.get(path)!;
    const altered = alter(gunzipSync(whole));
    if (altered) world.parts.set(path, altered);
    else world.parts.delete(path);
    expect(await asked('1.1.0')).toBe('parts-missing');
    expect(world.start()).toBe('1.0.0');
    world.parts.set(path, whole);
    expect(await asked('1.1.0')).toBe('ready');
  });

  it('one that the network does not bring to the end; what came is not fetched again', async () => {
    await world.release('1.1.0', { files: { 'program/one.ts': 'one', 'program/two.ts': 'two' } });
    const { source } = world.from;
    const torn = {
      ...source,
      file: (path: string, max: number) =>
        path === core('1.1.0') ? Promise.reject(new Unreachable('TEST')) : source.file(path, max),
    };
    // Last in the list of what differs.
    await world.updater().fetch('1.1.0', { ...world.from, source: torn });
    expect(readState(world.folder)).toMatchObject({ ready: null, lastDelay: { reason: 'unreachable' } });
    const before = world.fetched.filter((path) => path.startsWith('parts/'));
    world.fetched.length = 0;
    expect(await asked('1.1.0')).toBe('ready');
    expect(world.fetched.filter((path) => before.includes(path))).toEqual([]);
  });

  it('one that would write a store which the version before cannot open', async () => {
    await world.release('2.0.0', { formats: { 'submissions.db': 9 } });
    expect(await asked('2.0.0')).toBe('store-format');
  });

  it('one for another machine, and a test build where no test build runs', async () => {
    await world.release('1.1.0', { alter: (list) => Object.assign(list, { architecture: 'arm64' }) });
    // Published under its own architecture it is not even looked at.
    expect(await asked('1.1.0')).toBe('not-published');
    await world.release('1.2.0-test');
    expect(await asked('1.2.0-test')).toBe('test-build');
  });

  it('one for which the disk has no room', async () => {
    await world.release('1.1.0');
    disk.freeBytes = 1024 ** 3;
    expect(await asked('1.1.0')).toBe('disk-full');
    disk.freeBytes = Infinity;
    expect(await asked('1.1.0')).toBe('ready');
  });
});

describe('what lies ready', () => {
  beforeEach(async () => {
    await world.release('1.1.0');
    expect(await asked('1.1.0')).toBe('ready');
  });
  const tree = (path: string): string => join(world.folder, 'a', path);

  it.each<[string, () => void]>([
    ['a byte was altered', () => writeFileSync(tree('bin/node'), 'TEST nodf')],
    ['a file was added', () => writeFileSync(tree('bin/more'), '')],
    ['a program was made none', () => chmodSync(tree('bin/node'), 0o644)],
    ['a program got rights of its owner', () => chmodSync(tree('bin/node'), 0o4755)],
    ['a link was added', () => symlinkSync('/etc/passwd', tree('bin/more'))],
  ])('is proven again before it is started: where %s, it is laid down anew', async (_what, alter) => {
    alter();
    world.updater().switch('1.1.0', world.from);
    expect(readState(world.folder)).toMatchObject({ ready: null, trial: null });
    expect(world.start()).toBe('1.0.0');
    expect(await asked('1.1.0')).toBe('ready');
    world.updater().switch('1.1.0', world.from);
    expect(world.start()).toBe('1.1.0');
  });
});

describe('no list may hold', () => {
  const list = (change: Partial<Release>): boolean =>
    releaseSchema.safeParse({
      ...{ version: '1.1.0', architecture: 'amd64', formats: {}, files: [], links: [] },
      ...change,
    }).success;
  const file = (path: string) => ({ path, executable: false, size: 0, parts: [] });

  it.each(['../x', '/x', 'a/../b', 'a//b', '', 'a/', './a', 'a\\b', 'a\nb'])('the path %j', (path) => {
    expect(list({ files: [file('fine')] })).toBe(true);
    expect(list({ files: [file(path)] })).toBe(false);
  });

  it.each([
    ['a', '/etc/passwd'],
    ['a', '..'],
    ['a/b', '../../x'],
    ['shell/chrome-sandbox', '/bin/sh'],
    ['bin/node', '/opt/tongban/shell/chrome-sandbox'],
  ])('the link %s to %s', (path, to) => {
    expect(list({ links: [{ path: 'a/b', to: '../x' }] })).toBe(true);
    expect(list({ links: [{ path, to }] })).toBe(false);
  });

  it('a file that lies in a link or in a file, one path twice, parts for another size', () => {
    expect(list({ files: [file('a/b')], links: [{ path: 'a', to: 'x' }] })).toBe(false);
    expect(list({ files: [file('a/b'), file('a')] })).toBe(false);
    expect(list({ files: [file('a'), file('a')] })).toBe(false);
    expect(list({ files: [{ ...file('a'), size: 1 }] })).toBe(false);
  });

  it('and under a path that was published nothing else is ever published', async () => {
    await world.release('1.1.0');
    await expect(world.release('1.1.0', { files: { 'bin/node': 'TEST other' } })).rejects.toThrow(
      `${releasePath('amd64', '1.1.0')} was published with other content`,
    );
  });
});

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readState } from './state.ts';
import { testWorld, type TestWorld } from './testing/releases.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
  await world.release('1.1.0');
  world.start();
  await world.updater().fetch('1.1.0', world.from);
  world.updater().switch('1.1.0', world.from);
});
afterEach(() => world.remove());

describe('a version on trial', () => {
  it('runs from the next start on, and is in force when core says that all is well', () => {
    expect(world.updater().begin()).toEqual({ changed: true, trial: true });
    expect(readState(world.folder)).toMatchObject({ trial: { version: '1.1.0', starts: 1 } });
    world.updater().proven('1.1.0');
    expect(readState(world.folder)).toMatchObject({ inForce: { version: '1.1.0', slot: 'a' }, trial: null });
    expect(world.updater().begin()).toEqual({ changed: false, trial: false });
    expect(world.start()).toBe('1.1.0');
  });

  it('that does not come up in three starts is gone with the fourth, and the old one is back by itself', () => {
    expect([world.start(), world.start(), world.start()]).toEqual(['1.1.0', '1.1.0', '1.1.0']);
    expect(world.updater().begin()).toEqual({ changed: true, trial: false });
    expect(world.start()).toBe('1.0.0');
    expect(readState(world.folder)?.refused).toMatchObject([{ version: '1.1.0', reason: 'kept-failing' }]);
    expect(world.logged).toContain('update.went-back 1.1.0 kept-failing');
  });

  it('that is not well in time goes back with the next start', () => {
    world.start();
    expect(world.updater().late()).toBe(true);
    expect(world.start()).toBe('1.0.0');
    expect(readState(world.folder)?.refused).toMatchObject([
      { version: '1.1.0', reason: 'not-well-in-time' },
    ]);
    expect(world.updater().late()).toBe(false);
  });

  it('is not proven by who has not been started, and not by another version', () => {
    world.updater().proven('1.1.0');
    expect(readState(world.folder)?.trial).toMatchObject({ version: '1.1.0', starts: 0 });
    world.start();
    world.updater().proven('1.0.0');
    world.updater().proven('1.2.0');
    expect(readState(world.folder)?.trial).toMatchObject({ version: '1.1.0', starts: 1 });
  });

  it('whose tree is gone from the disk is not started', () => {
    rmSync(join(world.folder, 'a'), { recursive: true });
    expect(world.start()).toBe('1.0.0');
    expect(readState(world.folder)?.refused).toMatchObject([{ version: '1.1.0', reason: 'kept-failing' }]);
  });
});

describe('a version that failed', () => {
  beforeEach(() => {
    world.start();
    world.updater().late();
    world.start();
    world.fetched.length = 0;
  });

  it('is never tried again, however often it is asked for', async () => {
    await world.updater().fetch('1.1.0', world.from);
    world.updater().switch('1.1.0', world.from);
    expect([world.fetched, world.start()]).toEqual([[], '1.0.0']);
    expect(readState(world.folder)).toMatchObject({ ready: null, trial: null });
  });

  it('does not keep the next one away', async () => {
    await world.release('1.1.1');
    await world.updater().fetch('1.1.1', world.from);
    world.updater().switch('1.1.1', world.from);
    expect(world.start()).toBe('1.1.1');
    world.updater().proven('1.1.1');
    expect(world.start()).toBe('1.1.1');
  });
});

describe('the package', () => {
  it('that brings something newer than what runs takes its place', async () => {
    world.start();
    world.updater().proven('1.1.0');
    world.package('1.2.0');
    expect(world.start()).toBe('1.2.0');
    expect(readState(world.folder)?.inForce).toEqual({ version: '1.2.0', slot: null });
  });

  it('that brings something newer than what is on trial ends the trial without blame', () => {
    world.start();
    world.package('1.1.0');
    expect(world.start()).toBe('1.1.0');
    expect(readState(world.folder)).toMatchObject({ inForce: { slot: null }, trial: null, refused: [] });
  });

  it('runs when the tree that is in force is gone, or nobody can read what is', () => {
    world.start();
    world.updater().proven('1.1.0');
    rmSync(join(world.folder, 'a'), { recursive: true });
    expect(world.start()).toBe('1.0.0');
    rmSync(join(world.folder, 'state.json'));
    expect(world.start()).toBe('1.0.0');
  });
});

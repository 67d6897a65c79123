import { cpSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testCentre, testMatter, versionsIn, withoutBundles, type TestCentre } from './testing/centre.ts';

/** Counts what changes the disk; from the fatal one on nothing does any more, as after a kill. */
const power = vi.hoisted(() => ({ left: Infinity }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const until =
    <Given extends unknown[], Result>(change: (...given: Given) => Result) =>
    (...given: Given): Result => {
      if (power.left <= 0) throw new Error('killed');
      power.left -= 1;
      return change(...given);
    };
  /** Half of the bytes get there when the kill comes in a write. */
  const torn = (handle: number, bytes: Uint8Array, at: number): number => {
    if (power.left <= 0) throw new Error('killed');
    power.left -= 1;
    return power.left > 0
      ? fs.writeSync(handle, bytes, at)
      : fs.writeSync(handle, bytes, at, (bytes.length - at) >> 1);
  };
  return {
    ...fs,
    openSync: until(fs.openSync as (...given: unknown[]) => number),
    writeSync: torn,
    fsyncSync: until(fs.fsyncSync),
    renameSync: until(fs.renameSync),
    rmSync: until(fs.rmSync),
    mkdirSync: until(fs.mkdirSync as (...given: unknown[]) => unknown),
  };
});

let centre: TestCentre;
beforeEach(async () => (centre = await testCentre()));
afterEach(() => {
  power.left = Infinity;
  centre.remove();
});

const before = [testMatter(1)];
const after = [testMatter(1, [{ version: '2026.2' }])];
const item = testMatter(1).entry.handleItem;
const oldState = { [item]: ['2026.1'] };
const newState = { [item]: ['2026.2'] };

/** Kills after one, two, three … changes of the disk, until the work gets through. */
async function killedEverywhere(work: (round: number) => Promise<boolean>): Promise<number> {
  for (let changes = 0; ; changes++) {
    power.left = changes;
    const through = await work(changes);
    power.left = Infinity;
    if (through) return changes;
  }
}

describe('killed at any point', () => {
  it('of a switch, a terminal has the old or the new state, whole, and goes on from there', async () => {
    await centre.publish(before);
    const source = withoutBundles(centre.source);
    const ready = centre.terminal({ source });
    await ready.refresh();
    await centre.publish(after);
    const seen = { old: 0, new: 0 };
    const changes = await killedEverywhere(async (round) => {
      power.left = Infinity;
      const folder = `${ready.folder}-${round}`;
      cpSync(ready.folder, folder, { recursive: true });
      const terminal = centre.terminal({ folder, source });
      power.left = round;
      const outcome = await terminal.refresh().catch(() => null);
      power.left = Infinity;
      const again = centre.terminal({ folder, source });
      const state = JSON.stringify(versionsIn(again));
      expect([JSON.stringify(oldState), JSON.stringify(newState)]).toContain(state);
      seen[state === JSON.stringify(newState) ? 'new' : 'old'] += 1;
      expect(['updated', 'unchanged']).toContain((await again.refresh()).kind);
      expect(versionsIn(again)).toEqual(newState);
      return outcome?.kind === 'updated';
    });
    expect(changes).toBeGreaterThan(20);
    expect(seen.old).toBeGreaterThan(5);
    expect(seen.new).toBeGreaterThan(1);
  });

  it('of a publication, terminals see the old one until all is there, and it can be repeated', async () => {
    await centre.publish(before);
    const terminal = centre.terminal();
    await terminal.refresh();
    let inForce = oldState as Record<string, string[]>;
    const changes = await killedEverywhere(async () => {
      const outcome = await centre.publish(after).catch(() => null);
      power.left = Infinity;
      await terminal.refresh();
      expect([oldState, newState]).toContainEqual(versionsIn(terminal));
      inForce = versionsIn(terminal)!;
      return outcome !== null && outcome.kind !== 'refused';
    });
    expect(changes).toBeGreaterThan(20);
    expect(inForce).toEqual(newState);
    expect(await centre.publish(after)).toMatchObject({ kind: 'unchanged' });
  });
});

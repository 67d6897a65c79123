import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adoptRoot } from './publish.ts';
import { addSignatures, composeRoot } from './root.ts';
import { roleKeysOf } from './centre-keys.ts';
import { signerWith } from './keys.ts';
import { testCentre, testMatter, versionsIn, withoutBundles, type TestCentre } from './testing/centre.ts';

const POSITIONS = 12;
/** Turns a letter into its other case, and the signature's hexadecimal digits mean the same in both. */
const CASE_BIT = 0x20;

let centre: TestCentre;
const before = testMatter(1);
const after = testMatter(1, [{ version: '2026.2' }]);
const inForce = { [before.entry.handleItem]: ['2026.1'] };

beforeAll(async () => {
  centre = await testCentre();
  await centre.publish([before]);
});
afterAll(() => centre.remove());

/** A linear congruential generator: the same positions in each run, so that a failure can be repeated. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('one byte changed on the way', () => {
  it('is found in every file, wherever it is, and the old version stays', async () => {
    // The root that the changes are tried on is never taken with them, so that it is asked for each time.
    let spoil: { path: string; at: number; mask: number } | null = null;
    const asked = new Set<string>();
    const terminal = centre.terminal({
      source: withoutBundles({
        ...centre.source,
        async file(path, max) {
          const bytes = await centre.source.file(path, max);
          if (!bytes || path !== spoil?.path) return bytes;
          const changed = Buffer.from(bytes);
          changed[spoil.at]! ^= spoil.mask;
          return changed;
        },
      }),
    });
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    // Another follower shows which files the way to the new publication takes.
    await centre.publish([after]);
    const root = await composeRoot(2, new Date(Date.now() + 86_400_000), roleKeysOf(centre.keys));
    await adoptRoot(
      centre.store,
      await addSignatures(root, centre.keys.root.slice(1).map(signerWith)),
      centre.signers,
      new Date(),
    );
    const scout = centre.terminal({
      source: withoutBundles({
        ...centre.source,
        async file(path, max) {
          const bytes = await centre.source.file(path, max);
          if (bytes) asked.add(path);
          return bytes;
        },
      }),
    });
    expect(await scout.refresh()).toMatchObject({ kind: 'updated' });
    const paths = [...asked];
    expect(
      paths.map((path) => path.replace(/[0-9a-f]{64}\./, '').replace(/\d+\.(?=root|snap|targ)/, '')),
    ).toEqual([
      'metadata/root.json',
      'metadata/timestamp.json',
      'metadata/snapshot.json',
      'metadata/targets.json',
      'targets/catalogue.json',
      `targets/matters/${after.entry.handleItem}/2026.2.json`,
    ]);

    const random = randomNumbers(20201001);
    const taken: string[] = [];
    for (const path of paths) {
      const { length } = (await centre.store.read(path))!;
      for (let each = 0; each < POSITIONS; each++) {
        const mask = 1 + random(255);
        spoil = { path, at: random(length), mask: mask === CASE_BIT ? 1 : mask };
        const outcome = await terminal.refresh();
        if (outcome.kind !== 'refused') taken.push(`${path} at ${spoil.at} ^ ${spoil.mask}: ${outcome.kind}`);
        if (JSON.stringify(versionsIn(terminal)) !== JSON.stringify(inForce))
          taken.push(`${path} at ${spoil.at}`);
      }
    }
    expect(taken).toEqual([]);

    spoil = null;
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    expect(versionsIn(terminal)).toEqual({ [after.entry.handleItem]: ['2026.2'] });
  });
});

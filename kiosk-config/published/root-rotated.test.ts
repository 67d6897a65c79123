import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCentreKeys, roleKeysOf, type CentreKeys } from './centre-keys.ts';
import { makePrivateKey, signerWith } from './keys.ts';
import { adoptRoot } from './publish.ts';
import { addSignatures, composeNextRoot, composeRoot } from './root.ts';
import {
  signersOf,
  testCentre,
  testMatter,
  versionsIn,
  withoutBundles,
  type TestCentre,
} from './testing/centre.ts';

let centre: TestCentre;
const inAYear = new Date(Date.now() + 365 * 86_400_000);
beforeEach(async () => {
  centre = await testCentre();
  await centre.publish([testMatter(1)]);
});
afterEach(() => centre.remove());

/** A root that names other keys, signed by two of the old root keys and two of the new. */
async function rootFor(version: number, keys: CentreKeys, old: CentreKeys): Promise<Uint8Array> {
  const root = await composeRoot(version, inAYear, roleKeysOf(keys));
  // Holders sign one after the other, each in a place of their own.
  const first = await addSignatures(root, old.root.slice(0, 2).map(signerWith));
  return addSignatures(first, keys.root.slice(0, 2).map(signerWith));
}

describe('a root that names new keys', () => {
  it.each([
    ['in a bundle', (each: TestCentre) => each.source],
    ['file by file', (each: TestCentre) => withoutBundles(each.source)],
  ])('is followed over three generations, %s', async (_, source) => {
    const terminal = centre.terminal({ source: source(centre) });
    await terminal.refresh();
    let old = centre.keys;
    for (const version of [2, 3]) {
      const { keys } = await makeCentreKeys(new Date());
      centre.signers = signersOf(keys);
      const root = await rootFor(version, keys, old);
      expect(await adoptRoot(centre.store, root, centre.signers, new Date())).toMatchObject({
        kind: 'published',
      });
      old = keys;
    }
    await centre.publish([testMatter(1), testMatter(2)]);
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    expect(Object.keys(versionsIn(terminal)!)).toHaveLength(2);
    // Also by one that comes fresh with the very first root, and by one that starts again without a network.
    expect(await centre.terminal({ source: source(centre) }).refresh()).toMatchObject({ kind: 'updated' });
    expect(versionsIn(centre.terminal({ folder: terminal.folder }))).toEqual(versionsIn(terminal));
  });

  it('ends the trust in the old keys at once, even when the rest of that refresh fails', async () => {
    const { keys } = await makeCentreKeys(new Date());
    const stolen = centre.signers;
    let tear = false;
    const terminal = centre.terminal({
      source: withoutBundles({
        ...centre.source,
        file: (path, max) =>
          tear && path.includes('snapshot') ? Promise.resolve(null) : centre.source.file(path, max),
      }),
    });
    await terminal.refresh();
    await adoptRoot(centre.store, await rootFor(2, keys, centre.keys), signersOf(keys), new Date());
    tear = true;
    expect(await terminal.refresh()).toMatchObject({ kind: 'refused' });

    // Whoever has the old keys publishes in a store of their own; it has no newer root.
    const thief = await testCentre();
    try {
      Object.assign(thief, { signers: stolen });
      const replay = centre.terminal({
        folder: terminal.folder,
        source: withoutBundles({
          ...centre.source,
          file: (path) => (path.includes('root') ? Promise.resolve(null) : thief.store.read(path)),
        }),
      });
      expect(await replay.refresh()).toMatchObject({ kind: 'refused', reason: 'wrong-signature' });
      expect(versionsIn(replay)).toEqual({ [testMatter(1).entry.handleItem]: ['2026.1'] });
    } finally {
      thief.remove();
    }
  });

  it.each<[string, string, (keys: CentreKeys) => Promise<Uint8Array>]>([
    ['skips a version', 'wanted is 2', (keys) => rootFor(3, keys, centre.keys)],
    [
      'is signed by one holder only',
      '1/2',
      async (keys) =>
        addSignatures(
          await composeRoot(2, inAYear, roleKeysOf(keys)),
          keys.root.slice(0, 2).map(signerWith),
        ).then((root) => addSignatures(root, centre.keys.root.slice(0, 1).map(signerWith))),
    ],
    ['is signed by the new holders only', '0/2', (keys) => rootFor(2, keys, keys)],
  ])('is not adopted when it %s', async (_, words, make) => {
    const { keys } = await makeCentreKeys(new Date());
    expect(await adoptRoot(centre.store, await make(keys), signersOf(keys), new Date())).toMatchObject({
      kind: 'refused',
      reason: 'wrong-keys',
      words: expect.stringContaining(words),
    });
    expect(await centre.terminal().refresh()).toMatchObject({ kind: 'updated' });
  });

  it('cannot ask for more signatures than there are keys', () => {
    const plan = { ...roleKeysOf(centre.keys), targets: { keys: [], threshold: 1 } };
    expect(() => composeRoot(2, inAYear, plan)).toThrow('targets: 1 of 0 keys cannot sign');
  });
});

describe('a root whose year is over', () => {
  it('is followed to the one that its holders signed afterwards, and nothing is taken until then', async () => {
    const [now, longAgo] = [new Date(), new Date(Date.now() - 400 * 86_400_000)];
    const old = await testCentre(longAgo);
    try {
      await old.publish([testMatter(1)]);
      const terminal = old.terminal();
      expect(await terminal.refresh()).toMatchObject({ kind: 'refused', reason: 'expired' });
      const next = await composeNextRoot(old.root, {}, now);
      const signed = await addSignatures(next, old.keys.root.slice(1).map(signerWith));
      expect(await adoptRoot(old.store, signed, old.signers, now)).toMatchObject({ kind: 'published' });
      expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    } finally {
      old.remove();
    }
  });

  it('cannot be followed by one that replaces a key which is none of its own', () => {
    const other = signerWith(makePrivateKey()).key;
    const holders = new Map([[other.keyID, other]]);
    expect(() => composeNextRoot(centre.root, { holders }, new Date())).toThrow(
      'is no root key of version 1',
    );
  });
});

describe('a terminal that is set up with another root', () => {
  it('begins anew: the old centre is nothing to it any more', async () => {
    const terminal = centre.terminal();
    await terminal.refresh();
    const other = await testCentre();
    try {
      await other.publish([testMatter(7)]);
      const again = other.terminal({ folder: terminal.folder });
      expect(versionsIn(again)).toBeNull();
      expect(await again.refresh()).toMatchObject({ kind: 'updated' });
      expect(Object.keys(versionsIn(again)!)).toEqual([testMatter(7).entry.handleItem]);
    } finally {
      other.remove();
    }
  });
});

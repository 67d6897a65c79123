import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeInFolder } from './folder-store.ts';
import { publish, renew } from './publish.ts';
import { sha256 } from './sign.ts';
import type { PublishedSource } from './source.ts';
import {
  publicationOf,
  sourceOf,
  testCentre,
  testMatter,
  versionsIn,
  withoutBundles,
  type TestCentre,
} from './testing/centre.ts';

let centre: TestCentre;
beforeEach(async () => (centre = await testCentre()));
afterEach(() => centre.remove());

const old = testMatter(1);
const changed = testMatter(1, [{ version: '2026.2' }]);
const item = old.entry.handleItem;

/** A terminal that can be sent to another source at any time. */
function switchable() {
  let source: PublishedSource = centre.source;
  const terminal = centre.terminal({
    source: { file: (...given) => source.file(...given), bundle: (have) => source.bundle(have) },
  });
  return { terminal, use: (other: PublishedSource) => (source = other) };
}

/** A copy of all that is published now, for a later replay. */
function copyOf(terminalFolder: string, name: string): PublishedSource {
  const parent = join(terminalFolder, '..');
  cpSync(join(parent, 'centre'), join(parent, name), { recursive: true });
  return sourceOf(storeInFolder(join(parent, name)));
}

describe('an older publication', () => {
  it.each([
    ['in a bundle', (source: PublishedSource) => source],
    ['file by file', withoutBundles],
  ])('that is genuine is refused all the same, %s', async (_, way) => {
    await centre.publish([old]);
    const { terminal, use } = switchable();
    await terminal.refresh();
    const replay = copyOf(terminal.folder, 'replay');
    await centre.publish([changed]);
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });

    use(way(replay));
    expect(await terminal.refresh()).toMatchObject({ kind: 'refused', reason: 'older' });
    expect(versionsIn(terminal)).toEqual({ [item]: ['2026.2'] });
    use(centre.source);
    expect(await terminal.refresh()).toMatchObject({ kind: 'unchanged' });
  });

  it('is refused after a restart too', async () => {
    await centre.publish([old]);
    const { terminal } = switchable();
    await terminal.refresh();
    const replay = copyOf(terminal.folder, 'replay');
    await centre.publish([changed]);
    await terminal.refresh();
    const again = centre.terminal({ folder: terminal.folder, source: replay });
    expect(versionsIn(again)).toEqual({ [item]: ['2026.2'] });
    expect(await again.refresh()).toMatchObject({ kind: 'refused', reason: 'older' });
    expect(versionsIn(again)).toEqual({ [item]: ['2026.2'] });
  });

  it('of a centre that was restored from a backup is taken once it is signed beyond what terminals have', async () => {
    await centre.publish([old]);
    const { terminal } = switchable();
    await terminal.refresh();
    const parent = join(terminal.folder, '..');
    cpSync(join(parent, 'centre'), join(parent, 'backup'), { recursive: true });
    await centre.publish([changed]);
    await centre.publish([changed, testMatter(2)]);
    await terminal.refresh();
    const restored = storeInFolder(join(parent, 'backup'));
    const again = centre.terminal({ folder: terminal.folder, source: sourceOf(restored) });
    expect(await again.refresh()).toMatchObject({ kind: 'refused', reason: 'older' });
    const newest = again.current()!.version;
    expect(await renew(restored, centre.signers, new Date(), newest)).toMatchObject({ version: newest + 1 });
    expect(await again.refresh()).toMatchObject({ kind: 'updated', version: newest + 1 });
    expect(await renew(restored, centre.signers, new Date(), newest)).toMatchObject({ kind: 'unchanged' });
  });

  it.each([
    ['an old snapshot below a new timestamp', /snapshot\.json$/],
    ['old targets below a new snapshot', /\d\.targets\.json$/],
    ['an old catalogue below new targets', /catalogue\.json$/],
  ])('mixed with a newer one is refused: %s', async (_, which) => {
    await centre.publish([old]);
    const bundle = (await centre.source.bundle(0))!;
    const stale = Object.entries(bundle.files).find(([path]) => which.test(path))![1];
    const terminal = centre.terminal({
      source: withoutBundles({
        ...centre.source,
        file: async (path, max) => (which.test(path) ? Buffer.from(stale) : centre.source.file(path, max)),
      }),
    });
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    await centre.publish([changed]);
    expect(await terminal.refresh()).toMatchObject({ kind: 'refused', reason: 'altered' });
    expect(versionsIn(terminal)).toEqual({ [item]: ['2026.1'] });
  });

  it('cannot be published: a matter does not go back, does not vanish and does not change behind its version', async () => {
    await centre.publish([changed]);
    const refused = { kind: 'refused', reason: 'does-not-fit' };
    expect(await centre.publish([old])).toMatchObject({
      ...refused,
      words: expect.stringContaining('go back'),
    });
    expect(await centre.publish([])).toMatchObject({
      ...refused,
      words: expect.stringContaining('terminated'),
    });
    const same = testMatter(1, [{ version: '2026.2' }]);
    const other = { ...same.documents[0]!, minutes: 59 };
    const hash = sha256(Buffer.from(JSON.stringify(other)));
    const entry = { ...same.entry, versions: [{ ...same.entry.versions[0]!, sha256: hash }] };
    expect(
      await publish(centre.store, centre.signers, publicationOf([{ entry, documents: [other] }]), new Date()),
    ).toMatchObject({ ...refused, words: expect.stringContaining('give the change a new version') });
  });
});

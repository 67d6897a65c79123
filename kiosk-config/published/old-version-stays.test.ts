import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TargetFile } from '@tufjs/models';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEdition, signNext } from './edition.ts';
import { sha256 } from './sign.ts';
import { Unreachable } from './source.ts';
import { storedTargetPath } from './store.ts';
import { testCentre, testMatter, versionsIn, type TestCentre } from './testing/centre.ts';

let centre: TestCentre;
beforeEach(async () => {
  centre = await testCentre();
  await centre.publish([testMatter(1)]);
});
afterEach(() => centre.remove());

const nobody = {
  file: () => Promise.reject(new Unreachable('no route')),
  bundle: () => Promise.reject(new Unreachable('no route')),
};
const inForce = { [testMatter(1).entry.handleItem]: ['2026.1'] };

describe('what is in force stays', () => {
  it('while the centre is away, also over a restart, and is said once', async () => {
    const first = centre.terminal();
    await first.refresh();
    const terminal = centre.terminal({ folder: first.folder, source: nobody });
    expect(versionsIn(terminal)).toEqual(inForce);
    expect(terminal.confirmedAt()).toEqual(first.confirmedAt());
    for (const _ of [1, 2, 3]) {
      expect(await terminal.refresh()).toEqual({ kind: 'unreachable', detail: 'no route' });
    }
    expect(versionsIn(terminal)).toEqual(inForce);
    expect(terminal.logged.map(([event]) => event)).toEqual(['publication-not-taken']);
  });

  it('when a document is missing at the centre', async () => {
    const terminal = centre.terminal();
    await terminal.refresh();
    await centre.publish([testMatter(1), testMatter(2)]);
    const folder = join(terminal.folder, '../centre/targets/matters', testMatter(2).entry.handleItem);
    rmSync(folder, { recursive: true });
    const again = centre.terminal({
      folder: terminal.folder,
      source: { ...centre.source, bundle: async () => null },
    });
    expect(await again.refresh()).toMatchObject({ kind: 'refused', reason: 'altered' });
    expect(versionsIn(again)).toEqual(inForce);
  });

  it('and listeners hear of a switch, not of anything else', async () => {
    const terminal = centre.terminal();
    const heard: number[] = [];
    const stop = terminal.onSwitch((published) => heard.push(published.catalogue.revision));
    await terminal.refresh();
    await terminal.refresh();
    await centre.publish([testMatter(1), testMatter(2)]);
    await Promise.all([terminal.refresh(), terminal.refresh(), terminal.refresh()]);
    stop();
    await centre.publish([testMatter(1), testMatter(2), testMatter(3)]);
    await terminal.refresh();
    expect(heard).toEqual([2, 3]);
  });
});

describe('a disk that altered what it holds', () => {
  const files = ['state.json', 'documents'] as const;
  it.each(files)('is not believed: %s', async (which) => {
    const first = centre.terminal();
    await first.refresh();
    const place = join(first.folder, readdirSync(first.folder)[0]!);
    const file =
      which === 'state.json' ? join(place, which) : join(place, which, readdirSync(join(place, which))[0]!);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    const terminal = centre.terminal({ folder: first.folder });
    expect(versionsIn(terminal)).toBeNull();
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    expect(versionsIn(terminal)).toEqual(inForce);
  });
});

describe('a document that this program cannot read', () => {
  it('closes its own matter only', async () => {
    const newer = testMatter(2);
    const document = { ...newer.documents[0]!, somethingNew: true };
    const bytes = Buffer.from(JSON.stringify(document));
    const edition = (await readEdition(centre.store))!;
    const hash = sha256(bytes);
    const catalogue = Buffer.from(
      JSON.stringify({
        ...{ revision: 3, publishedAt: new Date().toISOString(), cutOffs: [], announcements: [] },
        matters: [
          testMatter(1).entry,
          { ...newer.entry, versions: [{ ...newer.entry.versions[0]!, sha256: hash }] },
        ],
      }),
    );
    const path = `matters/${newer.entry.handleItem}/2026.1.json`;
    const added = new Map<string, Buffer>([
      [path, bytes],
      ['catalogue.json', catalogue],
    ]);
    const targets = Object.fromEntries(
      [...added].map(([each, content]) => [
        each,
        new TargetFile({ path: each, length: content.length, hashes: { sha256: sha256(content) } }),
      ]),
    );
    const next = await signNext(
      edition,
      { root: edition.root, targets: { ...edition.targets.signed.targets, ...targets }, all: false },
      centre.signers,
      new Date(),
    );
    const files = new Map<string, Uint8Array>(next.files);
    const stored = [...added].map(
      ([each, content]) => [storedTargetPath(each, sha256(content)), content] as const,
    );
    await centre.store.commit(edition.timestamp.signed.version, new Map([...stored, ...files]));

    const terminal = centre.terminal();
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    const published = terminal.current()!;
    expect(published.matter(newer.entry.handleItem, '2026.1')).toBeNull();
    expect(published.matter(testMatter(1).entry.handleItem, '2026.1')?.matter.name.en).toBe('Test matter 1');
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matterSchema } from '../catalogue/index.ts';
import { calendarPath, configurationPath, CATALOGUE_PATH } from './layout.ts';
import { publish } from './publish.ts';
import { publicationOf, testCentre, testMatter, withoutBundles, type TestCentre } from './testing/centre.ts';
import type { PublishedSource } from './source.ts';

let centre: TestCentre;
beforeEach(async () => (centre = await testCentre()));
afterEach(() => centre.remove());

/** Counts what a terminal asks for. */
function counted(source: PublishedSource): { source: PublishedSource; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    source: {
      file: (path, max) => (asked.push(path), source.file(path, max)),
      bundle: (have) => (asked.push(`bundle ${have}`), source.bundle(have)),
    },
  };
}

const many = Array.from({ length: 24 }, (_, number) => testMatter(number));
const calendar = Buffer.from('{"year":2027}');
const configuration = Buffer.from('{"name":"hall"}');

describe('twenty-four matters, a calendar and a configuration', () => {
  it('reach a terminal whole, in one request from a bundle and in single files alike', async () => {
    const { catalogue, files } = publicationOf(many);
    const all = new Map([
      ...files,
      [calendarPath(2027), calendar],
      [configurationPath('hall'), configuration],
    ]);
    expect(await publish(centre.store, centre.signers, { catalogue, files: all }, new Date())).toMatchObject({
      kind: 'published',
    });
    for (const [way, requests] of [
      [centre.source, 1],
      [withoutBundles(centre.source), 1 + 1 + 3 + 27],
    ] as const) {
      const { source, asked } = counted(way);
      const terminal = centre.terminal({ source });
      expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
      expect(asked).toHaveLength(requests);
      const published = terminal.current()!;
      const got = new Map([...published.documents].filter(([path]) => path !== CATALOGUE_PATH));
      expect([...got.keys()].sort()).toEqual([...all.keys()].sort());
      for (const [path, bytes] of all) expect(Buffer.from(got.get(path)!).equals(bytes), path).toBe(true);
      expect(published.catalogue.matters).toEqual(catalogue.matters);
      for (const { entry, documents } of many) {
        expect(published.matter(entry.handleItem, '2026.1')?.matter).toEqual(
          matterSchema.parse(documents[0]),
        );
      }
    }
  });

  it('send a later change alone, and what nobody changed is not published again', async () => {
    await centre.publish(many);
    const { source, asked } = counted(centre.source);
    const terminal = centre.terminal({ source });
    await terminal.refresh();
    const { version } = terminal.current()!;
    expect(await centre.publish(many)).toMatchObject({ kind: 'unchanged', version });

    const changed = testMatter(5, [
      { version: '2026.1' },
      { version: '2026.2', effectiveFrom: '2026-12-01T00:00:00.000Z' },
    ]);
    expect(await centre.publish(many.map((each, index) => (index === 5 ? changed : each)))).toMatchObject({
      kind: 'published',
      version: version + 1,
    });
    const bundle = (await centre.source.bundle(version))!;
    expect(Object.keys(bundle.files).map((path) => path.replace(/[0-9a-f]{64}\./, ''))).toEqual([
      'metadata/timestamp.json',
      `metadata/${version + 1}.snapshot.json`,
      `metadata/${version + 1}.targets.json`,
      'targets/catalogue.json',
      `targets/matters/${changed.entry.handleItem}/2026.2.json`,
    ]);
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated', version: version + 1 });
    expect(await terminal.refresh()).toMatchObject({ kind: 'unchanged' });
    expect(asked).toEqual(['bundle 0', `bundle ${version}`, `bundle ${version + 1}`]);
    expect(Object.keys((await centre.source.bundle(version + 1))!.files)).toEqual([
      'metadata/timestamp.json',
    ]);
  });

  it.each<[string, Parameters<typeof publicationOf>, string]>([
    ['one stands there twice', [[testMatter(1), testMatter(1)]], 'stands there twice'],
    ['a document is not given', [[{ ...testMatter(1), documents: [] }]], 'was not given'],
    [
      'one is suspended without a reason',
      [[testMatter(1, undefined, { status: 'suspended' })]],
      'suspension',
    ],
    [
      'one belongs to another unit',
      [[testMatter(1, undefined, { unit: '1'.repeat(18) })]],
      'belongs to unit',
    ],
  ])('are refused when %s', async (_, given, words) => {
    expect(await publish(centre.store, centre.signers, publicationOf(...given), new Date())).toMatchObject({
      kind: 'refused',
      reason: 'does-not-fit',
      words: expect.stringContaining(words),
    });
    expect((await centre.source.bundle(0))!.version).toBe(1);
  });

  it('are published by one of two who publish at once, and the other is told', async () => {
    const outcomes = await Promise.all([centre.publish([testMatter(1)]), centre.publish([testMatter(2)])]);
    expect(outcomes.map((each) => (each.kind === 'refused' ? each.reason : each.kind)).sort()).toEqual([
      'published',
      'published-meanwhile',
    ]);
    expect(await centre.terminal().refresh()).toMatchObject({ kind: 'updated', version: 2 });
  });
});

import { describe, expect, it } from 'vitest';
import { catalogueSchema, nextChange, versionInForce, type PublishedCatalogue } from './layout.ts';
import { testMatter } from './testing/centre.ts';

const switchAt = '2026-03-02T16:00:00.000Z';
const { entry } = testMatter(1, [{ version: '2026.9' }, { version: '2026.10', effectiveFrom: switchAt }]);

function catalogueOf(...matters: PublishedCatalogue['matters']): unknown {
  return { revision: 1, publishedAt: '2026-03-01T00:00:00.000Z', matters, cutOffs: [], announcements: [] };
}

describe('a version that is published before its time', () => {
  it.each([
    ['2025-12-31T23:59:59.999Z', undefined],
    ['2026-01-01T00:00:00.000Z', '2026.9'],
    ['2026-03-02T15:59:59.999Z', '2026.9'],
    ['2026-03-02T16:00:00.000Z', '2026.10'],
    ['2030-01-01T00:00:00.000Z', '2026.10'],
  ])('at %s it is %s that serves', (now, version) => {
    expect(versionInForce(entry, new Date(now))?.version).toBe(version);
  });

  it('tells when to look again', () => {
    const catalogue = catalogueSchema.parse(catalogueOf(entry));
    expect(nextChange(catalogue, new Date('2026-03-01T00:00:00Z'))).toEqual(new Date(switchAt));
    expect(nextChange(catalogue, new Date(switchAt))).toBeNull();
  });

  it.each([
    ['an older version after a newer', [entry.versions[1]!, entry.versions[0]!], 'must grow'],
    [
      'two at one time',
      entry.versions.map((each) => ({ ...each, effectiveFrom: switchAt })),
      'must take effect in order',
    ],
    ['none at all', [], 'needs one that serves'],
  ])('cannot be in the index with %s', (_, versions, message) => {
    const found = catalogueSchema.safeParse(catalogueOf({ ...entry, versions }));
    expect(found.error?.issues.map((issue) => issue.message)).toContain(message);
  });
});

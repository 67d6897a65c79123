import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const DOCS = join(import.meta.dirname, '../docs');

describe.each([
  ['escape-attempts.md', '', 40],
  ['security-self-check.md', 'S', 28],
] as const)('%s', (document, prefix, count) => {
  const rows = readFileSync(join(DOCS, document), 'utf8')
    .split('\n')
    .map((line) => ({ line, number: /^\| (\w?\d+) +\|/.exec(line)?.[1] ?? null }))
    .filter((row) => row.number !== null);

  it('has every number once', () => {
    expect(rows.map(({ number }) => number)).toEqual(
      Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`),
    );
  });

  it.each(rows)('$number is shown by tests that exist', ({ line }) => {
    const named = [...line.matchAll(/\]\(([^)]+)\) “([^”]+)”/g)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, file = '', title = ''] of named)
      expect(readFileSync(join(DOCS, file), 'utf8'), title).toContain(title);
  });
});

it.each(['../README.md', 'handbook.zh-CN.md'])('%s shows pictures that are there', (document) => {
  const shown = [...readFileSync(join(DOCS, document), 'utf8').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)];
  expect(shown.length).toBeGreaterThan(0);
  const folder = join(DOCS, document, '..');
  expect(shown.map(([, file = '']) => file).filter((file) => !existsSync(join(folder, file)))).toEqual([]);
});

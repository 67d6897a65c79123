import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const DOCS = join(import.meta.dirname, '../docs');
const ATTEMPTS = 40;

const rows = readFileSync(join(DOCS, 'escape-attempts.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ +\|/.test(line));

it('names all attempts', () => {
  expect(rows.map((row) => Number.parseInt(row.slice(2), 10))).toEqual(
    Array.from({ length: ATTEMPTS }, (_, index) => index + 1),
  );
});

it.each(rows.map((row) => [Number.parseInt(row.slice(2), 10), row] as const))(
  'attempt %i is shown by tests that exist',
  (_number, row) => {
    const named = [...row.matchAll(/\]\(([^)]+)\) “([^”]+)”/g)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, file = '', title = ''] of named)
      expect(readFileSync(join(DOCS, file), 'utf8'), title).toContain(title);
  },
);

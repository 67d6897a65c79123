import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { MissingCharacters } from './missing-characters.ts';

function folder(): string {
  const place = mkdtempSync(join(tmpdir(), 'tongban-missing-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  return place;
}
function open(place: string) {
  const log: string[] = [];
  const missing = new MissingCharacters(place, (event, facts) =>
    log.push(JSON.stringify({ event, ...facts })),
  );
  return { missing, log };
}

it('what citizens did not find is counted over a restart, with the day and no more', () => {
  const place = folder();
  const { missing, log } = open(place);
  missing.notFound({ at: 'question', by: 'writing' });
  missing.notFound({ at: 'hotline', by: 'pinyin' });
  const today = new Date().toISOString().slice(0, 10);
  expect(open(place).missing.facts).toMatchObject({ notFound: 2, undrawable: [] });
  expect([missing.facts.lastDay, log[0]]).toEqual([
    today,
    '{"event":"character.not-found","part":"question","by":"writing"}',
  ]);
});

it('a code point that was not printed is told once, alone and in no order of time', () => {
  const place = folder();
  const { missing, log } = open(place);
  missing.notPrinted(['𪜀', '𠮷']);
  missing.notPrinted(['𠮷']);
  missing.notPrinted([]);
  expect(open(place).missing.facts.undrawable).toEqual(['U+20BB7', 'U+2A700']);
  expect(readFileSync(join(place, 'missing-characters.json'), 'utf8')).toBe(
    '{"notFound":0,"lastDay":null,"undrawable":["U+20BB7","U+2A700"]}',
  );
  expect(log).toEqual([]);
});

it('a file that cannot be read begins anew; a folder that takes nothing is logged, and counted for now', () => {
  const place = folder();
  writeFileSync(join(place, 'missing-characters.json'), '{"notFound":-1');
  expect(open(place).missing.facts).toEqual({ notFound: 0, lastDay: null, undrawable: [] });
  const { missing, log } = open(join(place, 'gone'));
  missing.notPrinted(['𠮷']);
  expect([missing.facts.undrawable, log]).toEqual([
    ['U+20BB7'],
    ['{"event":"missing-characters.not-kept","error":"ENOENT"}'],
  ]);
});

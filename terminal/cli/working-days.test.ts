import { expect, it } from 'vitest';
import { createIo } from './io.ts';
import { tongban } from './test-support.ts';
import { addWorkingDaysCommand } from './working-days/add.ts';

it('the last day of a limit is one line for programs and nothing else', async () => {
  const run = await tongban('working-days', 'add', '2026-02-13', '2', '--json');
  expect([run.code, run.stdout]).toEqual([0, '{"date":"2026-02-24","provisional":false}\n']);
});

it('a negative count goes back, wherever it stands', async () => {
  for (const args of [
    ['2026-10-09', '-5', '--json'],
    ['2026-10-09', '--json', '-5'],
  ]) {
    const run = await tongban('working-days', 'add', ...args);
    expect([run.code, run.json()]).toEqual([0, { date: '2026-09-24', provisional: false }]);
  }
});

it('people read the day, and that it may still move', async () => {
  const certain = await tongban('working-days', 'add', '2026-09-30', '2');
  expect([certain.code, certain.stdout]).toEqual([0, '2026-10-09\n']);
  const run = await tongban('working-days', 'add', '2026-12-30', '2', '--lang', 'en');
  expect(run.stdout).toMatch(/^2027-01-04\nProvisional: /);
  const json = await tongban('working-days', 'add', '2026-12-30', '2', '--json');
  expect(json.json()).toEqual({ date: '2027-01-04', provisional: true });
});

it.each([
  ['a day that no calendar has', ['2026-02-30', '1'], '"2026-02-30" is no date'],
  ['a count that is no number', ['2026-02-13', 'two'], 'The count "two"'],
  ['a count that is no whole number', ['2026-02-13', '1.5'], 'The count "1.5"'],
  ['a count beyond all limits', ['2026-02-13', '99999'], 'too many'],
  ['nothing to count', ['2026-02-13'], 'It takes a date and a count'],
  ['too much', ['2026-02-13', '1', '2'], 'It takes a date and a count'],
])('%s is refused with words', (_, operands, words) => {
  const io = createIo({ json: true, english: true });
  expect(() => addWorkingDaysCommand.run({ values: {}, operands }, io)).toThrow(words);
});

it('a refusal says how to write it', async () => {
  const run = await tongban('working-days', 'add', '2026-02-13', 'two', '--json', '--lang', 'en');
  expect([run.code, run.json()]).toEqual([
    ...[2, { ok: false, reason: 'usage', next: 'Usage: tongban working-days add DATE COUNT' }],
  ]);
});

import { expect, it, onTestFinished } from 'vitest';
import { ZINNIA, type HandwritingSettings } from '../handwriting/index.ts';
import { openHandwriting } from './handwriting.ts';

const TEN = [
  [
    [100, 500],
    [900, 500],
  ],
  [
    [500, 100],
    [500, 900],
  ],
] as const;

function open(settings: HandwritingSettings | null) {
  const log: string[] = [];
  let changes = 0;
  const opened = openHandwriting(
    settings,
    (event, facts) => log.push(JSON.stringify({ event, ...facts })),
    Promise.resolve(),
  );
  onTestFinished(() => opened.close());
  opened.handwriting.onChange(() => (changes += 1));
  return { ...opened, log, changes: () => changes };
}

it('a program with a model makes handwriting available', async () => {
  const { handwriting, log, changes } = open(ZINNIA);
  expect(handwriting.available).toBe(false);
  await expect.poll(() => handwriting.available).toBe(true);
  expect((await handwriting.recognise(TEN))?.slice(0, 3)).toContain('十');
  expect([changes(), log]).toEqual([1, []]);
});

it.each([
  ['program', { ...ZINNIA, program: 'no-such-recogniser' }, 'missing'],
  ['model', { ...ZINNIA, arguments: ['-m', '/no/such/model', '-n', '{best}'] }, 'failed'],
])(
  'without the %s there is none, which is logged once and says nothing of what is written',
  async (_, settings, reason) => {
    const { handwriting, log, changes } = open(settings);
    await expect.poll(() => log).toEqual([`{"event":"handwriting.unavailable","reason":"${reason}"}`]);
    expect(await handwriting.recognise(TEN)).toBeNull();
    expect([handwriting.available, changes(), log.length]).toEqual([false, 0, 1]);
  },
);

it('a terminal without the setting reads none', async () => {
  const { handwriting, log } = open(null);
  expect([handwriting.available, await handwriting.recognise(TEN), log]).toEqual([false, null, []]);
});

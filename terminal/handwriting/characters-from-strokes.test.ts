import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Handwriting, ZINNIA, type HandwritingSettings, type Stroke } from './index.ts';

const ONE: readonly Stroke[] = [
  [
    [100, 500],
    [900, 500],
  ],
];
const TWO: readonly Stroke[] = [
  [
    [300, 300],
    [700, 300],
  ],
  [
    [100, 700],
    [900, 700],
  ],
];

function open(settings: HandwritingSettings): Handwriting {
  const handwriting = new Handwriting(settings);
  onTestFinished(() => handwriting.stop());
  return handwriting;
}

/** A program in the place of zinnia; `$PLACE` is a folder of its own, `answer` writes a list as zinnia does. */
function programOf(script: string): HandwritingSettings & { readonly place: string } {
  const place = mkdtempSync(join(tmpdir(), 'tongban-handwriting-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const program = join(place, 'engine');
  const answer = `answer() { echo 'Answer: '; for each in $(seq 20); do echo "$1 0.5"; done; }`;
  writeFileSync(program, `#!/bin/sh\nPLACE=${place}\n${answer}\necho $$ >> $PLACE/pids\n${script}\n`);
  chmodSync(program, 0o755);
  return { ...ZINNIA, program, place };
}
const startsOf = (place: string): number[] =>
  readFileSync(join(place, 'pids'), 'utf8').trim().split('\n').map(Number);
const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // Killed and not yet waited for by its parent is as good as gone.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.[0] === 'Z';
  } catch {
    return true;
  }
};

describe('zinnia', () => {
  it.each([
    ['一', ONE],
    ['二', TWO],
  ] as const)('finds %s first', async (character, strokes) => {
    const recognised = await open(ZINNIA).recognise(strokes);
    expect(recognised).toMatchObject({ ok: true });
    expect(recognised.ok && recognised.candidates).toHaveLength(20);
    expect(recognised.ok && recognised.candidates[0]).toBe(character);
  });

  it('finds the same wherever in the square it stands, and however small', async () => {
    const small = TWO.map((stroke) => stroke.map(([x, y]) => [x / 4, y / 4] as const));
    const handwriting = open(ZINNIA);
    const large = await handwriting.recognise(TWO);
    expect(await handwriting.recognise(small)).toEqual(large);
  });

  it('says something of a dot, and of 64 strokes of 64 points', async () => {
    const handwriting = open({ ...ZINNIA, timeLimitMs: 30_000 });
    expect(await handwriting.recognise([[[500, 500]]])).toMatchObject({ ok: true });
    const scribble = Array.from({ length: 64 }, (_, stroke) =>
      Array.from(
        { length: 64 },
        (__, point) => [(point * 379) % 1001, (stroke * 613 + point * 97) % 1001] as const,
      ),
    );
    expect(await handwriting.recognise(scribble)).toMatchObject({ ok: true });
  });
});

it('one program serves one character after the other', async () => {
  const engine = programOf('while read line; do answer 字; done');
  const handwriting = open(engine);
  for (let each = 0; each < 3; each += 1)
    expect(await handwriting.recognise(ONE)).toEqual({ ok: true, candidates: ['字'] });
  expect(startsOf(engine.place)).toHaveLength(1);
});

it('nothing of what was written stands in the arguments', async () => {
  const engine = programOf('echo "$@" > $PLACE/arguments; while read line; do answer 字; done');
  await open(engine).recognise(ONE);
  expect(readFileSync(join(engine.place, 'arguments'), 'utf8')).toBe(
    `-m ${ZINNIA.arguments[1] ?? ''} -n 20\n`,
  );
});

it('of strokes that follow each other quickly only the last are answered, and what lies between is not asked', async () => {
  const engine = programOf('while read line; do echo "$line" >> $PLACE/lines; answer 字; done');
  const handwriting = open(engine);
  const answers = await Promise.all([ONE, TWO, ONE, TWO].map((strokes) => handwriting.recognise(strokes)));
  const superseded = { ok: false, why: 'superseded' };
  expect(answers).toEqual([superseded, superseded, superseded, { ok: true, candidates: ['字'] }]);
  expect(readFileSync(join(engine.place, 'lines'), 'utf8').trim().split('\n')).toHaveLength(1);
});

it.each([
  ['ends in the middle of a character', 'read line; echo "Answer: "; exit 1', 'failed'],
  ['ends before it reads anything', 'exit 1', 'failed'],
  ['writes what is no answer', 'read line; echo "no such model"; exec sleep 60', 'failed'],
  ['writes without end', 'read line; exec yes "字 0.5"', 'failed'],
  ['hangs', 'read line; sleep 60 & echo $! > $PLACE/child; wait', 'timed-out'],
])('a program that %s is ended, and another one recognises the next', async (_, script, why) => {
  const engine = programOf(
    `if [ -e $PLACE/once ]; then while read line; do answer 字; done; fi; touch $PLACE/once; ${script}`,
  );
  const handwriting = open({ ...engine, timeLimitMs: 1500 });
  expect(await handwriting.recognise(ONE)).toEqual({ ok: false, why });
  expect(await handwriting.recognise(ONE)).toEqual({ ok: true, candidates: ['字'] });
  const [first, ...later] = startsOf(engine.place);
  expect(later).toHaveLength(1);
  await expect.poll(() => isGone(first ?? 0)).toBe(true);
  const child = join(engine.place, 'child');
  if (existsSync(child)) await expect.poll(() => isGone(Number(readFileSync(child, 'utf8')))).toBe(true);
});

it('while nobody writes no program runs; the next character starts another', async () => {
  const engine = programOf('while read line; do answer 字; done');
  const handwriting = open(engine);
  await handwriting.recognise(ONE);
  handwriting.rest();
  await expect.poll(() => startsOf(engine.place).every(isGone)).toBe(true);
  expect(await handwriting.recognise(ONE)).toEqual({ ok: true, candidates: ['字'] });
  expect(startsOf(engine.place)).toHaveLength(2);
});

it('a program that ends between two characters is started again', async () => {
  const engine = programOf('read line; answer 字');
  const handwriting = open(engine);
  await handwriting.recognise(ONE);
  await expect.poll(() => startsOf(engine.place).every(isGone)).toBe(true);
  // Its end may not have been told yet: then this one fails, and the next does not.
  const next = await handwriting.recognise(ONE);
  expect(next.ok || (await handwriting.recognise(ONE)).ok).toBe(true);
});

it('a program that is not there is told from one that fails', async () => {
  const missing = { ok: false, why: 'missing' };
  expect(await open({ ...ZINNIA, program: 'no-such-recogniser' }).recognise(ONE)).toEqual(missing);
  const noModel = { ...ZINNIA, arguments: ['-m', '/no/such/model'] };
  expect(await open(noModel).recognise(ONE)).toEqual({ ok: false, why: 'failed' });
});

it('stop ends the program and what it was at', async () => {
  const engine = programOf('exec sleep 60');
  const handwriting = open({ ...engine, timeLimitMs: 60_000 });
  const asked = handwriting.recognise(ONE);
  await expect.poll(() => existsSync(join(engine.place, 'pids'))).toBe(true);
  handwriting.stop();
  expect(await asked).toEqual({ ok: false, why: 'superseded' });
  await expect.poll(() => startsOf(engine.place).every(isGone)).toBe(true);
});

import { MAX_WRITTEN_STROKES, parseCall } from '@tongban/contract';
import { expect, it, onTestFinished } from 'vitest';
import { allowanceAnswers, sessionAtWork, woman70 } from '../testing/session-at-work.ts';

const STROKES: [number, number][][] = [
  [
    [100, 500],
    [917, 503],
  ],
];

/** Handwriting that answers what a test says, and remembers how much it was asked. */
function handwritingAtHand() {
  const listeners = new Set<() => void>();
  return {
    available: true,
    answer: ['龘'] as readonly string[] | null,
    recognise() {
      return Promise.resolve(this.answer);
    },
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    breaks() {
      this.available = false;
      for (const listener of listeners) listener();
    },
  };
}

function begin() {
  const handwriting = handwritingAtHand();
  const work = sessionAtWork({ handwriting });
  onTestFinished(() => work.stop());
  return { ...work, handwriting };
}

it('strokes become candidates; neither reaches view or log', async () => {
  const { session, log, identify } = begin();
  await identify('老年综合津贴（示例）', woman70);
  expect(session.view().handwriting).toBe(true);
  expect(await session.recognise(STROKES)).toEqual({ candidates: ['龘'] });
  expect(JSON.stringify(session.view()) + log.join()).not.toMatch(/龘|917|503/);
});

it('what is not recognised is no answer, and a program that is gone is not offered any more', async () => {
  const { session, handwriting } = begin();
  handwriting.answer = null;
  expect(await session.recognise(STROKES)).toBeNull();
  const views: boolean[] = [];
  session.onView((view) => views.push(view.handwriting));
  handwriting.breaks();
  expect(views).toEqual([false]);
});

it.each([
  ['no stroke', []],
  ['an empty stroke', [[]]],
  ['a hundred strokes', Array.from({ length: 100 }, () => STROKES[0])],
  ['a stroke of a hundred points', [Array.from({ length: 100 }, () => [1, 1])]],
  ['a place beside the square', [[[1001, 0]]]],
  ['a broken number', [[[0.5, 0]]]],
])('%s is refused, without a word of what was written', (_, strokes) => {
  const call = parseCall('handwriting.recognise', { strokes });
  expect(call).toMatchObject({ ok: false });
  expect(JSON.stringify(call)).not.toContain('1001');
});

it('as many strokes as the most difficult character has are taken', () => {
  const strokes = Array.from({ length: MAX_WRITTEN_STROKES }, () => STROKES[0]);
  expect(parseCall('handwriting.recognise', { strokes })).toMatchObject({ ok: true });
});

it('a character that is not found is told with its place alone, where something is typed', async () => {
  const { session, missing, identify } = begin();
  session.reportMissing('pinyin');
  expect(missing).toEqual([]);
  session.start();
  session.reportMissing('pinyin');
  await identify('老年综合津贴（示例）', woman70);
  session.reportMissing('writing');
  expect(missing).toEqual(['choose pinyin', 'question writing']);
});

it('what the slip could not print is told by its characters', async () => {
  const { session, missing, printer, identify, fillIn, until } = begin();
  printer.outcomes = [{ kind: 'printed', paperNearEnd: false, undrawable: ['𪜀'] }];
  await identify('老年综合津贴（示例）', woman70);
  await fillIn(allowanceAnswers);
  await until('review');
  session.submit();
  await until('done');
  await expect.poll(() => missing).toEqual(['𪜀']);
});

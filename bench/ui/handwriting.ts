import { Handwriting, ZINNIA } from '../../terminal/handwriting/index.ts';
import { commonCharacters, drawn, hand } from '../../terminal/handwriting/testing/drawn.ts';
import type { Result } from '../result.ts';

/** Candidates that come within so long seem to come with the finger (RAIL: 100 ms), and core and page need some of it. */
const GOAL_MS = 60;
const EVERY = 19;

/** Draws common characters stroke by stroke, as they are asked for while a finger writes, through the real program. */
export async function measureHandwriting(): Promise<Result[]> {
  const handwriting = new Handwriting(ZINNIA);
  const deviation = hand(7);
  const times: number[] = [];
  let found = 0;
  const characters = commonCharacters(EVERY);
  try {
    for (const character of characters) {
      const strokes = drawn(character, deviation);
      for (let count = 1; count <= strokes.length; count += 1) {
        const before = performance.now();
        const recognised = await handwriting.recognise(strokes.slice(0, count));
        times.push(performance.now() - before);
        if (!recognised.ok) throw new Error(`not recognised: ${recognised.why}`);
        if (count === strokes.length && recognised.candidates.slice(0, 10).includes(character)) found += 1;
      }
    }
  } finally {
    handwriting.stop();
  }
  times.sort((a, b) => a - b);
  return [
    {
      ...{ name: 'handwriting-p95', value: times[Math.floor(times.length * 0.95)] ?? null },
      ...{ unit: 'ms', goal: GOAL_MS, better: 'lower' },
    },
    {
      ...{ name: 'handwriting-in-first-ten', value: (100 * found) / characters.length },
      ...{ unit: '%', goal: 85, better: 'higher' },
    },
  ];
}

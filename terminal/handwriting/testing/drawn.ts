import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Stroke } from '../zinnia.ts';

/** Characters as a person draws them: the middle lines of hanzi-writer-data (Arphic Public License), unsteadily. */

const { resolve } = createRequire(import.meta.url);
/** The data's square is 1,024 wide, with y upwards from 124 below the line. */
const TOP = 900;
const SIDE = 1000;
/** How unsteady: places of strokes and of points deviate by about so much. */
const STROKE_DEVIATION = 22;
const POINT_DEVIATION = 6;

/** Deviations that are the same each time. */
export function hand(seed: number): () => number {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / (2 ** 32 + 1);
  };
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

/**
 * Draws a character in the usual order of its strokes.
 * @param size of the part of the square that it fills, from the upper left corner
 */
export function drawn(character: string, deviation: () => number, size = 1): Stroke[] {
  const file = resolve(`hanzi-writer-data/${character}.json`);
  const { medians } = JSON.parse(readFileSync(file, 'utf8')) as { medians: [number, number][][] };
  const within = (at: number) => Math.round(Math.min(Math.max(at * size, 0), SIDE));
  return medians.map((median) => {
    const [right, down] = [deviation() * STROKE_DEVIATION, deviation() * STROKE_DEVIATION];
    return median.map(([x, y]) => [
      within(x + right + deviation() * POINT_DEVIATION),
      within(TOP - y + down + deviation() * POINT_DEVIATION),
    ]);
  });
}

/** Every so many of the 3,755 characters of level 1 of GB 2312, the ones in use. */
export function commonCharacters(every: number): string[] {
  const gb2312 = new TextDecoder('gb2312');
  const cells = Array.from({ length: 3755 }, (_, index) =>
    gb2312.decode(Uint8Array.of(0xb0 + Math.floor(index / 94), 0xa1 + (index % 94))),
  );
  return cells.filter((_, index) => index % every === 0);
}

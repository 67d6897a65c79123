/**
 * The format of zinnia's command line (https://taku910.github.io/zinnia/), pure: a character a line as an s-expression;
 * the answer is a line "Answer: " and then a line "character score" for each of the best, the likeliest first.
 */

/** A place in a square of SIDE × SIDE, from its upper left corner. */
export type Point = readonly [x: number, y: number];
export type Stroke = readonly Point[];

export const SIDE = 1000;
/** Asked for and answered each time: the program does not say where an answer ends. */
export const BEST = 20;
const HEADING = 'Answer: ';
const LINES_AN_ANSWER = BEST + 1;
const LONGEST_LINE = 100;

/**
 * The room that a character takes in the square. The model knows characters by where their strokes stand, and was made
 * of ones that leave a wide margin: a small one in a corner is found as often as a large one only when it is moved there.
 */
const MARGIN = 250;

/** The strokes at the place and in the size in which the model knows characters; their shape stays. */
export function centred(strokes: readonly Stroke[]): Stroke[] {
  const { left, top, width, height } = boxOf(strokes);
  const scale = (SIDE - 2 * MARGIN) / Math.max(width, height, 1);
  const place = (at: number, from: number, length: number) =>
    Math.round((at - from) * scale + (SIDE - length * scale) / 2);
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [place(x, left, width), place(y, top, height)] as const),
  );
}

const STROKES_OF_WALK = 3;

/**
 * The orders of strokes to ask for. The model knows 辶 and 廴 as written first and the frame of 区 as closed second, and
 * everybody writes both last: what ends so is asked for as the model knows it as well.
 */
export function orders(strokes: readonly Stroke[]): (readonly Stroke[])[] {
  const { left, top, width, height } = boxOf(strokes);
  const last = (strokes.at(-1) ?? []).map(
    ([x, y]) => [(x - left) / Math.max(width, 1), (y - top) / Math.max(height, 1)] as const,
  );
  const [begin, end] = [last.at(0), last.at(-1)];
  // It sweeps along the bottom to the right.
  if (!begin || !end || begin[0] > 0.4 || end[0] < 0.8 || end[1] < 0.75) return [strokes];
  const isFrame = begin[1] < 0.4 && last.some(([x, y]) => x < 0.3 && y > 0.7);
  if (isFrame && strokes.length > 2)
    return [strokes, [...strokes.slice(0, 1), ...strokes.slice(-1), ...strokes.slice(1, -1)]];
  if (isFrame || strokes.length < STROKES_OF_WALK + 2) return [strokes];
  return [strokes, [...strokes.slice(-STROKES_OF_WALK), ...strokes.slice(0, -STROKES_OF_WALK)]];
}

function boxOf(strokes: readonly Stroke[]): { left: number; top: number; width: number; height: number } {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** One line that asks for one character. */
export function lineOf(strokes: readonly Stroke[]): string {
  const written = strokes.map((stroke) => `(${stroke.map(([x, y]) => `(${x} ${y})`).join('')})`).join('');
  return `(character (width ${SIDE}) (height ${SIDE}) (strokes ${written}))\n`;
}

/**
 * Reads so many answers.
 * @returns null while some of them is still to come
 */
export function readAnswers(text: string, count: number): string[][] | 'garbage' | null {
  const lines = text.split('\n');
  const begun = lines.pop() ?? '';
  const answers: string[][] = [];
  for (const [index, line] of lines.entries()) {
    const isHeading = index % LINES_AN_ANSWER === 0;
    const character = /^(\S+) -?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/.exec(line)?.[1] ?? '';
    if (isHeading && line === HEADING) answers.push([]);
    else if (!isHeading && [...character].length === 1) answers.at(-1)?.push(character);
    else return 'garbage';
  }
  if (lines.length > count * LINES_AN_ANSWER || begun.length > LONGEST_LINE) return 'garbage';
  return lines.length === count * LINES_AN_ANSWER ? answers : null;
}

/** The candidates of several answers: the first of each, the second of each, and none twice. */
export function merged(answers: readonly (readonly string[])[]): string[] {
  const ranks = Array.from({ length: BEST }, (_, rank) => answers.map((answer) => answer[rank] ?? ''));
  return [...new Set(ranks.flat())].filter((character) => character !== '').slice(0, BEST);
}

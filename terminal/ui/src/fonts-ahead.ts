import { attractZh } from './texts/attract.ts';
import { catalogue } from './texts.ts';

/**
 * Loads the pieces of the font that the first screen needs. Laid out without them, each of its characters is looked for in
 * every font of the system, which takes longer than loading them, and it would be drawn twice.
 */
export async function loadFontsOfAttract(): Promise<void> {
  await Promise.all(piecesWith(new Set(textOf(attractZh))).map(load));
}

/**
 * Loads the pieces of the font that the screens' own words need, one at a time and only while nothing else is to be
 * done. Each window begins without any, and a piece that is asked for by the first look at a screen draws it twice,
 * 100 ms apart and more.
 */
export async function loadFontsAhead(): Promise<void> {
  const idle = (): Promise<unknown> => new Promise((resolve) => requestIdleCallback(resolve));
  await idle();
  for (const piece of piecesWith(charactersOfScreens())) {
    if (piece.status === 'loaded') continue;
    await load(piece);
    await idle();
  }
}

/** A piece that is not there is not missed here: the screen that needs it falls back to the next font. */
async function load(piece: FontFace): Promise<void> {
  await piece.load().catch(() => undefined);
}

/**
 * The pieces in which some of the characters stand. `document.fonts` knows them too, but for each question it looks for every family
 * of the list in the system, half a second for the words of the screens.
 */
function piecesWith(characters: ReadonlySet<string>): FontFace[] {
  const codes = [...characters].map((character) => character.codePointAt(0) ?? 0).toSorted((a, b) => a - b);
  return [...document.fonts].filter(({ unicodeRange }) =>
    unicodeRange.split(',').some((range) => {
      const [from = 0, to = from] = range
        .trim()
        .replace(/^U\+/i, '')
        .split('-')
        .map((code) => Number.parseInt(code, 16));
      return isBetween(codes, from, to);
    }),
  );
}

/** @param codes in ascending order */
function isBetween(codes: readonly number[], from: number, to: number): boolean {
  let [low, high] = [0, codes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((codes[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const first = codes[low];
  return first !== undefined && first <= to;
}

/** Every character that the screens say of themselves. */
export function charactersOfScreens(): ReadonlySet<string> {
  return new Set(textOf([catalogue.en, catalogue['zh-CN']]));
}

/** A text that is composed stands in its function, as written there. */
function textOf(texts: unknown): string {
  if (typeof texts === 'string' || typeof texts === 'function') return String(texts);
  return typeof texts === 'object' && texts !== null ? Object.values(texts).map(textOf).join('') : '';
}

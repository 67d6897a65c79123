import { attractZh } from './texts/attract.ts';
import { catalogue } from './texts.ts';

/**
 * Loads the pieces of the font that the first screen needs. Laid out without them, each of its characters is looked for in
 * every font of the system, which takes longer than loading them, and it would be drawn twice.
 */
export async function loadFontsOfAttract(): Promise<void> {
  await Promise.all(piecesWith(charactersOfAttract()).map(load));
}

/** The family of the pieces in which nothing stands that the screens say of themselves (build/font-tiers.ts). */
const SELDOM = /Seldom/;

/** Of a program; `${` and the backtick alone would have two pieces loaded. */
const SIGNS = /[`${}=>;]/g;

/** Each piece has the page laid out once more: a touch on the first picture comes first. */
const TOUCH_FIRST_MS = 1500;

/**
 * Loads the pieces of the font that the screens' own words need, one at a time and only while nothing else is to be
 * done. Each window begins without any, and a piece that is asked for by the first look at a screen draws it twice,
 * 100 ms apart and more.
 */
export async function loadFontsAhead(): Promise<void> {
  const idle = (): Promise<unknown> => new Promise((resolve) => requestIdleCallback(resolve));
  await new Promise((resolve) => setTimeout(resolve, TOUCH_FIRST_MS));
  for (const piece of piecesWith(charactersOfScreens())) {
    if (piece.status === 'loaded') continue;
    await idle();
    await load(piece);
  }
}

/** A piece that is not there is not missed here: the screen that needs it falls back to the next font. */
async function load(piece: FontFace): Promise<void> {
  // Its status says 'error', and the browser draws from the next family of the list.
  await piece.load().catch(() => undefined);
}

/**
 * The pieces in which some of the characters stand. `document.fonts` knows them too, but for each question it looks for every family
 * of the list in the system, half a second for the words of the screens.
 */
function piecesWith(characters: ReadonlySet<string>): FontFace[] {
  // The last in the sheet are needed most. To ask all hundred for their range takes 50 ms of the first picture.
  return [...document.fonts]
    .toReversed()
    .filter((piece) => !SELDOM.test(piece.family) && isWithin(piece.unicodeRange, characters));
}

/** Every character that the greeting says of itself. */
export function charactersOfAttract(): ReadonlySet<string> {
  return charactersOf(attractZh);
}

/** Every character that the screens say of themselves. */
export function charactersOfScreens(): ReadonlySet<string> {
  return charactersOf(catalogue);
}

/** Every character of texts; those of one that is composed stand in its function, as written there. */
function charactersOf(texts: unknown): ReadonlySet<string> {
  return new Set(textOf(texts));
}

function textOf(texts: unknown): string {
  if (typeof texts === 'string') return texts;
  if (typeof texts === 'function') return String(texts).replace(SIGNS, '');
  return typeof texts === 'object' && texts !== null ? Object.values(texts).map(textOf).join('') : '';
}

/**
 * Whether one of the characters is in the range.
 * @param unicodeRange as CSS has it: `U+4E00-4E0F, U+5B57`
 */
export function isWithin(unicodeRange: string, characters: ReadonlySet<string>): boolean {
  return unicodeRange.split(',').some((range) => {
    const [from = 0, to = from] = range
      .trim()
      .replace(/^U\+/i, '')
      .split('-')
      .map((code) => Number.parseInt(code, 16));
    for (let code = from; code <= to; code += 1) if (characters.has(String.fromCodePoint(code))) return true;
    return false;
  });
}

import { catalogue } from './texts.ts';

/**
 * Loads the pieces of the font that the screens' own words need, one at a time and only while nothing else is to be
 * done. Each window begins without any, and a piece that is asked for by the first look at a screen draws it twice,
 * 100 ms apart and more.
 */
export async function loadFontsAhead(): Promise<void> {
  const font = `1em ${getComputedStyle(document.documentElement).fontFamily}`;
  for (const character of charactersOfScreens()) {
    if (document.fonts.check(font, character)) continue;
    await new Promise((resolve) => requestIdleCallback(resolve));
    // A piece that is not there is not missed here: the screen that needs it falls back to the next font.
    await document.fonts.load(font, character).catch(() => []);
  }
}

/** Every character that the screens say of themselves, those of English first. */
export function charactersOfScreens(): ReadonlySet<string> {
  return new Set(wordsOf([catalogue.en, catalogue['zh-CN']]));
}

/** A text that is composed stands in its function, as written there. */
function wordsOf(texts: unknown): string {
  if (typeof texts === 'string' || typeof texts === 'function') return String(texts);
  return typeof texts === 'object' && texts !== null ? Object.values(texts).map(wordsOf).join('') : '';
}

import { attractZh } from './texts/attract.ts';
import { catalogue } from './texts.ts';

/**
 * Loads the pieces of the font that the first screen needs. Laid out without them, each of its characters is looked for in
 * every font of the system, which takes longer than loading them, and it would be drawn twice.
 */
export async function loadFontsOfAttract(): Promise<void> {
  await document.fonts.load(fontOfScreens(), wordsOf(attractZh)).catch(() => []);
}

/**
 * Loads the pieces of the font that the screens' own words need, one at a time and only while nothing else is to be
 * done. Each window begins without any, and a piece that is asked for by the first look at a screen draws it twice,
 * 100 ms apart and more.
 */
export async function loadFontsAhead(): Promise<void> {
  const idle = (): Promise<IdleDeadline> => new Promise((resolve) => requestIdleCallback(resolve));
  let time = await idle();
  const font = fontOfScreens();
  for (const character of charactersOfScreens()) {
    if (time.timeRemaining() < 1) time = await idle();
    if (document.fonts.check(font, character)) continue;
    // A piece that is not there is not missed here: the screen that needs it falls back to the next font.
    await document.fonts.load(font, character).catch(() => []);
    time = await idle();
  }
}

function fontOfScreens(): string {
  return `1em ${getComputedStyle(document.documentElement).fontFamily}`;
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

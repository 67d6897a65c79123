import { attractZh } from './texts/attract.ts';
import { catalogue } from './texts.ts';

/**
 * Loads the pieces of the font that the first screen needs. Laid out without them, each of its characters is looked for in
 * every font of the system, which takes longer than loading them, and it would be drawn twice.
 */
export async function loadFontsOfAttract(): Promise<void> {
  await document.fonts.load(fontOfScreens(), textOf(attractZh)).catch(() => []);
}

/** Each look at the fonts costs as much as these together; more would load too many pieces at once. */
const CHARACTERS_AT_ONCE = 8;

/**
 * Loads the pieces of the font that the screens' own words need, a few at a time and only while nothing else is to be
 * done. Each window begins without any, and a piece that is asked for by the first look at a screen draws it twice,
 * 100 ms apart and more.
 */
export async function loadFontsAhead(): Promise<void> {
  const idle = (): Promise<unknown> => new Promise((resolve) => requestIdleCallback(resolve));
  await idle();
  const font = fontOfScreens();
  const characters = [...charactersOfScreens()];
  for (let at = 0; at < characters.length; at += CHARACTERS_AT_ONCE) {
    const some = characters.slice(at, at + CHARACTERS_AT_ONCE).join('');
    if (document.fonts.check(font, some)) continue;
    // A piece that is not there is not missed here: the screen that needs it falls back to the next font.
    await document.fonts.load(font, some).catch(() => []);
    await idle();
  }
}

function fontOfScreens(): string {
  return `1em ${getComputedStyle(document.documentElement).fontFamily}`;
}

/** Every character that the screens say of themselves, those of English first. */
export function charactersOfScreens(): ReadonlySet<string> {
  return new Set(textOf([catalogue.en, catalogue['zh-CN']]));
}

/** A text that is composed stands in its function, as written there. */
function textOf(texts: unknown): string {
  if (typeof texts === 'string' || typeof texts === 'function') return String(texts);
  return typeof texts === 'object' && texts !== null ? Object.values(texts).map(textOf).join('') : '';
}

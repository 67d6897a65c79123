type Pinyin = typeof import('pinyin-pro').pinyin;

/** Null until somebody looks by typing: the words that tell sounds apart take a tenth of a second and some 16 MiB. */
let pinyin: Pinyin | null = null;

/** Makes {@link soundsOf} know. @returns whether that is new */
export async function learnSounds(): Promise<boolean> {
  if (pinyin) return false;
  ({ pinyin } = await import('pinyin-pro'));
  return true;
}

/** For each character its syllable without a tone, as it sounds in this text; null before {@link learnSounds}. */
export function soundsOf(text: string): readonly string[] | null {
  return pinyin?.(text, { type: 'array', toneType: 'none', v: true }) ?? null;
}

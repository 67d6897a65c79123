const characters = new Intl.Segmenter('zh-CN', { granularity: 'grapheme' });

/** Without the last character as a person sees it: a variant of a character or an accent goes with what it changes. */
export function lastCharacterOff(text: string): string {
  let last = 0;
  for (const { index } of characters.segment(text)) last = index;
  return text.slice(0, last);
}

import type { Matter } from '@tongban/kiosk-config/catalogue';

/**
 * Masking for display (GB/T 35273, 7.2): what is shown after it was given lets its owner recognise it and tells the
 * person behind little. Lengths count code points, so a rare character is one.
 */
type Mask = Matter['form']['fields'][number]['mask'];

const STAR = '*';

export function mask(kind: Mask, text: string): string {
  const characters = [...text];
  switch (kind) {
    case 'none':
      return text;
    case 'name':
      return maskName(text);
    case 'id-number':
      return keep(characters, 3, 4);
    case 'phone':
      return keep(characters, 3, 4);
    case 'account':
      return keep(characters, 0, 4);
    case 'address':
      // District and road stay, what stands behind them (number, room) does not.
      return characters.length <= 8 ? keep(characters, 2, 0) : keep(characters, 8, 0);
  }
}

/**
 * The first character stays; a name with an interpunct (阿依古丽·买买提) keeps its first part's first character. Of a Latin
 * name the first letter of its first and last part.
 */
export function maskName(name: string): string {
  const parts = name.split(/[\s,]+/).filter((part) => part !== '');
  if (/^\p{Script=Latin}/u.test(parts[0] ?? '')) {
    const shown = parts.length > 1 ? [parts[0]!, parts.at(-1)!] : parts;
    return shown.map((part) => [...part][0]! + STAR.repeat(3)).join(' ');
  }
  const [first = '', ...rest] = [...name.trim()];
  return first + STAR.repeat(Math.min(rest.length, 3));
}

function keep(characters: readonly string[], atStart: number, atEnd: number): string {
  const hidden = Math.max(characters.length - atStart - atEnd, 0);
  if (hidden === 0) return STAR.repeat(characters.length);
  return (
    characters.slice(0, atStart).join('') +
    STAR.repeat(hidden) +
    (atEnd === 0 ? '' : characters.slice(-atEnd).join(''))
  );
}

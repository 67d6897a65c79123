/** Punctuation that must not begin a line, and that must not end one. */
const NOT_FIRST = /^[，。、；：！？）》」』】〉”’…％,.;:!?)\]}%·]/u;
const NOT_LAST = /[（《「『【〈“‘(\[{]$/u;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * Breaks text into lines that `measure` finds no wider than `width`: Chinese between any two characters (never before a
 * closing mark or after an opening one), words and numbers only where they do not fit on a line of their own.
 */
export function breakLines(text: string, measure: (text: string) => number, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => breakParagraph(paragraph, measure, width));
}

function breakParagraph(text: string, measure: (text: string) => number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of unbreakablePieces(text)) {
    if (measure((line + piece).trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = '';
    for (const part of measure(piece.trimEnd()) <= width ? [piece] : splitGraphemes(piece)) {
      if (line !== '' && measure(line + part) > width) {
        lines.push(line);
        line = '';
      }
      line += line === '' ? part.trimStart() : part;
    }
  }
  lines.push(line.trimEnd());
  return lines;
}

function unbreakablePieces(text: string): string[] {
  const pieces: string[] = [];
  // A run of ASCII with the spaces after it is a word; everything else can be broken between any two characters.
  for (const [run] of text.matchAll(/[\x21-\x7e]+ *| +|[^\x20-\x7e]+/gu)) {
    for (const part of /^[\x20-\x7e]/u.test(run) ? [run] : splitGraphemes(run)) {
      const last = pieces.at(-1);
      if (last !== undefined && (NOT_FIRST.test(part) || NOT_LAST.test(last))) {
        pieces[pieces.length - 1] = last + part;
      } else pieces.push(part);
    }
  }
  return pieces;
}

export function splitGraphemes(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

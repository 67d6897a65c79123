import type { Language } from '@tongban/contract';
import { catalogue, type Texts } from '../texts.ts';

/** The words that are said beside those of the screens, and the marks at which a voice rests. */
export type Spoken = Texts['spoken'] & {
  readonly pause: string;
  readonly stop: string;
  readonly colon: string;
};

export const spokenIn: Readonly<Record<Language, Spoken>> = {
  'zh-CN': { ...catalogue['zh-CN'].spoken, pause: '，', stop: '。', colon: '：' },
  en: { ...catalogue.en.spoken, pause: ', ', stop: '. ', colon: ': ' },
};

/** Nobody waits for the sound of a whole page: the first sentences are heard while the others are made. */
const PIECE_CHARACTERS = 60;

/** What is shown masked: its visible ends tell a bystander who is near enough to hear something too. */
const MASKED = /[^\s，。：；、,;:.]*[*＊•]+[^\s，。：；、,;:.]*/g;
/** Nobody says the number of a card as a quantity. */
const NUMBER = /[A-Za-z]{0,4}\d{5,}[A-Za-z\d]*/g;
/** A lookup code: group by group, as one writes it down. */
const CODE = /\b[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){2}\b/g;
const YEAR = /\b(\d{4})(?=\s*年)/g;

/**
 * How a text of the screens is said: numbers digit by digit, and masked values as that.
 * @param toHeadset then what is shown of a masked value is said too
 */
export function pronounce(text: string, t: Spoken, toHeadset: boolean): string {
  return (
    text
      .replace(/¥(\d+)(?:\.(\d\d))?/g, (_all, whole: string, rest = '00') =>
        t.yuan(rest === '00' ? whole : `${whole}.${rest}`),
      )
      .replace(MASKED, (value) => (toHeadset ? withVisibleEnds(value, t) : t.masked))
      .replace(CODE, (code) => code.split('-').map(spelled).join(t.pause))
      .replace(NUMBER, spelled)
      .replace(YEAR, spelled)
      .replace(/(?<=\d)\s*[–—]\s*(?=\d)/g, ` ${t.to} `)
      .replace(/\s*[·　]\s*/g, t.pause)
      // Otherwise a full stop is said as "dot".
      .replace(/(?<=[a-z][.!?])(?=[A-Z])/g, ' ')
      .replace(/[^\S\n]+/g, ' ')
      .trim()
  );
}

/** A masked value as it is seen: its ends, and between them that something is masked. */
function withVisibleEnds(value: string, t: Spoken): string {
  const parts = value.split(/([*＊•]+)/).filter((part) => part !== '');
  const said = parts.map((part) =>
    /^[*＊•]/.test(part) ? t.masked : part.replace(/\d[\dA-Za-z]*/g, spelled),
  );
  return said.join(t.pause);
}

/** One by one. */
export function spelled(text: string): string {
  return [...text].join(' ');
}

/** Cut behind sentences, or where a sentence is too long behind whatever comes last. */
export function inPieces(text: string): string[] {
  const pieces: string[] = [];
  for (const sentence of text.split(/(?<=[。！？；!?;\n])|(?<=\.\s)/u)) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + sentence.length <= PIECE_CHARACTERS) {
      pieces[pieces.length - 1] = last + sentence;
      continue;
    }
    let rest = sentence;
    while (rest.length > PIECE_CHARACTERS) {
      const head = rest.slice(0, PIECE_CHARACTERS);
      const cut = Math.max(...['，', '、', ', ', ' '].map((mark) => head.lastIndexOf(mark))) + 1;
      const end = cut > 0 ? cut : PIECE_CHARACTERS;
      pieces.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    if (rest.trim() !== '') pieces.push(rest);
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

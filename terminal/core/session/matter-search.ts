import { heardAs } from '@tongban/typing';
import { soundsOf } from './sounds.ts';

/** A text in both languages, as a matter document has it. */
interface Named {
  readonly zh: string;
  readonly en?: string | undefined;
}
/** What one matter is found by. */
export interface SearchedTexts {
  readonly name: Named;
  /** Its unit and its situations: they find it too, behind those whose names fit. */
  readonly beside: readonly Named[];
}

/** One character of a text and how it may be typed. */
interface Character {
  readonly text: string;
  /** Its syllable without a tone; a letter or a mark stands for itself. */
  readonly sound: string;
  /** What else the syllable may be heard as. */
  readonly heard: readonly string[];
}

/** The less, the better: what a letter too few, a sound heard wrongly and a word in the middle cost. */
const COST = { begun: 1, initial: 2, notAtBeginning: 4, notWholeName: 1, heard: 40, beside: 1000 } as const;
const INITIAL = /^(?:[zcs]h|[a-z])/;
/** What is found with characters left out between has to begin with at least as many together. */
const TOGETHER = 2;
const MARKS = /[\s'’（）()、，。,.·-]/g;

/** A text never changes while it is published; what was made of it goes when the publication goes. */
const known = new WeakMap<Named, readonly Character[]>();

/**
 * The matters that fit what was typed, best first; all of them while nothing is typed. Chinese names are found by
 * characters, whole or begun pinyin, initials, and all of these mixed (`老nian`, `lnjt`); English ones by the
 * beginnings of their words. What was typed in the other language, and what fits with characters left out, is found
 * only where nothing fits better. Pinyin finds once the sounds are learned.
 */
export function findMatters<T>(
  matters: readonly T[],
  textsOf: (matter: T) => SearchedTexts,
  typed: string,
  language: 'zh-CN' | 'en',
): T[] {
  const letters = plain(typed);
  if (letters === '') return [...matters];
  const words = typed
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const inChinese = (text: Named): number | null => chineseCost(charactersOf(text), letters);
  const inEnglish = ({ en }: Named): number | null => englishCost(en, words);
  const withGaps = (text: Named): number | null => gapCost(charactersOf(text), letters);
  const own = language === 'en' ? [inEnglish, inChinese] : [inChinese, inEnglish];
  for (const costOf of [...own, withGaps]) {
    const found = matters.flatMap((matter) => {
      const { name, beside } = textsOf(matter);
      const ofName = costOf(name);
      if (ofName !== null) return { matter, cost: ofName };
      const others = beside.flatMap((text) => costOf(text) ?? []);
      return others.length > 0 ? { matter, cost: COST.beside + Math.min(...others) } : [];
    });
    // Stable: equal ones stay in the order of the catalogue.
    if (found.length > 0) return found.toSorted((a, b) => a.cost - b.cost).map(({ matter }) => matter);
  }
  return [];
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(MARKS, '');
}

function charactersOf(text: Named): readonly Character[] {
  const before = known.get(text);
  if (before) return before;
  const zh = [...plain(text.zh)];
  const sounds = soundsOf(zh.join(''));
  const characters = zh.map((character, place): Character => {
    const sound = sounds?.[place] ?? character;
    return { text: character, sound, heard: sound === character ? [] : heardAs(sound) };
  });
  if (sounds) known.set(text, characters);
  return characters;
}

/** What it costs to read the letters as a part of the text without a gap; null when they are none. */
function chineseCost(characters: readonly Character[], letters: string): number | null {
  let best: number | null = null;
  for (let start = 0; start < characters.length; start += 1) {
    const read = costFrom(characters, start, letters, 0);
    if (!read) continue;
    const isWhole = start === 0 && read.end === characters.length;
    const cost = read.cost + (start > 0 ? COST.notAtBeginning : 0) + (isWhole ? 0 : COST.notWholeName);
    best = Math.min(best ?? cost, cost);
  }
  return best;
}

interface Read {
  readonly cost: number;
  /** Behind the last character that was read. */
  readonly end: number;
}

function costFrom(characters: readonly Character[], place: number, letters: string, at: number): Read | null {
  if (at === letters.length) return { cost: 0, end: place };
  const character = characters[place];
  if (!character) return null;
  let best: Read | null = null;
  for (const [taken, cost] of waysToType(character, letters, at)) {
    const rest = costFrom(characters, place + 1, letters, at + taken);
    if (rest && (!best || rest.cost + cost < best.cost)) best = { cost: rest.cost + cost, end: rest.end };
  }
  return best;
}

/** How many letters may stand for the character, and what the best way to read that many costs. */
function waysToType({ text, sound, heard }: Character, letters: string, at: number): Map<number, number> {
  const ways = new Map<number, number>();
  const add = (length: number, cost: number): void => {
    ways.set(length, Math.min(cost, ways.get(length) ?? cost));
  };
  if (letters.startsWith(text, at)) add(text.length, 0);
  if (sound === text) return ways;
  const left = letters.slice(at);
  for (const each of [sound, ...heard]) {
    const cost = each === sound ? 0 : COST.heard;
    if (left.startsWith(each)) add(each.length, cost);
    else if (each.startsWith(left)) add(left.length, cost + COST.begun);
    // `zh` may be typed as it is or as `z`.
    const [initial = ''] = INITIAL.exec(each) ?? [];
    for (const letter of [initial, initial.slice(0, 1)]) {
      if (letter !== '' && left.startsWith(letter)) add(letter.length, cost + COST.initial);
    }
  }
  return ways;
}

/** As {@link chineseCost}, with characters of the text left out at one place. */
function gapCost(characters: readonly Character[], letters: string): number | null {
  let best: number | null = null;
  for (let parted = 1; parted < letters.length; parted += 1) {
    for (let start = 0; start + TOGETHER < characters.length; start += 1) {
      const head = costFrom(characters, start, letters.slice(0, parted), 0);
      if (!head || head.end - start < TOGETHER) continue;
      for (let next = head.end + 1; next < characters.length; next += 1) {
        const tail = costFrom(characters, next, letters.slice(parted), 0);
        if (tail) best = Math.min(best ?? Infinity, head.cost + tail.cost + next - head.end);
      }
    }
  }
  return best;
}

/** Each word that was typed begins one of the text; null when one of them does not. */
function englishCost(text: string | undefined, typed: readonly string[]): number | null {
  const words = text?.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const places = typed.map((each) => words.findIndex((word) => word.startsWith(each)));
  if (places.length === 0 || places.includes(-1)) return null;
  return places.reduce((sum, place) => sum + place, 0);
}

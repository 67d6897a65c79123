import { Pinyin, type Candidate } from '@tongban/typing';
import { pagesOf, type Room } from './pages.ts';
import { Written } from './written.svelte.ts';

export type Mode = 'pinyin' | 'writing' | 'latin' | 'symbols' | 'marks';

const LONGEST_LETTERS = 40;
/** More than there are characters of one sound, so that the rarest can be reached. */
const MOST = 600;
/** What the keys of a plugged-in keyboard mean in Chinese. */
const CHINESE_MARKS: Readonly<Record<string, string>> = {
  ...{ ',': '，', '.': '。', ':': '：', ';': '；', '?': '？', '!': '！', '(': '（', ')': '）', '\\': '、' },
};

let opened: Promise<Pinyin | null> | null = null;

/** Reads the dictionary once a window. Null when it cannot be read: then there are Latin letters only, and the next question asks anew. */
function open(): Promise<Pinyin | null> {
  opened ??= import('virtual:typing-dictionary').then(
    ({ default: dictionary }) => new Pinyin(dictionary),
    () => (opened = null),
  );
  return opened;
}

/**
 * What is typed but not yet chosen, of one question. It lives as long as the question is shown; nothing of it is
 * kept, and nothing is learnt from it.
 */
export class Typing {
  mode: Mode = $state('latin');
  /** Pinyin that waits for its characters. */
  letters = $state('');
  #page = $state(0);
  #pinyin: Pinyin | null = $state.raw(null);
  /** The character that is written by hand just now. */
  readonly written = new Written();
  /** Who does not find a character is told how to go on. */
  missing = $state(false);
  /** And has told that it is missing. */
  reported = $state(false);
  readonly #room: () => Room;
  readonly #write: (text: string) => void;
  readonly pages: readonly (readonly Candidate[])[] = $derived.by(() => {
    if (this.mode === 'writing') {
      return pagesOf(
        this.written.candidates.map((text) => ({ text, used: 0 })),
        this.#room(),
      );
    }
    if (this.letters === '' || !this.#pinyin) return [];
    return pagesOf(this.#pinyin.candidates(this.letters, { limit: MOST }), this.#room());
  });

  /**
   * @param mode to begin with
   * @param room for candidates
   * @param write takes what was chosen
   */
  constructor(mode: Mode, room: () => Room, write: (text: string) => void) {
    this.#room = room;
    this.#write = write;
    this.mode = mode;
    if (mode === 'pinyin') void this.#open();
  }

  /** Something was typed or written of which no character is chosen yet. */
  get waiting(): boolean {
    return this.letters !== '' || this.written.strokes.length > 0;
  }

  /** Which page is shown, from 0 on. Turning the screen may leave fewer pages. */
  get page(): number {
    return Math.min(this.#page, Math.max(0, this.pages.length - 1));
  }

  /** The candidates that are shown. */
  get shown(): readonly Candidate[] {
    return this.pages[this.page] ?? [];
  }

  /** A key of the screen or of a plugged-in keyboard. */
  press(character: string): void {
    // On a keyboard that is plugged in nobody writes by hand.
    if (this.mode === 'writing' && /^[a-z]$/i.test(character)) this.change('pinyin');
    if (this.mode !== 'pinyin' && this.mode !== 'writing') this.#write(character);
    else if (/^[a-z]$/i.test(character) || (character === "'" && this.letters !== '')) {
      if (this.letters.length < LONGEST_LETTERS) this.#now(this.letters + character.toLowerCase());
    } else if (!this.waiting) this.#write(CHINESE_MARKS[character] ?? character);
    else if (character === ' ') this.#chooseFirst();
    else if (/^[1-9]$/.test(character)) this.choose(this.shown[Number(character) - 1]);
    else {
      this.#chooseAll();
      this.#write(CHINESE_MARKS[character] ?? character);
    }
  }

  /** Takes a candidate; the letters that it does not stand for wait on. */
  choose(candidate: Candidate | undefined): void {
    if (!candidate) return;
    const rest = this.letters.slice(candidate.used);
    this.#now(rest);
    this.written.clear();
    this.#write(candidate.text);
  }

  /** The letters as they are; what is written has none. */
  takeLetters(): void {
    if (this.mode === 'writing') return this.#chooseFirst();
    const { letters } = this;
    this.#now('');
    if (letters !== '') this.#write(letters);
  }

  /** True when there was a letter to take away; otherwise it is the question's turn. */
  erase(): boolean {
    if (this.letters === '') return false;
    this.#now(this.letters.slice(0, -1));
    return true;
  }

  turn(pages: number): void {
    this.#page = Math.max(0, this.page + pages);
  }

  /**
   * Who changes to Latin letters meant them so; before a digit the likeliest characters are taken. Ink is no character
   * yet, and what it may be is not to be guessed.
   */
  change(mode: Mode): void {
    this.written.clear();
    if (mode === 'latin') this.takeLetters();
    else this.#chooseAll();
    this.#page = 0;
    this.mode = mode;
    if (mode === 'pinyin') void this.#open();
  }

  clear(): void {
    this.written.clear();
    this.#now('');
  }

  /** Without a candidate the letters are taken: nothing that was typed may vanish. */
  #chooseFirst(): void {
    const [first] = this.shown;
    if (first) this.choose(first);
    else if (this.mode !== 'writing') this.takeLetters();
  }

  #chooseAll(): void {
    if (this.mode === 'writing') this.#chooseFirst();
    while (this.letters !== '') this.#chooseFirst();
  }

  #now(letters: string): void {
    this.letters = letters;
    this.#page = 0;
  }

  async #open(): Promise<void> {
    this.#pinyin = await open();
    if (!this.#pinyin && this.mode === 'pinyin') this.mode = 'latin';
  }
}

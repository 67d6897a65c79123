import { heardAs } from './accent.ts';

/**
 * The ways to read letters as syllables. A step takes some letters as one syllable, which is known exactly or, when the
 * letters are only its beginning, as a range: the table of syllables is sorted, so one beginning is one range.
 */
export interface Step {
  /** Places in the table, both included. */
  readonly from: number;
  readonly to: number;
  /** Where in the letters the next syllable begins. */
  readonly next: number;
  readonly kind: StepKind;
}

/** `whole`: all letters of the syllable · `begun`: it is the last one and still being typed · `initial`: its first consonant · `heard`:
 * whole, but another one that many do not tell from it. */
export type StepKind = 'whole' | 'begun' | 'initial' | 'heard';

const LONGEST_SYLLABLE = 6;
const VOWEL = /[aeiouv]/;
const INITIAL = /^(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])/;
const BOUNDARY = "'";
/** As passports and older school books write them. */
const OTHER_SPELLINGS: Readonly<Record<string, string>> = {
  lyu: 'lv',
  nyu: 'nv',
  lue: 'lve',
  nue: 'nve',
  lyue: 'lve',
  nyue: 'nve',
};

export class Syllables {
  readonly #table: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  /** By its place, the places of the syllables that it may be heard as. */
  readonly #heard: readonly (readonly number[])[];

  constructor(table: readonly string[]) {
    this.#table = table;
    this.#places = new Map(table.map((syllable, place) => [syllable, place]));
    this.#heard = table.map((syllable) => heardAs(syllable).flatMap((each) => this.#places.get(each) ?? []));
  }

  /** The steps that begin at `at`, the longest first. */
  stepsAt(letters: string, at: number): Step[] {
    const boundary = letters.indexOf(BOUNDARY, at);
    const end = boundary === -1 ? letters.length : boundary;
    const nextAfter = (taken: number): number => {
      let next = at + taken;
      while (letters[next] === BOUNDARY) next += 1;
      return next;
    };
    const steps: Step[] = [];
    for (let taken = Math.min(LONGEST_SYLLABLE, end - at); taken > 0; taken -= 1) {
      const part = letters.slice(at, at + taken);
      const place = this.#places.get(part) ?? this.#places.get(OTHER_SPELLINGS[part] ?? '');
      if (place !== undefined) {
        const next = nextAfter(taken);
        steps.push({ from: place, to: place, next, kind: 'whole' });
        for (const other of this.#heard[place] ?? []) {
          steps.push({ from: other, to: other, next, kind: 'heard' });
        }
      }
      const isLast = at + taken === letters.length;
      const [initial = ''] = INITIAL.exec(part) ?? [];
      if (initial === part) {
        if (isLast || this.#standsAlone(letters, at + taken)) {
          this.#pushRange(steps, part, nextAfter(taken), 'initial');
        }
      } else if (isLast) {
        this.#pushRange(steps, part, nextAfter(taken), 'begun');
      }
    }
    return steps;
  }

  /** An initial before a vowel is the beginning of a syllable, not one for itself: `shang` is no `s` and `hang`. */
  #standsAlone(letters: string, after: number): boolean {
    if (VOWEL.test(letters[after] ?? '')) return false;
    const cannotBePartOfPair = letters[after] !== 'h' || !/[zcs]/.test(letters[after - 1] ?? '');
    return cannotBePartOfPair || !VOWEL.test(letters[after + 1] ?? '');
  }

  #pushRange(steps: Step[], beginning: string, next: number, kind: StepKind): void {
    const from = this.#firstNotBefore(beginning);
    let to = this.#firstNotBefore(`${beginning}{`) - 1;
    // A whole syllable is a step of its own.
    const first = kind === 'begun' && this.#table[from] === beginning ? from + 1 : from;
    to = Math.max(to, from - 1);
    if (first <= to) steps.push({ from: first, to, next, kind });
  }

  #firstNotBefore(text: string): number {
    let low = 0;
    let high = this.#table.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#table[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

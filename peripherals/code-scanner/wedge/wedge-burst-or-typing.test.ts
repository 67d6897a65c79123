import { describe, expect, it } from 'vitest';
import { HOSTILE_CODES } from '../simulator/hostile-codes.ts';
import { ACCEPTANCE_NUMBER, CITIZEN_TOKEN, TEMPORARY_NUMBER } from '../simulator/test-support.ts';
import { WedgeAssembler } from './wedge-assembler.ts';
import type { WedgeKeyEvent, WedgeOutput } from './wedge-assembler.ts';

interface Key {
  readonly key: string;
  readonly control?: boolean;
  readonly alt?: boolean;
  readonly meta?: boolean;
  readonly isAutoRepeat?: boolean;
}

/** A keyboard with a clock: presses keys, lets time pass, and gathers what comes out. */
class Keyboard {
  readonly outputs: WedgeOutput[] = [];
  readonly #assembler = new WedgeAssembler();
  #nowMs = 1000;

  /** Down, and up after `holdMs`; the next key comes `gapMs` after this one went down. */
  press(keys: readonly Key[], { gapMs, holdMs = 1 }: { gapMs: number; holdMs?: number }): this {
    for (const key of keys) {
      this.#push('keyDown', key);
      this.wait(holdMs);
      this.#push('keyUp', key);
      this.wait(gapMs - holdMs);
    }
    return this;
  }

  down(key: Key): this {
    this.#push('keyDown', key);
    return this;
  }

  up(key: Key): this {
    this.#push('keyUp', key);
    return this;
  }

  /** As the window does: its timer fires at the deadline. */
  wait(ms: number): this {
    const untilMs = this.#nowMs + ms;
    const { deadlineMs } = this.#assembler;
    if (deadlineMs !== null && deadlineMs < untilMs)
      this.outputs.push(...this.#assembler.tick(deadlineMs + 0.1));
    this.#nowMs = untilMs;
    return this;
  }

  get typed(): string[] {
    return this.outputs.flatMap((output) =>
      output.kind === 'typed'
        ? output.events.map(({ type, key }) => (type === 'keyDown' ? key : `${key}↑`))
        : [],
    );
  }

  get scanned(): string[] {
    return this.outputs.flatMap((output) => (output.kind === 'scanned' ? [output.code.kind] : []));
  }

  #push(type: WedgeKeyEvent['type'], key: Key): void {
    const event = { control: false, alt: false, meta: false, isAutoRepeat: false, ...key };
    this.outputs.push(
      ...this.#assembler.push({ ...event, type, code: `Key-${key.key}`, timeMs: this.#nowMs }),
    );
  }
}

const keysOf = (text: string): Key[] => [...text].map((key) => ({ key }));
const ENTER: Key = { key: 'Enter' };
const scanned = (text: string): Key[] => [...keysOf(text), ENTER];

describe('a scanner', () => {
  it.each([1, 4, 8, 16, 20, 29])(
    'with %i ms between its characters is heard, and no key reaches the page',
    (gapMs) => {
      const keyboard = new Keyboard().press(scanned(CITIZEN_TOKEN), { gapMs }).wait(200);
      expect(keyboard.outputs).toEqual([
        { kind: 'scanned', code: { kind: 'citizen-code', token: CITIZEN_TOKEN } },
      ]);
    },
  );

  it('that presses Shift for capitals, or sends no Enter, is heard too', () => {
    const keys = [...TEMPORARY_NUMBER].flatMap((key) =>
      /[A-Z]/.test(key) ? [{ key: 'Shift' }, { key }] : [{ key }],
    );
    const keyboard = new Keyboard().press(keys, { gapMs: 4 }).wait(200);
    expect(keyboard.typed).toEqual([]);
    expect(keyboard.scanned).toEqual(['temporary-number']);
  });

  it('that reads two codes, a moment apart, is heard twice', () => {
    const keyboard = new Keyboard().press(scanned(CITIZEN_TOKEN), { gapMs: 2 }).wait(200);
    keyboard.press(scanned(ACCEPTANCE_NUMBER), { gapMs: 2 }).wait(200);
    expect(keyboard.scanned).toEqual(['citizen-code', 'acceptance-number']);
    expect(keyboard.typed).toEqual([]);
  });

  it('of which the machine tells late in mid-code is heard whole', () => {
    const keyboard = new Keyboard().press(keysOf(CITIZEN_TOKEN.slice(0, 10)), { gapMs: 3 }).wait(80);
    keyboard.press(scanned(CITIZEN_TOKEN.slice(10)), { gapMs: 3 }).wait(200);
    expect(keyboard.scanned).toEqual(['citizen-code']);
    expect(keyboard.typed).toEqual([]);
  });

  it.each(Object.entries(HOSTILE_CODES).filter(([, text]) => text.length > 1))(
    'cannot get %s to the page',
    (_name, text) => {
      const keys = [...text].map((character): Key =>
        character === '\r' || character === '\n'
          ? ENTER
          : character === '\t'
            ? { key: 'Tab' }
            : character < ' '
              ? { key: String.fromCharCode(character.charCodeAt(0) + 0x60), control: true }
              : { key: character },
      );
      const keyboard = new Keyboard().press([...keys, ENTER], { gapMs: 5 }).wait(200);
      expect(keyboard.typed).toEqual([]);
      // One line end behind a code is what every scanner sends, and the table has one with two.
      const isCodeWithLineEnd = /^[\w-]+\n$/.test(text);
      expect(keyboard.scanned).toEqual([isCodeWithLineEnd ? 'citizen-code' : 'not-a-valid-code']);
    },
  );

  it.each([
    [
      'Ctrl+O',
      [
        { key: 'Control', control: true },
        { key: 'o', control: true },
      ],
    ],
    [
      'Ctrl+Esc',
      [
        { key: 'Control', control: true },
        { key: 'Escape', control: true },
      ],
    ],
    [
      'Super+R',
      [
        { key: 'Meta', meta: true },
        { key: 'r', meta: true },
      ],
    ],
    [
      'Alt+F4',
      [
        { key: 'Alt', alt: true },
        { key: 'F4', alt: true },
      ],
    ],
    ['one letter and Enter', [{ key: 'x' }, ENTER]],
    ['Escape and Enter', [{ key: 'Escape' }, ENTER]],
    ['F5 and Enter', [{ key: 'F5' }, ENTER]],
  ] as const)('cannot get %s to the page', (_name, keys) => {
    const alone = new Keyboard().press(keys, { gapMs: 5 }).wait(200);
    expect(alone.typed).toEqual([]);
    expect(alone.scanned).toEqual(['not-a-valid-code']);
    const behindItsEnter = new Keyboard().press([...scanned(CITIZEN_TOKEN), ...keys], { gapMs: 5 }).wait(200);
    expect(behindItsEnter.typed).toEqual([]);
    expect(behindItsEnter.scanned).toEqual(['not-a-valid-code']);
  });
});

describe('a person', () => {
  it.each([60, 120, 300])('who types a key every %i ms gets every key to the page, in order', (gapMs) => {
    const keyboard = new Keyboard().press(scanned('310199 张'), { gapMs, holdMs: 40 }).wait(200);
    expect(keyboard.typed).toEqual([...'310199 张', 'Enter'].flatMap((key) => [key, `${key}↑`]));
    expect(keyboard.scanned).toEqual([]);
  });

  it('whose fingers roll over two letters is not a scanner', () => {
    const keyboard = new Keyboard().down({ key: 'a' }).wait(15).down({ key: 'b' }).wait(40);
    keyboard.up({ key: 'a' }).wait(20).up({ key: 'b' }).wait(200);
    expect(keyboard.typed).toEqual(['a', 'b', 'a↑', 'b↑']);
  });

  it('who holds a key down is not a scanner', () => {
    const keyboard = new Keyboard().down({ key: 'a' }).wait(400);
    for (let i = 0; i < 20; i++) keyboard.down({ key: 'a', isAutoRepeat: true }).wait(25);
    keyboard.up({ key: 'a' }).wait(200);
    expect(keyboard.typed).toEqual([...Array.from({ length: 21 }, () => 'a'), 'a↑']);
    expect(keyboard.scanned).toEqual([]);
  });

  it('waits no longer than 30 ms for a key', () => {
    const assembler = new WedgeAssembler();
    const event = { key: 'a', code: 'KeyA', control: false, alt: false, meta: false, isAutoRepeat: false };
    expect(assembler.push({ ...event, type: 'keyDown', timeMs: 500 })).toEqual([]);
    expect(assembler.deadlineMs).toBe(530);
    expect(assembler.tick(530)).toEqual([]);
    expect(assembler.tick(531)).toMatchObject([{ kind: 'typed', events: [{ key: 'a' }] }]);
    expect(assembler.deadlineMs).toBeNull();
  });

  it('can type right after a scanner', () => {
    const keyboard = new Keyboard().press(scanned(CITIZEN_TOKEN), { gapMs: 2 }).wait(150);
    keyboard.press(keysOf('abc'), { gapMs: 90, holdMs: 30 }).wait(200);
    expect(keyboard.scanned).toEqual(['citizen-code']);
    expect(keyboard.typed.filter((key) => key.length === 1)).toEqual(['a', 'b', 'c']);
  });
});

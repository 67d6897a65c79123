import iconv from 'iconv-lite';

/** One thing that the printer has to do, in the order of the bytes. */
export type Operation =
  | { readonly op: 'character'; readonly text: string; readonly columns: 1 | 2 }
  | { readonly op: 'line-feed' }
  | { readonly op: 'initialise' }
  | { readonly op: 'feed-lines'; readonly lines: number }
  | { readonly op: 'feed-dots'; readonly dots: number }
  | { readonly op: 'align'; readonly align: 'left' | 'center' | 'right' }
  | { readonly op: 'bold'; readonly on: boolean }
  | { readonly op: 'reverse'; readonly on: boolean }
  | { readonly op: 'size'; readonly width: number; readonly height: number }
  | { readonly op: 'line-spacing'; readonly dots: number | 'default' }
  /** One line of a picture, at most as wide as the head. */
  | { readonly op: 'dots'; readonly row: Uint8Array }
  | { readonly op: 'qr-module'; readonly dots: number }
  | { readonly op: 'qr-level'; readonly level: 'L' | 'M' | 'Q' | 'H' }
  | { readonly op: 'qr-store'; readonly data: Uint8Array }
  | { readonly op: 'qr-print' }
  | { readonly op: 'cut' }
  | { readonly op: 'present' | 'retract' | 'eject' }
  | { readonly op: 'answer-when-printed' }
  | { readonly op: 'notices'; readonly on: boolean };

/** A function waiting for its next byte: the state is the place in the code where it waits. */
type Waiting<T> = Generator<undefined, T, number>;

/** GS e n; n = 3 is followed by the steps. */
const EJECTOR = new Map([
  [2, 'retract'],
  [3, 'present'],
  [5, 'eject'],
] as const);
const QR_LEVELS = ['L', 'M', 'Q', 'H'] as const;
const ALIGNMENTS = ['left', 'center', 'right'] as const;

/** Commands without effect here, with the number of bytes that belong to them; unknown ones count as having none. */
const ESC_PARAMETERS = new Map(
  Object.entries({
    '-': 1,
    '!': 1,
    G: 1,
    M: 1,
    R: 1,
    t: 1,
    V: 1,
    '{': 1,
    '=': 1,
    ' ': 1,
    $: 2,
    '\\': 2,
    c: 2,
    p: 3,
  }),
);
const FS_PARAMETERS = new Map(Object.entries({ '!': 1, '-': 1, C: 1, W: 1, S: 2, p: 2 }));
const GS_PARAMETERS = new Map(
  Object.entries({ h: 1, w: 1, H: 1, f: 1, I: 1, b: 1, L: 2, W: 2, P: 2, $: 2, '\\': 2 }),
);

/**
 * ESC/POS, byte by byte, cut anywhere. Whatever comes in, it holds at most one QR text (64 kB) and one line of dots; bytes
 * that are no command are skipped as a printer does.
 */
export class EscPosParser {
  readonly #headBytes: number;
  #machine: Waiting<never>;
  readonly #done: Operation[] = [];
  #chinese = false;

  /** @param headBytes width of the print head in bytes; wider pictures are cut off on the right. */
  constructor(headBytes: number) {
    this.#headBytes = headBytes;
    this.#machine = this.#commands();
    this.#machine.next();
  }

  push(byte: number): readonly Operation[] {
    this.#machine.next(byte);
    return this.#done.splice(0);
  }

  /** Forgets a command of which only a part has come. */
  reset(): void {
    this.#chinese = false;
    this.#machine = this.#commands();
    this.#machine.next();
  }

  *#commands(): Waiting<never> {
    for (;;) {
      const byte = yield;
      if (byte === 0x0a) this.#done.push({ op: 'line-feed' });
      else if (byte === 0x10) yield* this.#realTime();
      else if (byte === 0x1b) yield* this.#escape();
      else if (byte === 0x1c) yield* this.#fileSeparator();
      else if (byte === 0x1d) yield* this.#groupSeparator();
      else if (byte >= 0x20 && byte < 0x7f) this.#character(String.fromCharCode(byte), 1);
      else if (byte > 0x80 && byte < 0xff) yield* this.#chineseCharacter(byte);
    }
  }

  /** Real-time commands were obeyed when they came in; here they only have to be passed over. */
  *#realTime(): Waiting<void> {
    const command = yield;
    if (command === 0x04 || command === 0x05) yield;
    else if (command === 0x14) yield* this.#skip((yield) === 0x08 ? 7 : 2);
  }

  *#chineseCharacter(first: number): Waiting<void> {
    if (!this.#chinese) return this.#character('\uFFFD', 1);
    const second = yield;
    const bytes = second >= 0x30 && second <= 0x39 ? [first, second, yield, yield] : [first, second];
    this.#character(iconv.decode(Buffer.from(bytes), 'gb18030'), 2);
  }

  *#escape(): Waiting<void> {
    const command = String.fromCharCode(yield);
    switch (command) {
      case '@':
        this.#chinese = false;
        this.#done.push({ op: 'initialise' });
        return;
      case 'a': {
        const align = ALIGNMENTS[(yield) % 48];
        if (align !== undefined) this.#done.push({ op: 'align', align });
        return;
      }
      case 'E':
        this.#done.push({ op: 'bold', on: ((yield) & 1) === 1 });
        return;
      case 'i':
        this.#done.push({ op: 'cut' });
        return;
      case 'd':
        this.#done.push({ op: 'feed-lines', lines: yield });
        return;
      case 'J':
        this.#done.push({ op: 'feed-dots', dots: yield });
        return;
      case '3':
        this.#done.push({ op: 'line-spacing', dots: yield });
        return;
      case '2':
        this.#done.push({ op: 'line-spacing', dots: 'default' });
        return;
      case '*': {
        const bytesPerColumn = (yield) >= 32 ? 3 : 1;
        yield* this.#skip(bytesPerColumn * (yield* this.#uint16()));
        return;
      }
      default:
        yield* this.#skip(ESC_PARAMETERS.get(command) ?? 0);
    }
  }

  *#fileSeparator(): Waiting<void> {
    const command = String.fromCharCode(yield);
    if (command === '&') this.#chinese = true;
    else if (command === '.') this.#chinese = false;
    else yield* this.#skip(FS_PARAMETERS.get(command) ?? 0);
  }

  *#groupSeparator(): Waiting<void> {
    const command = String.fromCharCode(yield);
    switch (command) {
      case '!': {
        const size = yield;
        this.#done.push({ op: 'size', width: ((size >> 4) & 7) + 1, height: (size & 7) + 1 });
        return;
      }
      case 'B':
        this.#done.push({ op: 'reverse', on: ((yield) & 1) === 1 });
        return;
      case 'V':
        if ((yield) >= 0x41) this.#done.push({ op: 'feed-dots', dots: yield });
        this.#done.push({ op: 'cut' });
        return;
      case 'e': {
        const n = yield;
        if (n === 3) yield;
        const op = EJECTOR.get(n as 2 | 3 | 5);
        if (op !== undefined) this.#done.push({ op });
        return;
      }
      case 'a':
        this.#done.push({ op: 'notices', on: (yield) !== 0 });
        return;
      case 'r':
        if (((yield) & 0x0f) === 1) this.#done.push({ op: 'answer-when-printed' });
        return;
      case 'v':
        return yield* this.#raster();
      case '(':
        return yield* this.#functions(String.fromCharCode(yield));
      case 'k':
        return yield* this.#barcode();
      case '*':
        yield* this.#skip((yield) * (yield) * 8);
        return;
      default:
        yield* this.#skip(GS_PARAMETERS.get(command) ?? 0);
    }
  }

  *#raster(): Waiting<void> {
    yield;
    yield;
    const widthBytes = yield* this.#uint16();
    const lines = yield* this.#uint16();
    for (let line = 0; line < lines; line++) {
      const row = new Uint8Array(this.#headBytes);
      for (let at = 0; at < widthBytes; at++) {
        const byte = yield;
        if (at < row.length) row[at] = byte;
      }
      this.#done.push({ op: 'dots', row });
    }
  }

  *#functions(group: string): Waiting<void> {
    const length = yield* this.#uint16();
    const body = new Uint8Array(length);
    for (let at = 0; at < length; at++) body[at] = yield;
    const [symbol, fn, value = 0] = body;
    if (group !== 'k' || symbol !== 0x31) return;
    const level = QR_LEVELS[value - 0x30];
    if (fn === 0x43) this.#done.push({ op: 'qr-module', dots: Math.min(Math.max(value, 1), 16) });
    else if (fn === 0x45 && level !== undefined) this.#done.push({ op: 'qr-level', level });
    else if (fn === 0x50) this.#done.push({ op: 'qr-store', data: body.subarray(3) });
    else if (fn === 0x51) this.#done.push({ op: 'qr-print' });
  }

  *#barcode(): Waiting<void> {
    if ((yield) >= 0x41) return yield* this.#skip(yield);
    while ((yield) !== 0) continue;
  }

  *#uint16(): Waiting<number> {
    const low = yield;
    return low | ((yield) << 8);
  }

  *#skip(bytes: number): Waiting<void> {
    for (let left = bytes; left > 0; left--) yield;
  }

  #character(text: string, columns: 1 | 2): void {
    this.#done.push({ op: 'character', text, columns });
  }
}

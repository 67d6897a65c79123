import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { HandwritingSettings } from './settings.ts';
import { BEST, centred, lineOf, merged, orders, readAnswers, type Stroke } from './zinnia.ts';

/**
 * `superseded`: something newer is to be recognised · `missing`: there is no such program here · `failed`: it ended, or
 * wrote what is no answer.
 */
export type Unrecognised = 'superseded' | 'missing' | 'timed-out' | 'failed';
export type Recognised =
  | { readonly ok: true; readonly candidates: readonly string[] }
  | { readonly ok: false; readonly why: Unrecognised };

/** Nobody writes so slowly. Its model is 25 MiB. */
const UNUSED_MS = 60_000;

type Program = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Recognises one character at a time by a program of its own that stays up while somebody writes: its model need not be read
 * for each stroke.
 * What ends, hangs or writes something else is replaced at the next character. What was written goes by its standard
 * input and nowhere else.
 */
export class Handwriting {
  readonly #settings: HandwritingSettings;
  #program: Program | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #turn = 0;
  #unused: NodeJS.Timeout | undefined;

  constructor(settings: HandwritingSettings) {
    this.#settings = settings;
  }

  /** Drops what is being recognised and ends the program. */
  stop(): void {
    this.#turn += 1;
    this.rest();
  }

  /** Nobody writes: the program ends, and starts again with the next character. */
  rest(): void {
    clearTimeout(this.#unused);
    this.#end();
  }

  /**
   * @param strokes at least one, each of at least one point; whole numbers
   * @returns the likeliest characters first
   */
  async recognise(strokes: readonly Stroke[]): Promise<Recognised> {
    const turn = (this.#turn += 1);
    clearTimeout(this.#unused);
    this.#unused = setTimeout(() => this.rest(), UNUSED_MS);
    this.#unused.unref();
    const answer = this.#last.then(async (): Promise<Recognised> => {
      // The program answers in order, so what nobody waits for any more is not asked.
      const found = turn === this.#turn ? await this.#ask(centred(strokes)) : null;
      return found && turn === this.#turn ? found : { ok: false, why: 'superseded' };
    });
    this.#last = answer;
    return answer;
  }

  #ask(strokes: readonly Stroke[]): Promise<Recognised> {
    const asked = orders(strokes);
    const program = (this.#program ??= this.#start());
    return new Promise((resolve) => {
      let text = '';
      const end = (recognised: Recognised): void => {
        clearTimeout(timer);
        program.stdout.off('data', take);
        program.off('error', fail).off('close', fail);
        if (!recognised.ok && this.#program === program) this.#end();
        resolve(recognised);
      };
      const fail = (): void => end({ ok: false, why: program.pid === undefined ? 'missing' : 'failed' });
      const take = (chunk: string): void => {
        text += chunk;
        const answers = readAnswers(text, asked.length);
        if (answers === 'garbage') fail();
        else if (answers) end({ ok: true, candidates: merged(answers) });
      };
      const timer = setTimeout(() => end({ ok: false, why: 'timed-out' }), this.#settings.timeLimitMs);
      program.stdout.on('data', take);
      program.on('error', fail).on('close', fail);
      program.stdin.write(asked.map(lineOf).join(''));
    });
  }

  #start(): Program {
    const { program, arguments: args } = this.#settings;
    const child = spawn(
      program,
      args.map((each) => each.replaceAll('{best}', String(BEST))),
      // A group of its own: a program may be a script that starts another one.
      { detached: true, stdio: ['pipe', 'pipe', 'ignore'] },
    );
    child.stdout.setEncoding('utf8');
    // One that does not read its input says so by how it ends; between two characters nobody else listens.
    child.stdin.on('error', () => undefined);
    const gone = (): void => {
      if (this.#program === child) this.#program = null;
    };
    child.on('error', gone).on('close', gone);
    return child;
  }

  #end(): void {
    const program = this.#program;
    this.#program = null;
    if (program?.pid === undefined || program.exitCode !== null || program.signalCode !== null) return;
    try {
      process.kill(-program.pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
}

import { createInterface } from 'node:readline/promises';
import type { StaffWords } from '@tongban/peripherals/manager';

/** What a command came to. `reason` is a word for programs, `next` a sentence for people. */
export type CommandResult =
  | { readonly ok: true; readonly facts?: Readonly<Record<string, unknown>> }
  /** Of a command that only answers: the whole line for programs. */
  | { readonly ok: true; readonly answer: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly reason: string;
      readonly words: StaffWords;
      readonly next: StaffWords;
      readonly facts?: Readonly<Record<string, unknown>>;
    };

/** How a command speaks with the person at the terminal. */
export interface Io {
  say(words: StaffWords): void;
  /** False where nobody can answer. */
  ask(words: StaffWords): Promise<boolean>;
  /** What somebody writes in answer, without spaces around it; null at the end of the input. */
  askText(words: StaffWords): Promise<string | null>;
  words(words: StaffWords): string;
  /** With `json`, of a command that goes on: a line for programs before the last one. */
  tell(facts: Readonly<Record<string, unknown>>): void;
}

/** With `json` standard output holds the last line alone; words for people go to standard error. */
export function createIo({ json, english }: { json: boolean; english: boolean }): Io {
  const words = (text: StaffWords): string => (english ? text.en : text.zh);
  let lines: AsyncIterator<string> | undefined;
  return {
    words,
    tell: (facts) => void (json && process.stdout.write(`${JSON.stringify(facts)}\n`)),
    say: (text) => (json ? process.stderr : process.stdout).write(`${words(text)}\n`),
    async ask(text) {
      if (!process.stdin.isTTY) return false;
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return /^\s*(y|yes|是|对)\s*$/i.test(await lines.question(`${words(text)} [y/N] `));
      } finally {
        lines.close();
      }
    },
    async askText(text) {
      process.stderr.write(words(text));
      // One for all questions: what was written ahead, or comes from a file, waits in it.
      lines ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
      const line = await lines.next();
      return line.done ? null : line.value.trim();
    },
  };
}

/** Says how it ended; the exit code of the program. */
export function conclude(result: CommandResult, io: Io, json: boolean): number {
  if (!result.ok) {
    io.say({ zh: `✗ ${result.words.zh}`, en: `✗ ${result.words.en}` });
    io.say({ zh: `  怎么办：${result.next.zh}`, en: `  What to do: ${result.next.en}` });
  }
  if (json) {
    const line = result.ok
      ? 'answer' in result
        ? result.answer
        : { ok: true, ...result.facts }
      : { ok: false, reason: result.reason, next: io.words(result.next), ...result.facts };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  return result.ok ? 0 : 1;
}

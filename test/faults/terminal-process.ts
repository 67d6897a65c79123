import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TerminalOrder, TerminalWord } from './programs/terminal.ts';

const PROGRAM = fileURLToPath(new URL('programs/terminal.ts', import.meta.url));
const CAPTURED_AT = '2026-02-13T09:30:00+08:00';
/** A busy machine takes its time; a hang still ends. */
const PATIENCE_MS = 30_000;

/** What a terminal is told of its platform: `url` and `keys` of a sandbox. */
export type PlatformAddress = { readonly url: string; readonly keys: object };

/** The sync of a terminal in a process of its own, see programs/terminal.ts. */
export class TerminalProcess {
  readonly process: ChildProcess;
  /** Ids whose `submit` has resolved, in order. */
  readonly stored: string[] = [];
  /** Ids whose `submit` has rejected, with the reason. */
  readonly notStored = new Map<string, string>();
  readonly #words: TerminalWord[] = [];
  readonly #listeners = new Set<() => void>();

  /** @param environment of a disk layer, for instance */
  constructor(environment: NodeJS.ProcessEnv = process.env) {
    this.process = fork(PROGRAM, [], { env: environment, execArgv: [] });
    this.process.on('message', (message) => {
      const word = message as TerminalWord;
      this.#words.push(word);
      if (word.word === 'stored') this.stored.push(word.id);
      if (word.word === 'not-stored') this.notStored.set(word.id, word.reason);
      for (const listener of [...this.#listeners]) listener();
    });
    this.process.on('exit', () => {
      for (const listener of [...this.#listeners]) listener();
    });
  }

  /** Resolves when the store is open. */
  async open(dataFolder: string, { url, keys }: PlatformAddress): Promise<void> {
    this.#tell({ order: 'open', dataFolder, platform: { url, ...keys } });
    await this.#until('opened', () => this.#said('opened') || this.#said('not-opened'));
    const refused = this.#words.find((each) => each.word === 'not-opened');
    if (refused) throw new Error(`the store was not opened: ${refused.reason}`);
  }

  /** Begins `count` submissions at once; does not wait. @returns their ids */
  submit(count: number, day = CAPTURED_AT): string[] {
    const ids = Array.from({ length: count }, () => randomUUID());
    this.#tell({ order: 'submit', ids, day });
    return ids;
  }

  /** Resolves when each has been stored or refused. */
  answered(ids: readonly string[]): Promise<void> {
    return this.#until('answered', () => {
      const stored = new Set(this.stored);
      return ids.every((id) => stored.has(id) || this.notStored.has(id));
    });
  }

  /** Resolves when so many are stored. */
  storedCount(count: number): Promise<void> {
    return this.#until(`${count} stored`, () => this.stored.length >= count);
  }

  /** Resolves when nothing waits to be sent. */
  async untilSent(): Promise<void> {
    const before = this.#words.length;
    this.#tell({ order: 'until-sent' });
    await this.#until('sent', () => this.#words.slice(before).some(({ word }) => word === 'sent'));
  }

  async close(): Promise<void> {
    const gone = once(this.process, 'exit');
    this.#tell({ order: 'close' });
    await gone;
  }

  /** Kills it without a warning; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }

  #tell(order: TerminalOrder): void {
    this.process.send(order);
  }

  #said(word: TerminalWord['word']): boolean {
    return this.#words.some((each) => each.word === word);
  }

  #until(what: string, check: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        if (error) reject(error);
        else resolve();
      };
      const look = (): void => {
        if (check()) finish();
        else if (!this.process.connected) finish(new Error(`the terminal is gone before it was ${what}`));
      };
      const timer = setTimeout(() => finish(new Error(`the terminal was not ${what} in time`)), PATIENCE_MS);
      this.#listeners.add(look);
      look();
    });
  }
}

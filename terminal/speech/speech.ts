import { spawn } from 'node:child_process';
import type { SpeechSettings, SpokenLanguage } from './settings.ts';
import { wholeWav } from './wav.ts';

/** A minute of 22 kHz is 2.6 MB; a program that writes more than this has gone astray. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * `superseded`: something else is said now, or nothing any more · `missing`: there is no such program here ·
 * `failed`: it ended with an error, or with something that is no sound.
 */
export type Unsaid = 'superseded' | 'missing' | 'timed-out' | 'failed';
export type Said =
  { readonly ok: true; readonly wav: Uint8Array<ArrayBuffer> } | { readonly ok: false; readonly why: Unsaid };

/**
 * Turns texts into sound by a program of its own, one text at a time: a new one ends the one before. What is said may
 * be personal, so it goes by the program's standard input and nowhere else.
 */
export class Speech {
  readonly #settings: SpeechSettings;
  #supersede: () => void = () => undefined;

  constructor(settings: SpeechSettings) {
    this.#settings = settings;
  }

  /** Ends what is being made into sound. */
  stop(): void {
    this.#supersede();
  }

  async say(text: string, language: SpokenLanguage): Promise<Said> {
    this.#supersede();
    const { program, voices, rate, timeLimitMs } = this.#settings;
    const args = this.#settings.arguments.map((each) =>
      each.replaceAll('{voice}', voices[language]).replaceAll('{rate}', String(rate)),
    );
    return new Promise((resolve) => {
      // A group of its own: a program may be a script that starts another one.
      const child = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
      const chunks: Buffer[] = [];
      let length = 0;
      const end = (said: Said): void => {
        clearTimeout(timer);
        resolve(said);
      };
      const kill = (why: Unsaid): void => {
        end({ ok: false, why });
        if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // It ended meanwhile.
        }
      };
      const timer = setTimeout(() => kill('timed-out'), timeLimitMs);
      this.#supersede = () => kill('superseded');
      child.stdout.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > MAX_BYTES) kill('failed');
        else chunks.push(chunk);
      });
      child.once('error', () => end({ ok: false, why: child.pid === undefined ? 'missing' : 'failed' }));
      child.once('close', (code) => {
        const wav = code === 0 ? wholeWav(Buffer.concat(chunks)) : null;
        end(wav ? { ok: true, wav } : { ok: false, why: 'failed' });
      });
      // A program that does not read its input says so by how it ends.
      child.stdin.on('error', () => undefined);
      child.stdin.end(text);
    });
  }
}

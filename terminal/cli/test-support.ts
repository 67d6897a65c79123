import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, 'bin/tongban.mjs');

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output; fails when it is no JSON object. */
  json(): Record<string, unknown>;
}

/** The command as a process of its own, as a technician runs it. */
export function tongban(...args: string[]): Promise<CliRun> {
  return tongbanAnswered([], ...args);
}

/** The same by somebody who writes these lines, and no more. */
export function tongbanAnswered(answers: readonly string[], ...args: string[]): Promise<CliRun> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [BIN, ...args], (error, stdout, stderr) => {
      resolve({
        code: error === null ? 0 : Number(error.code),
        stdout,
        stderr,
        json: () => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>,
      });
    });
    child.stdin?.end(answers.map((line) => `${line}\n`).join(''));
  });
}

/** A folder that is gone with its test. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'tongban-cli-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

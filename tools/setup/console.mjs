/** What every step of the set-up shares: where the checkout is, one console line a step, running a program. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the checkout. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Expected: the machine lacks something that the set-up may not or cannot bring. The message says what to do. */
export class SetUpError extends Error {
  name = 'SetUpError';
}

/**
 * Runs one step and prints one line for it: `·` when nothing was to be done, `✓` with its time when something was.
 * @param {string} name what the step brings, as the reader knows it
 * @param {() => Promise<string | null>} work answers null when it was there already, otherwise a remark (may be empty)
 * @returns {Promise<void>}
 */
export async function step(name, work) {
  const start = performance.now();
  try {
    const remark = await work();
    if (remark === null) console.log(`· ${name}  already there`);
    else
      console.log(`✓ ${name}  (${seconds(performance.now() - start)})${remark === '' ? '' : `  ${remark}`}`);
  } catch (error) {
    console.log(`✗ ${name}  (${seconds(performance.now() - start)})`);
    throw error;
  }
}

/**
 * @param {number} milliseconds
 * @returns {string} whole or tenth seconds: "12 s", "0.4 s"
 */
export function seconds(milliseconds) {
  const value = milliseconds / 1000;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
}

/**
 * Runs a program to its end and keeps what it prints, so that the console stays one line a step.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, stdout: string, output: string }>} code is -1 when it did not start or was stopped
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let output = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: -1, stdout, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, output }));
  });
}

/**
 * As {@link run}, but an exit code other than 0 throws with the last lines of what the program printed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<string>} standard output
 */
export async function runOrThrow(program, args, options) {
  const { code, stdout, output } = await run(program, args, options);
  if (code !== 0) {
    const tail = output.trim().split('\n').slice(-15).join('\n');
    throw new SetUpError(`"${program} ${args.join(' ')}" ended with ${code}:\n${tail}`);
  }
  return stdout;
}

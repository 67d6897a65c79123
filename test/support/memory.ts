import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { expect } from 'vitest';

const DUMP_TIMEOUT_MS = 60_000;

/** Memory of Node processes that were started with {@link MemoryDumps.nodeOptions}. */
export class MemoryDumps {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tongban-dumps-'));

  /** For the environment of the process: V8 writes down what it holds when it gets a signal. */
  get nodeOptions(): string {
    return `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${this.#folder}`;
  }

  /** Every text that a process holds, after it has collected its garbage. */
  async textsOf(pid: number): Promise<readonly string[]> {
    process.kill(pid, 'SIGUSR2');
    let texts: readonly string[] | null = null;
    await expect
      // A driver that was taken for stuck while it wrote is ended by core, and its memory is gone with it.
      .poll(() => (texts = this.#written(pid) ?? (isThere(pid) ? null : [])), {
        message: `memory of process ${pid}`,
        timeout: DUMP_TIMEOUT_MS,
      })
      .not.toBeNull();
    this.clear();
    return texts ?? [];
  }

  clear(): void {
    for (const file of readdirSync(this.#folder)) rmSync(join(this.#folder, file));
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Null until the whole of it is written. */
  #written(pid: number): readonly string[] | null {
    const file = readdirSync(this.#folder).find((each) => each.split('.').includes(String(pid)));
    if (file === undefined) return null;
    const json = readFileSync(join(this.#folder, file), 'utf8');
    return json.trimEnd().endsWith(']}') ? stringsIn(json) : null;
  }
}

/** Every text that the page's script and document hold, after garbage was collected. */
export async function textsOfPage(page: Page): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page);
  const parts: string[] = [];
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk));
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devtools.detach();
  return stringsIn(parts.join(''));
}

/** Every text that Electron's main process holds, after garbage was collected. */
export async function textsOfMain(app: ElectronApplication): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-dumps-'));
  try {
    const file = join(folder, 'main.heapsnapshot');
    const written = await app.evaluate((_electron, path) => process.takeHeapSnapshot(path), file);
    if (!written) throw new Error('the main process does not write down its memory');
    return stringsIn(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stringsIn(snapshot: string): readonly string[] {
  return (JSON.parse(snapshot) as { strings: string[] }).strings;
}

function isThere(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

/** Processes that a process has started itself. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

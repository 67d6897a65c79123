import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CaseWork, FleetFacts, StoreFacts, Sync, SyncOptions } from '../client/facade.ts';
import { openSync } from '../client/sync.ts';
import type { RequestKeyJwk } from '../contract/index.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/index.ts';
import { impatientDelays, shortDelays, terminal } from './fixed.ts';
import { writeTestCatalogue } from './test-matters.ts';

export { impatientDelays, shortDelays, terminal };

/** A temporary folder that goes with the test; the blank is there on purpose. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tongban sync-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Line {
  readonly sandbox: Sandbox;
  readonly sync: Sync & StoreFacts & CaseWork & FleetFacts;
  readonly dataFolder: string;
  readonly platformFolder: string;
  readonly catalogueFolder: string;
  /** Every event that was logged, as one line of JSON each. */
  readonly logged: string[];
  /** Opens the store of this line (again); close the former first. */
  reopen(changes?: Partial<SyncOptions>): Promise<Sync & StoreFacts & CaseWork & FleetFacts>;
  /** Starts the platform (again) on the same port; close the former first. */
  restartPlatform(): Promise<Sandbox>;
}

/** A terminal's sync and a platform, both in temporary folders, closed with the test. */
export async function startLine(options: Partial<SandboxOptions> = {}, delays = shortDelays): Promise<Line> {
  const folder = temporaryFolder();
  const catalogueFolder = options.catalogueFolder ?? writeTestCatalogue(join(folder, 'catalogue'));
  const platformFolder = join(folder, 'platform');
  const dataFolder = join(folder, 'terminal');
  const startPlatform = async (port: number): Promise<Sandbox> => {
    const started = await startSandbox({ port, dataFolder: platformFolder, catalogueFolder, ...options });
    onTestFinished(() => started.close());
    return started;
  };
  const sandbox = await startPlatform(0);
  const logged: string[] = [];
  const reopen = async (
    changes: Partial<SyncOptions> = {},
  ): Promise<Sync & StoreFacts & CaseWork & FleetFacts> => {
    const sync = await openSync({
      ...{ dataFolder, terminal, delays },
      platform: { url: sandbox.url, ...sandbox.keys, ...requestKeyOf(sandbox) },
      log: (event, facts) => logged.push(JSON.stringify({ event, ...facts })),
      ...changes,
    });
    onTestFinished(() => sync.close());
    return sync;
  };
  const restartPlatform = (): Promise<Sandbox> => startPlatform(Number(new URL(sandbox.url).port));
  const sync = await reopen();
  return { sandbox, sync, dataFolder, platformFolder, catalogueFolder, logged, reopen, restartPlatform };
}

/** The terminal's key, where the sandbox knows this terminal. */
function requestKeyOf({ terminalKeys }: Sandbox): { requestKey?: RequestKeyJwk } {
  const requestKey = terminalKeys[terminal.terminalId];
  return requestKey ? { requestKey } : {};
}

/** Where one of `texts` stands in any file of a folder, as UTF-8 or UTF-16LE: `file: text`. */
export function findOnDisk(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return texts
        .filter((text) => bytes.includes(text, 0, 'utf8') || bytes.includes(text, 0, 'utf16le'))
        .map((text) => `${entry.name}: ${text}`);
    });
}

/** Resolves as soon as `check` holds; looks whenever the sync changes. */
export function untilChange(sync: Sync, check: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!check()) return;
      stop();
      resolve();
    };
    const stop = sync.onChange(look);
    look();
  });
}

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Heartbeat } from '../centre/contract/terminals.ts';
import { configurationName, remoteSettings, type RemoteSettings } from './configuration.ts';
import { replaceFile } from './replace-file.ts';

const taken = z.strictObject({ name: configurationName, version: z.int(), settings: remoteSettings });

const stored = z.strictObject({
  inForce: taken.nullable(),
  /** Not proven yet; `starts`: how often the program began with it. */
  trying: taken.extend({ starts: z.int() }).nullable(),
  failed: z.strictObject({ name: configurationName, version: z.int() }).nullable(),
});
type Stored = z.infer<typeof stored>;

/** A start may be cut short by somebody else; the second one decides. */
const MOST_STARTS = 2;

/**
 * The settings that the centre has given, on the disk. New ones are tried at the next start and are in force once the
 * program runs with them; if it does not come up, the former ones are back.
 */
export class ConfigurationStore {
  readonly #file: string;
  #stored: Stored;

  constructor(dataFolder: string) {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    this.#file = join(dataFolder, 'configuration.json');
    this.#stored = readStored(this.#file);
  }

  /** The settings to start with; counts the start where they are on trial. */
  begin(): RemoteSettings {
    const { trying, inForce } = this.#stored;
    if (!trying) return inForce?.settings ?? {};
    if (trying.starts === MOST_STARTS) {
      this.fail();
      return inForce?.settings ?? {};
    }
    this.#keep({ ...this.#stored, trying: { ...trying, starts: trying.starts + 1 } });
    return trying.settings;
  }

  /** The program runs. */
  proven(): void {
    const { trying } = this.#stored;
    if (!trying) return;
    const { name, version, settings } = trying;
    this.#keep({ inForce: { name, version, settings }, trying: null, failed: null });
  }

  /** The program does not start with what was on trial. @returns false when nothing was */
  fail(): boolean {
    const { trying, inForce } = this.#stored;
    if (!trying) return false;
    this.#keep({ inForce, trying: null, failed: { name: trying.name, version: trying.version } });
    return true;
  }

  /** @param settings null when they cannot be used at this terminal */
  take(name: string, version: number, settings: RemoteSettings | null): void {
    if (settings === null) this.#keep({ ...this.#stored, trying: null, failed: { name, version } });
    else this.#keep({ ...this.#stored, trying: { name, version, settings, starts: 0 }, failed: null });
  }

  /** What the centre is told; null before anything was taken, and while something is on trial. */
  get outcome(): Heartbeat['configuration'] {
    const { failed, inForce } = this.#stored;
    if (failed) return { ...failed, state: 'failed' };
    return inForce && { name: inForce.name, version: inForce.version, state: 'applied' };
  }

  /** Whether it is already in force, on trial or refused. */
  knows(name: string, version: number): boolean {
    const { trying, failed, inForce } = this.#stored;
    const current = trying ?? failed ?? inForce;
    return current?.name === name && current.version === version;
  }

  #keep(kept: Stored): void {
    this.#stored = kept;
    replaceFile(this.#file, Buffer.from(JSON.stringify(kept)));
  }
}

/** A file that cannot be read: the terminal starts with what it was set up with, and the centre gives its settings anew. */
function readStored(file: string): Stored {
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { inForce: null, trying: null, failed: null };
  }
}

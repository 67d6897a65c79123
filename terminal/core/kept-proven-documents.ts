import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvenDocuments } from '@tongban/kiosk-config/catalogue';
import { z } from 'zod';

const kept = z.strictObject({ program: z.string(), sha256: z.array(z.string()) });

/**
 * What this program has found usable, in a file of the data folder, so that the next start need not find it out again.
 * Another program finds out for itself. A file that was lost or damaged costs that time and no more, so nothing is synced.
 */
export class KeptProvenDocuments implements ProvenDocuments {
  readonly #file: string;
  readonly #program: string;
  /** At the start before. */
  readonly #known: ReadonlySet<string>;
  /** At this one: what is published no more is forgotten. */
  readonly #now = new Set<string>();
  #isBeingWritten = false;

  constructor(dataFolder: string, software: string) {
    this.#file = join(dataFolder, 'proven-documents.json');
    this.#program = `${software} ${statSync(import.meta.filename).mtimeMs}`;
    this.#known = new Set(this.#read());
  }

  has(hash: string): boolean {
    const isKnown = this.#known.has(hash);
    if (isKnown) this.#now.add(hash);
    return isKnown;
  }

  add(hash: string): void {
    this.#now.add(hash);
    if (this.#isBeingWritten) return;
    this.#isBeingWritten = true;
    // A catalogue is read in one go.
    setImmediate(() => this.#write());
  }

  #read(): readonly string[] {
    try {
      const { program, sha256 } = kept.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
      return program === this.#program ? sha256 : [];
    } catch {
      // None yet, or cut off in the middle of a write.
      return [];
    }
  }

  #write(): void {
    this.#isBeingWritten = false;
    const content = { program: this.#program, sha256: [...this.#now] };
    try {
      writeFileSync(this.#file, JSON.stringify(content), { mode: 0o600 });
    } catch (error) {
      // A disk that is full must not keep core from starting.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** So many starts, each ended by a crash before anybody could be served, are no accident any more. */
const MOST = 5;
/** Older ones tell of another day's trouble. */
const WINDOW_MS = 10 * 60 * 1000;

/**
 * Counts the starts of core that came to nothing, in a file of the data folder: a crash forgets all else. A number too
 * high or too low after a power cut does no harm, so nothing is synced.
 */
export class Starts {
  readonly #file: string;

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'starts.json');
  }

  /**
   * Notes that core starts.
   * @param now milliseconds of the clock
   * @returns whether core keeps failing: the one that starts now serves nobody, and sends what is there
   */
  begin(now: number): boolean {
    // A clock that was set back leaves starts in the future.
    const recent = this.#times().filter((time) => time <= now && now - time < WINDOW_MS);
    ifItCan(() => writeFileSync(this.#file, JSON.stringify([...recent, now]), { mode: 0o600 }));
    return recent.length >= MOST;
  }

  /** Core has done what it is there for, or ends because it was told to: nothing is held against the next start. */
  proven(): void {
    ifItCan(() => rmSync(this.#file, { force: true }));
  }

  #times(): number[] {
    try {
      const times: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      return Array.isArray(times) ? times.filter((time) => typeof time === 'number') : [];
    } catch {
      // None yet, or cut off in the middle of a write.
      return [];
    }
  }
}

/** A disk that is full or failing must not keep core from starting; the store says what is to be said of it. */
function ifItCan(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

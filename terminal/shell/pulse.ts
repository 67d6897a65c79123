/** Whether the page in front of the citizen still draws. */

/** Between two questions. */
const BEAT_MS = 1000;
/** A page that has drawn nothing for so long hangs; with the new one it takes less than ten seconds together. */
const HANG_MS = 7000;

/**
 * Asks the page every second for a frame. A page that loops, or whose process stands still, answers nothing, whether or
 * not somebody touches it; Chromium itself would notice only when somebody did.
 */
export class Pulse {
  readonly #ask: () => boolean;
  readonly #onHang: () => void;
  /** A frame, the last one that was drawn. */
  #drawnAt = performance.now();
  /** From when on the page that is shown has to draw. */
  #since = performance.now();

  /**
   * @param ask sends the question to the page; false while there is none to ask
   * @param onHang once for each page that hangs
   */
  constructor(ask: () => boolean, onHang: () => void) {
    this.#ask = ask;
    this.#onHang = onHang;
  }

  /** For as long as the shell runs. */
  start(): void {
    setInterval(() => this.#beat(), BEAT_MS);
  }

  /** False when pages have hung for so long that even a new one should have drawn. */
  get beats(): boolean {
    return performance.now() - this.#drawnAt < 3 * HANG_MS;
  }

  /** The page has drawn a frame. */
  answered(): void {
    this.#drawnAt = performance.now();
    this.#since = this.#drawnAt;
  }

  #beat(): void {
    const now = performance.now();
    if (!this.#ask()) this.#since = now;
    if (now - this.#since < HANG_MS) return;
    // The next one gets the whole time.
    this.#since = now;
    this.#onHang();
  }
}

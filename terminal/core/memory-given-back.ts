/** Of a visit: what still waits for its end is over by then, and the next citizen has not come to a form. */
const AFTER_VISIT_MS = 1000;
/** What a start needs is a third of what core holds then; by this time the screens draw and the drivers look for their devices. */
const AFTER_START_MS = 4000;

/**
 * Has garbage collected whenever a visit is over. Left to itself V8 does it when it runs short of room, hours later: until then
 * the papers of citizens who are gone lie in memory, which is their business and not only a matter of size.
 */
export class MemoryGivenBack {
  readonly #isVisitOpen: () => boolean;
  #timer: NodeJS.Timeout;

  constructor(isVisitOpen: () => boolean) {
    this.#isVisitOpen = isVisitOpen;
    this.#timer = setTimeout(() => this.#collect(), AFTER_START_MS);
  }

  visitEnded(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#collect(), AFTER_VISIT_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Takes a few hundredths of a second: never while somebody touches the screen. */
  #collect(): void {
    // Node offers it when it is told so (`--expose-gc`, in the unit of core).
    if (!this.#isVisitOpen()) globalThis.gc?.();
  }
}

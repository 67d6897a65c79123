/**
 * Work on one device, one piece after the other in the order of the calls. A piece that fails is its caller's business
 * and holds up none of those behind it.
 */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  /** Begins when everything before it has ended; settles as `work` does. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    // The caller hears of the failure through `result`. The line only has to know that it is over, and must not keep
    // what came out: it may be a citizen's pages.
    this.#last = Promise.allSettled([result]).then(() => undefined);
    return result;
  }

  /** Resolves when all that was asked for so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}

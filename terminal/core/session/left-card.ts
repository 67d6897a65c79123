/**
 * Whose card lies there: what lay there when a visit ended is of that visit until it was seen to be gone. A reader that is
 * pulled out of its socket sees nothing; what lies there when it is back would open the papers of who left it to the next.
 */
export class LeftCard {
  #lies = false;
  #isLeft = false;

  /** The card of a visit that is over may still be there. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** What the reader sees; one that is away sees neither. */
  seen({ lies, isGone }: { readonly lies: boolean; readonly isGone: boolean }): void {
    if (lies) this.#lies = true;
    if (isGone) this.#lies = this.#isLeft = false;
  }

  visitEnded(): void {
    this.#isLeft = this.#lies;
  }
}

import type { Step } from './step.ts';

/**
 * Whose card lies there: what lay there when a visit ended is of that visit until it was seen to be gone. A reader that is
 * pulled out of its socket sees nothing, neither what stays nor what is put there meanwhile; what lies there when it is back
 * would open the papers of who left it to the next.
 */
export class LeftCard {
  /** Since when, of `performance`; null while none does. */
  #liesSince: number | null = null;
  #isAway = true;
  #isLeft = false;

  /** The card of a visit that is over may still be there. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  /**
   * What the reader sees; one that is away sees neither. What is first seen during the goodbye is of who leaves: put back
   * in the last second, or found by a reader that looks once a second.
   */
  seen({ lies, isGone }: { readonly lies: boolean; readonly isGone: boolean }, step: Step): void {
    this.#isAway = !lies && !isGone;
    if (lies) this.#liesSince ??= performance.now();
    if (lies && step.at === 'end') this.#isLeft = true;
    if (!isGone) return;
    this.#liesSince = null;
    this.#isLeft = false;
  }

  visitEnded(): void {
    this.#isLeft = this.#isAway || this.#liesSince !== null;
  }

  /** Whether it has to be taken away before anybody is served. */
  goesFirst(step: Step): boolean {
    return (step.at === 'attract' || step.at === 'end') && this.#isLeft;
  }

  /**
   * Nobody is served. Who puts a card down begins soon; of one that has lain there for so long nobody knows whose it is.
   * @returns whether that has just become so
   */
  nobodyBegins(forgottenMs: number): boolean {
    if (this.#isLeft || this.#liesSince === null || performance.now() - this.#liesSince < forgottenMs)
      return false;
    this.#isLeft = true;
    return true;
  }
}

/** Of the terminal and not of a session: they outlast practice and a technician's work, as the cards do. */
export class LeftCards {
  readonly onReader = new LeftCard();
  readonly inSlot = new LeftCard();

  visitEnded(): void {
    this.onReader.visitEnded();
    this.inSlot.visitEnded();
  }
}

/** Asks for what was left, from the greeting or in the midst of a goodbye. */
export function takeCardAfter(step: Step): Step {
  return { at: 'take-card', submitted: step.at === 'end' && step.submitted, slipPrinted: false };
}

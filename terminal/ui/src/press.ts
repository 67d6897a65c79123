/**
 * What a finger is on looks pressed (`data-pressed`) until what it does is done. Chromium's `:active` ends when the finger
 * is lifted: the button would look untouched while core answers, and that look would be painted in a frame of its own,
 * behind which the next screen waits.
 */
export class Press {
  readonly #isBusy: () => boolean;
  #button: Element | null = null;

  /** @param isBusy whether the call that a button made is under way */
  constructor(isBusy: () => boolean) {
    this.#isBusy = isBusy;
  }

  down({ target }: Pick<Event, 'target'>): void {
    this.end();
    this.#button = target instanceof Element ? target.closest('button:enabled') : null;
    this.#button?.setAttribute('data-pressed', '');
  }

  /** Also where the finger slid off. What the button does is done by the click, which comes in the same task. */
  up(): void {
    setTimeout(() => {
      if (!this.#isBusy()) this.end();
    });
  }

  end(): void {
    this.#button?.removeAttribute('data-pressed');
    this.#button = null;
  }
}

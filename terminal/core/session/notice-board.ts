import type { Notice } from '@tongban/contract';

/** For so long a notice stays, unless the next touch or step takes it away. */
const NOTICE_MS = 5000;

/** Something to tell for a few seconds whatever the screen. */
export class NoticeBoard {
  readonly #onOver: () => void;
  #notice: Notice | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(onOver: () => void) {
    this.#onOver = onOver;
  }

  get notice(): Notice | null {
    return this.#notice;
  }

  show(notice: Notice): void {
    clearTimeout(this.#timer);
    this.#notice = notice;
    this.#timer = setTimeout(() => {
      this.#notice = null;
      this.#onOver();
    }, NOTICE_MS);
  }

  /** @returns whether there was a notice */
  clear(): boolean {
    clearTimeout(this.#timer);
    const wasThere = this.#notice !== null;
    this.#notice = null;
    return wasThere;
  }
}

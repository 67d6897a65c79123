import type { OperationName } from '../contract/index.ts';

/** A request that was answered; nothing of its content. */
export interface Answered {
  readonly operation: OperationName;
  readonly terminalId: string;
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** How many requests are remembered. */
const KEPT = 2000;

/** The platform's access log: who asked for what and how it ended. */
export class Traffic {
  readonly #answered: Answered[] = [];
  #total = 0;

  note(operation: OperationName, terminalId: unknown, status: number): void {
    const answered = { operation, terminalId: String(terminalId), status, at: Date.now() };
    this.#answered[this.#total % KEPT] = answered;
    this.#total += 1;
  }

  /** All that were ever answered. */
  get total(): number {
    return this.#total;
  }

  /** Oldest first. */
  get latest(): Answered[] {
    const oldest = this.#total % KEPT;
    return this.#total <= KEPT
      ? [...this.#answered]
      : [...this.#answered.slice(oldest), ...this.#answered.slice(0, oldest)];
  }
}

/** How often the shell mends itself before it leaves that to the service manager. */

const FAILURES_MAX = 5;
const FAILURE_WINDOW_MS = 60_000;

/** Counts failures of the last minute. */
export class FailureLimit {
  #times: number[] = [];

  /**
   * Notes one failure.
   * @param now milliseconds of any steady clock
   * @returns true when there were more than five within a minute: a new process has better chances than one more try
   */
  exceeded(now: number): boolean {
    this.#times = [...this.#times.filter((time) => now - time < FAILURE_WINDOW_MS), now];
    return this.#times.length > FAILURES_MAX;
  }
}

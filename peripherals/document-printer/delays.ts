import type { DriverDelays } from './driver.ts';
import type { JobDelays } from './print-job.ts';

export interface DocumentPrinterDelays extends DriverDelays, JobDelays {
  /** Between two looks at the state while nothing is printed, and between two tries to reach a printer that is away. */
  readonly pollMs: number;
}

export const DEFAULT_DELAYS: DocumentPrinterDelays = {
  pollMs: 2000,
  requestTimeoutMs: 5000,
  sendTimeoutMs: 60_000,
  jobPollMs: 500,
  jobTimeoutMs: 120_000,
  cancelTimeoutMs: 10_000,
};

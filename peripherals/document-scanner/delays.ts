/** Every wait of a scanner, in milliseconds; tests shorten them. */
export interface DocumentScannerDelays {
  /** Between two looks at a device that is there. */
  readonly pollMs: number;
  /** Doubled after each look in vain, up to the maximum. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** Until the device answers a question about itself. */
  readonly answerTimeoutMs: number;
  /** How long a device may go on saying that it is busy before a scan begins. */
  readonly startTimeoutMs: number;
  /** From one page to the next, warming up included. */
  readonly pageTimeoutMs: number;
  /** Before a device that said "not yet" is asked again, unless it says when. */
  readonly retryMs: number;
  /** How long a jam found by trying is told, by a device that cannot be asked. */
  readonly conditionHoldMs: number;
  /** How long a program that was told to stop may take to bring the paper to rest. */
  readonly stopGraceMs: number;
}

const COMMON: DocumentScannerDelays = {
  pollMs: 3000,
  reconnectMinMs: 500,
  reconnectMaxMs: 5000,
  answerTimeoutMs: 5000,
  startTimeoutMs: 15_000,
  pageTimeoutMs: 90_000,
  retryMs: 1000,
  conditionHoldMs: 60_000,
  stopGraceMs: 5000,
};

export const ESCL_DELAYS = COMMON;

/** To look is to open the device, which may wake a lamp or a motor: not every few seconds. */
export const SANE_DELAYS: DocumentScannerDelays = { ...COMMON, pollMs: 30_000, answerTimeoutMs: 20_000 };

/** Every wait of the reader, in milliseconds; tests shorten them. */

export interface DriverDelays {
  /** From the request until the whole answer is there. */
  readonly answerTimeoutMs: number;
  /** The same for reading a whole card. */
  readonly slowAnswerTimeoutMs: number;
  /** Within one frame the next bytes come within this time, or never. */
  readonly withinFrameTimeoutMs: number;
}

export interface IdCardReaderDelays extends DriverDelays {
  /** Between two looks for a card; the module's manual asks for 300 ms at least. */
  readonly pollIntervalMs: number;
  /** Between two looks whether a card lies there and the reader is alive, while no card is wanted. */
  readonly idleLookMs: number;
  /** Doubled after each try in vain, up to the maximum. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** Between two resets of a reader that reports a fault. */
  readonly faultRetryMs: number;
}

export const DEFAULT_DELAYS: IdCardReaderDelays = {
  answerTimeoutMs: 1000,
  slowAnswerTimeoutMs: 3000,
  withinFrameTimeoutMs: 250,
  pollIntervalMs: 300,
  idleLookMs: 1000,
  reconnectMinMs: 250,
  reconnectMaxMs: 2000,
  faultRetryMs: 2000,
};

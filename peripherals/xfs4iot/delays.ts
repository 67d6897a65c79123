/** Every wait of a client, in milliseconds; tests shorten them. */
export interface XfsDelays {
  /** Until the WebSocket is there. */
  readonly connectTimeoutMs: number;
  /** Until a command is acknowledged, and until one that asks no device (a status, a cancel) has ended. */
  readonly answerTimeoutMs: number;
  /** So much longer than its own time a command may take to say that it has timed out. */
  readonly graceMs: number;
  /** Between two looks at the status: tells that the provider is alive, and catches what no event told. */
  readonly heartbeatMs: number;
  /** After a command that the provider or its device did not take. */
  readonly retryMs: number;
  /** Doubled after each try in vain, up to the maximum. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
}

export const DEFAULT_DELAYS: XfsDelays = {
  connectTimeoutMs: 3000,
  answerTimeoutMs: 2000,
  graceMs: 1000,
  heartbeatMs: 2000,
  retryMs: 1000,
  reconnectMinMs: 250,
  reconnectMaxMs: 2000,
};

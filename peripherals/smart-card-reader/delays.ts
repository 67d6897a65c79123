/** Every wait of the reader, in milliseconds; tests shorten them. */
export interface SmartCardReaderDelays {
  /** No call to the smart card service takes longer, unless reader or service hang. */
  readonly callTimeoutMs: number;
  /** The same for one exchange with the card: a record of 258 bytes takes 0.3 s at 9600 baud. */
  readonly transmitTimeoutMs: number;
  /** How long the service may take to notice that a card is gone: pcscd looks every 400 ms. */
  readonly removalNoticeMs: number;
  /** How long a reader that came back may take to notice a card that was in it all the time. */
  readonly settleMs: number;
  /** Between two looks at a reader that the service is just starting. */
  readonly startingMs: number;
  /** The list of readers is asked for anew at least this often. */
  readonly heartbeatMs: number;
  /** Doubled after each try in vain, up to the maximum. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** Between two tries with a card that another program holds. */
  readonly inUseRetryMs: number;
}

export const DEFAULT_DELAYS: SmartCardReaderDelays = {
  callTimeoutMs: 5000,
  transmitTimeoutMs: 2000,
  removalNoticeMs: 900,
  settleMs: 1500,
  startingMs: 100,
  heartbeatMs: 3000,
  reconnectMinMs: 250,
  reconnectMaxMs: 2000,
  inUseRetryMs: 1000,
};

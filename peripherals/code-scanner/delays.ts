/** Every wait of the scanner, in milliseconds; tests shorten them. */

export interface ChannelDelays {
  /** So long nothing comes after a code that has no suffix. A byte at 9600 baud takes 1 ms; USB adapters hold bytes for 16. */
  readonly interByteTimeoutMs: number;
}

export interface CodeScannerDelays extends ChannelDelays {
  /** From a setting until its answer is there. */
  readonly answerTimeoutMs: number;
  /** Between two checks of the settings while no code is wanted; also tells that the scanner is still alive. */
  readonly settingsCheckMs: number;
  /** A scanner ends its own trigger after a time of its own: it is given again this often. */
  readonly triggerRenewMs: number;
  /** Doubled after each try in vain, up to the maximum. */
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
}

export const DEFAULT_DELAYS: CodeScannerDelays = {
  interByteTimeoutMs: 80,
  answerTimeoutMs: 600,
  settingsCheckMs: 30_000,
  triggerRenewMs: 5000,
  reconnectMinMs: 250,
  reconnectMaxMs: 2000,
};

import type { SyncDelays } from '../client/facade.ts';

/**
 * Short pauses between attempts. The time-outs stay long, so that a busy machine repeats nothing by itself; a test
 * about silence shortens them.
 */
export const shortDelays: SyncDelays = {
  ...{ requestTimeoutMs: 3000, feedTimeoutMs: 1000, feedIntervalMs: 100 },
  ...{ retryBaseMs: 20, retryCapMs: 100, heldRetryMs: 100 },
  ...{ reportDelayMs: 10, reconcileSpreadMs: 0, revokedAskMs: 100, heartbeatMs: 60_000 },
};

/** For a platform that hangs. */
export const impatientDelays: SyncDelays = { ...shortDelays, requestTimeoutMs: 250 };

export const terminal = { terminalId: 'SH-310199-T01', siteCode: '310199001' };

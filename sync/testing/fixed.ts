import type { SyncDelays } from '../client/facade.ts';

/** Waits as short as a test wants them, in the proportions of the real ones. */
export const shortDelays: SyncDelays = {
  ...{ requestTimeoutMs: 300, feedTimeoutMs: 200, feedIntervalMs: 100 },
  ...{ retryBaseMs: 20, retryCapMs: 100, heldRetryMs: 100 },
};

export const terminal = { terminalId: 'SH-310199-T01', siteCode: '310199001' };

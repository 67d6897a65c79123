import type { SyncDelays } from './facade.ts';

export const defaultDelays: SyncDelays = {
  requestTimeoutMs: 5000,
  feedTimeoutMs: 3000,
  feedIntervalMs: 3000,
  retryBaseMs: 500,
  retryCapMs: 3000,
  heldRetryMs: 60_000,
  reportDelayMs: 500,
  reconcileSpreadMs: 1_800_000,
  revokedAskMs: 600_000,
  heartbeatMs: 60_000,
};

/** A platform that asks for more patience than this is asked again anyway. */
const RETRY_AFTER_MAX_MS = 600_000;

/**
 * Full jitter: at random between 0 and min(cap, base · 2^(failures-1)), so that the terminals of a city do not meet
 * when an outage ends; never sooner than the platform asked for.
 * @param failures in a row, from 1
 * @returns milliseconds
 */
export function retryDelay(failures: number, delays: SyncDelays, retryAfterMs: number | null = null): number {
  // 2^30 × base is beyond any cap, and larger exponents would overflow.
  const ceiling = Math.min(delays.retryCapMs, delays.retryBaseMs * 2 ** Math.min(failures - 1, 30));
  return Math.max(Math.random() * ceiling, Math.min(retryAfterMs ?? 0, RETRY_AFTER_MAX_MS));
}

import type { FormValues } from '@tongban/kiosk-config/catalogue';
import type { PlatformKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/** What every part of the platform stands on. */
export interface Ground {
  readonly ledger: Ledger;
  readonly keys: PlatformKeys;
  /** The platform's clock, wrong by as much as was asked for. */
  readonly now: () => Date;
  /** Forms by application number; in memory only, for tests. */
  readonly forms: Map<string, FormValues>;
}

/** Who asks, and under which key. */
export interface Caller {
  readonly terminalId: string;
  /** Empty for a GET. */
  readonly idempotencyKey: string;
}

import type { CentreDatabase } from '../database/database.ts';
import type { Sealing } from '../keys/sealing.ts';
import type { Clock } from './clock.ts';

/** What every service is made of. */
export interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly sealing: Sealing;
  /** Where this process keeps copies of the audit's checkpoints; null: nowhere. */
  readonly checkpointFile: string | null;
}

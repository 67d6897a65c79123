import type { Centre } from '../../../kiosk-config/centre/server/centre.ts';
import type { Callers } from '../../../kiosk-config/centre/testing/callers.ts';

/** What fills a centre: its clock goes where the work is done. */
export interface Work {
  readonly centre: Centre;
  readonly callers: Callers;
  /** Nobody is logged off by it. */
  goTo(instant: Date): Promise<void>;
}

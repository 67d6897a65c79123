import type { Catalogue } from '@tongban/kiosk-config/catalogue';
import type { Sync } from '@tongban/sync';
import type { TerminalConfig } from '../config.ts';
import type { Devices } from '../devices.ts';
import type { Log } from '../log.ts';

/** What a session is made of. */
export interface SessionParts {
  readonly config: TerminalConfig;
  readonly catalogue: Catalogue;
  readonly devices: Devices;
  readonly sync: Sync;
  readonly log: Log;
  /** A visit began or ended: core remembers it, so that a restart in the middle can be told to the citizen. */
  readonly onVisit: (open: boolean) => void;
  readonly interruptedVisit: boolean;
}

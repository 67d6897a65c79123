import type { Command } from '../command.ts';
import { centreCity } from './city.ts';
import { centreInit } from './init.ts';
import { centreRestored } from './restored.ts';
import { ROOT_COMMANDS } from './root/index.ts';
import { centre } from './run.ts';
import { verifyAudit } from './verify-audit.ts';

/** In the order of the help text. */
export const CENTRE_COMMANDS: readonly Command[] = [
  ...[centre, centreInit, centreCity],
  ...ROOT_COMMANDS,
  ...[centreRestored, verifyAudit],
];

import { runCli } from './cli.ts';
import type { Command } from './command.ts';
import { configure } from './configure/configure.ts';
import { DEVICE_COMMANDS } from './device/index.ts';
import { PRACTICE_COMMANDS } from './practice/index.ts';
import { doctor } from './doctor/doctor.ts';
import { provision } from './provision.ts';
import { QUEUE_COMMANDS } from './queue/index.ts';
import { syncStatus } from './sync/status.ts';
import { UPDATE_COMMANDS } from './update/index.ts';

/** What a technician does at a terminal, in the order of the help text. */
export const ON_A_TERMINAL: readonly Command[] = [
  configure,
  doctor,
  ...DEVICE_COMMANDS,
  ...QUEUE_COMMANDS,
  provision,
  syncStatus,
  ...PRACTICE_COMMANDS,
  ...UPDATE_COMMANDS,
];

/** The `tongban` command of an installed terminal: without what plays the world, records a device or runs a centre. */
if (import.meta.main) process.exit(await runCli(process.argv.slice(2), ON_A_TERMINAL));

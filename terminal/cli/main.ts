import { CENTRE_COMMANDS } from './centre/index.ts';
import { runCli } from './cli.ts';
import { recordIdCard, recordReceipt, replay } from './device/record.ts';
import { ON_A_TERMINAL } from './on-a-terminal.ts';
import { sandbox } from './sandbox/sandbox.ts';
import { addWorkingDaysCommand } from './working-days/add.ts';

/** The `tongban` command of a checkout, run by bin/tongban.mjs: every command there is. */
process.exit(
  await runCli(process.argv.slice(2), [
    ...ON_A_TERMINAL,
    ...[recordIdCard, recordReceipt, replay],
    sandbox,
    ...CENTRE_COMMANDS,
    addWorkingDaysCommand,
  ]),
);

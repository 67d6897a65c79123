import { runCli } from './cli.ts';

/** The `tongban` command: composes device families without core; run by bin/tongban.mjs. */
process.exit(await runCli(process.argv.slice(2)));

import { runCli } from './cli.ts';

/** The `tongban` command, run by bin/tongban.mjs: devices, queue, sandbox. */
process.exit(await runCli(process.argv.slice(2)));

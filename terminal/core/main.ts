import { startCore } from './core.ts';
import { loadConfig } from './config.ts';
import { createLog } from './log.ts';

/**
 * The kiosk service as a process: `node main.ts CONFIG.json`. Says `{ready: true}` to a parent that forked it.
 * A configuration or catalogue that cannot be used ends it with exit code 78 (EX_CONFIG) and one line that says why.
 */
const EXIT_CONFIG = 78;
/** EX_SOFTWARE */
const EXIT_SOFTWARE = 70;

const file = process.argv[2];
if (!file) {
  console.error('Usage: node main.ts CONFIG.json');
  process.exit(EXIT_CONFIG);
}

try {
  const config = loadConfig(file);
  const log = createLog(config.terminalId);
  // What nobody expected ends the process at once, so that it starts anew from what is on the disk. The message may
  // quote a value, the place in the code cannot.
  process.on('uncaughtException', (error) => {
    log('core.crashed', { error: error.name, at: error.stack?.match(/^ +at .*$/m)?.[0].trim() ?? '' });
    process.exit(EXIT_SOFTWARE);
  });
  const core = await startCore(config, log);
  const stop = () => {
    void core.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.send?.({ ready: true });
} catch (error) {
  console.error(error instanceof Error ? error.message : 'core cannot start');
  process.exit(EXIT_CONFIG);
}

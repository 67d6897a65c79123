import { ConfigurationStore, KeptLog } from '@tongban/kiosk-config/provisioning';
import { feedWatchdog } from '../watchdog/feed.ts';
import type { FleetParts } from './centre.ts';
import { loadConfig } from './config.ts';
import { startCore, type Core } from './core.ts';
import { createLog, type Log } from './log.ts';

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
  const { terminalId, dataFolder } = loadConfig(file);
  const keptLog = new KeptLog();
  const write = createLog(terminalId);
  const log: Log = (event, facts = {}) => {
    keptLog.keep(event, facts, new Date());
    write(event, facts);
  };
  // What nobody expected ends the process at once, so that it starts anew from what is on the disk. The message may
  // quote a value, the place in the code cannot.
  process.on('uncaughtException', (error) => {
    log('core.crashed', { error: error.name, at: error.stack?.match(/^ +at .*$/m)?.[0].trim() ?? '' });
    process.exit(EXIT_SOFTWARE);
  });
  const settings = new ConfigurationStore(dataFolder);
  const fleet: FleetParts = {
    settings,
    logBundle: () => keptLog.text(),
    isUsable(given) {
      try {
        loadConfig(file, given);
        return true;
      } catch {
        return false;
      }
    },
    restart: () => void (core = core.then(startAnew)),
  };
  let running: Core | null = null;
  // While it starts it is well as long as it goes on. What hangs does not come to feed.
  const stopFeeding = feedWatchdog({
    isWell: () => running?.isWell ?? true,
    onTurn: (isFed) => log(isFed ? 'core.well' : 'core.not-well', {}),
  });
  const begin = async (): Promise<Core> => {
    running = await startCore(loadConfig(file, settings.begin()), log, fleet);
    settings.proven();
    return running;
  };
  /** With what was in force before, when core does not start with what is on trial. */
  const beginOrFallBack = (): Promise<Core> =>
    begin().catch((error: unknown) => {
      if (!settings.fail()) throw error;
      log('settings-failed', {});
      return begin();
    });
  const startAnew = async (former: Core): Promise<Core> => {
    log('core.restarts', {});
    running = null;
    await former.close();
    return beginOrFallBack();
  };
  let core = beginOrFallBack();
  await core;
  const stop = () => {
    stopFeeding();
    void core.then((running) => running.close()).then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.send?.({ ready: true });
} catch (error) {
  console.error(error instanceof Error ? error.message : 'core cannot start');
  process.exit(EXIT_CONFIG);
}

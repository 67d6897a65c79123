import { mkdirSync } from 'node:fs';
import { ConfigurationStore, KeptLog, type RemoteSettings } from '@tongban/kiosk-config/provisioning';
import { everyNight } from '../watchdog/every-night.ts';
import { feedWatchdog } from '../watchdog/feed.ts';
import type { FleetParts } from './centre.ts';
import { keepFoundDevices, loadConfig } from './config.ts';
import { DATA_FOLDER_MODE, startCore, type Core } from './core.ts';
import { createLog, type Log } from './log.ts';
import { Starts } from './starts.ts';
import { Updates } from './updates.ts';

/**
 * The kiosk service as a process: `node main.ts CONFIG.json`. Says `{ready: true}` to a parent that forked it.
 * A configuration or catalogue that cannot be used ends it with exit code 78 (EX_CONFIG) and one line that says why.
 */
const EXIT_CONFIG = 78;
/** EX_SOFTWARE */
const EXIT_SOFTWARE = 70;
/** A core that has run for so long did not fail at its start. */
const PROVEN_MS = 60_000;
/** So long does core that kept failing serve nobody; then it tries again. */
const REST_MS = 30 * 60 * 1000;

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
  const updates = new Updates({ log });
  const fleet: FleetParts = {
    settings,
    configuration: () => updates.outcomeOf(settings.outcome),
    logBundle: () => keptLog.text(),
    isUsable(given) {
      try {
        loadConfig(file, given);
        return true;
      } catch {
        return false;
      }
    },
    keepFound: (found) => keepFoundDevices(file, inForce, found),
    restart: (how) => void (core = core.then((former) => startAnew(former, how))),
  };
  let inForce: RemoteSettings = {};
  let running: Core | null = null;
  // While it starts it is well as long as it goes on. What hangs does not come to feed.
  const stopFeeding = feedWatchdog({
    isWell: () => running?.isWell ?? true,
    onTurn: (isFed) => log(isFed ? 'core.well' : 'core.not-well', {}),
  });
  mkdirSync(dataFolder, { recursive: true, mode: DATA_FOLDER_MODE });
  const starts = new Starts(dataFolder);
  let keepsFailing = starts.begin(Date.now());
  if (keepsFailing) log('core.keeps-failing', {});
  const proven = (): void => starts.proven();
  const begin = async (technicianStays: boolean): Promise<Core> => {
    const how = { keepsFailing, onServed: proven, technicianStays };
    inForce = settings.begin();
    const config = loadConfig(file, inForce);
    updates.wants(config.updates);
    running = await startCore(config, log, fleet, how);
    settings.proven();
    return running;
  };
  /** With what was in force before, when core does not start with what is on trial. */
  const beginOrFallBack = (technicianStays = false): Promise<Core> =>
    begin(technicianStays).catch((error: unknown) => {
      if (!settings.fail()) throw error;
      log('settings-failed', {});
      return begin(technicianStays);
    });
  const startAnew = async (former: Core, how?: { readonly technicianStays: boolean }): Promise<Core> => {
    log('core.restarts', {});
    running = null;
    await former.close();
    return beginOrFallBack(how?.technicianStays);
  };
  let core = beginOrFallBack();
  // What cannot be used is not tried again by itself: no crash.
  await core.catch((error: unknown) => {
    proven();
    throw error;
  });
  setTimeout(
    () => {
      proven();
      if (!keepsFailing) return;
      keepsFailing = false;
      core = core.then((former) => startAnew(former));
    },
    keepsFailing ? REST_MS : PROVEN_MS,
  );
  const stop = () => {
    stopFeeding();
    stopNights();
    stopUpdates();
    proven();
    void core.then((running) => running.close()).then(() => process.exit(0));
  };
  const stopNights = everyNight(
    () => running?.isVisitOpen === false,
    () => {
      log('core.recycled', {});
      stop();
    },
  );
  const stopUpdates = updates.follow(() => running, stop);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.send?.({ ready: true });
} catch (error) {
  console.error(error instanceof Error ? error.message : 'core cannot start');
  process.exit(EXIT_CONFIG);
}

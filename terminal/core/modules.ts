import { openModules, type Modules, type ModulesOptions } from '@tongban/sync/modules';
import type { TerminalConfig } from './config.ts';
import type { Log } from './log.ts';

/**
 * Opens the ten modules of art. 5 beside the sync, with what this site's configuration says of them. Their edges are
 * logged as `module.state`; what the network takes with it is logged as the network.
 * @throws UnusableStore when their queue is of a newer program
 */
export function modulesOf(config: TerminalConfig, sync: ModulesOptions['sync'], log: Log): Promise<Modules> {
  const { dataFolder, terminalId, platform, modules } = config;
  return openModules({ dataFolder, terminalId, platform, sync, log, ...modules });
}

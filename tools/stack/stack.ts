import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerminalConfigInput } from '../../terminal/core/config.ts';
import { demoTerminal } from './demo-terminal.ts';
import { startService, type Service } from './service.ts';
import { CATALOGUE_FOLDER, startWorld, type World, type WorldOptions } from './world.ts';

const CORE = join(import.meta.dirname, '../../terminal/core/main.ts');
const UNIT = join(import.meta.dirname, '../../terminal/debian/tongban-core.service');

/** Everything that the stack writes lies below `folder`: the terminal's data, the sandbox's, logs, sockets. */
export interface StackOptions extends WorldOptions {
  /** The terminal follows this one instead of the catalogue's folder. */
  readonly centre?: TerminalConfigInput['centre'];
  readonly session?: TerminalConfigInput['session'];
  /** Pictures of papers come from a phone too: from a browser of this machine, at this port. */
  readonly phonePort?: number;
  /** What is started as core, with what besides in its environment; without it the sources. */
  readonly core?: { readonly module: string; readonly environment: Readonly<Record<string, string>> };
}

export interface Stack extends Omit<World, 'config' | 'environment' | 'videoFile'> {
  readonly socketPath: string;
  /** Configuration of the terminal. */
  readonly configFile: string;
  /** What core and shell write, temporary files (`tmp`) included: the terminal's disk, as far as privacy is concerned. */
  readonly terminalFolder: string;
  readonly shellDataFolder: string;
  /** For Electron besides `launchArgs`: in place of a camera it shows the film of the bench. */
  readonly cameraArgs: readonly string[];
  core: Service<{ ready: true }>;
  /** Starts core anew after it was killed. */
  restartCore(): Promise<void>;
}

/**
 * Starts sandbox platform, device bench and core, wired as on a real site: core speaks to the card reader through a
 * serial line, to the printer and the platform through TCP. The shell is started by the caller.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder, catalogueFolder = CATALOGUE_FOLDER } = options;
  const terminalFolder = join(folder, 'terminal');
  mkdirSync(join(terminalFolder, 'tmp'), { recursive: true });
  const { config: places, environment, videoFile, stop: stopWorld, ...world } = await startWorld(options);
  const socketPath = join(folder, 'run/core.sock');
  const configFile = join(folder, 'terminal.json');
  const config: TerminalConfigInput = {
    ...demoTerminal,
    ...places,
    dataFolder: join(terminalFolder, 'data'),
    ...(options.centre ? { centre: options.centre } : { catalogueFolder }),
    socketPath,
    speech: {},
    handwriting: {},
    ...(options.session ? { session: options.session } : {}),
    ...(options.phonePort === undefined
      ? {}
      : { phoneHandOver: { address: '127.0.0.1', port: options.phonePort, wifiName: 'TEST-HALL' } }),
  };
  writeFileSync(configFile, JSON.stringify(config, null, 2));
  const { module, environment: ofCore } = options.core ?? { module: CORE, environment: {} };
  const startCore = () =>
    startService<{ ready: true }>('core', module, configFile, join(terminalFolder, 'core.log'), {
      ...{ ...environment, ...memoryOfService(), ...ofCore },
      TMPDIR: join(terminalFolder, 'tmp'),
    });

  const stack: Stack = {
    ...world,
    socketPath,
    configFile,
    terminalFolder,
    shellDataFolder: join(terminalFolder, 'shell'),
    cameraArgs: videoFile === null ? [] : fakeCamera(videoFile),
    core: await startCore(),
    async restartCore() {
      stack.core = await startCore();
    },
    async stop() {
      await stack.core.stop();
      await stopWorld();
    },
  };
  return stack;
}

/**
 * What the unit of core says of memory: the stack holds what an installed terminal holds.
 * @param given what else Node is told, by whoever starts the stack
 */
function memoryOfService(given = process.env['NODE_OPTIONS'] ?? ''): Record<string, string> {
  const unit = readFileSync(UNIT, 'utf8');
  const said = unit.matchAll(/^Environment="?(MALLOC_\w+|NODE_OPTIONS)=([^"\n]+)"?$/gm);
  const { NODE_OPTIONS: options, ...malloc } = Object.fromEntries(
    [...said].map(([, name, value]) => [name, value]),
  );
  if (options === undefined || Object.keys(malloc).length === 0)
    throw new Error('the unit of core says nothing of its memory');
  return { ...malloc, NODE_OPTIONS: `${given} ${options}`.trim() };
}

/** Switches of Chromium, for development and tests; the page still has to be given the permission. */
function fakeCamera(videoFile: string): string[] {
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${videoFile}`];
}

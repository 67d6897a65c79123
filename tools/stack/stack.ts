import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerminalConfigInput } from '../../terminal/core/config.ts';
import type { BenchAddresses, BenchState } from '@tongban/peripherals/bench';
import { demoTerminal } from './demo-terminal.ts';
import { startService, type Service } from './service.ts';

const ROOT = join(import.meta.dirname, '../..');

type Key = NonNullable<TerminalConfigInput['platform']['requestKey']>;

interface SandboxReady {
  readonly url: string;
  readonly keys: Pick<TerminalConfigInput['platform'], 'encryptionKey' | 'receiptKey'>;
  readonly terminalKeys: Readonly<Record<string, Key>>;
}
interface BenchReady extends BenchAddresses {
  readonly url: string;
  readonly networkPort: number;
}

export interface StackOptions {
  /** Everything that the stack writes lies below: the terminal's data, the sandbox's, logs, sockets. */
  readonly folder: string;
  /** Ports that people know by heart; 0 takes any free one. */
  readonly benchPort?: number;
  readonly sandboxPort?: number;
  /** `main`, without any: card reader and receipt printer alone, which start sooner. */
  readonly devices?: 'all' | 'main';
  readonly catalogueFolder?: string;
  /** The terminal follows this one instead of the catalogue's folder. */
  readonly centre?: TerminalConfigInput['centre'];
  readonly session?: TerminalConfigInput['session'];
  /** Pictures of papers come from a phone too: from a browser of this machine, at this port. */
  readonly phonePort?: number;
  readonly screen?: { readonly framebufferFile: string; readonly display: string };
}

export interface Stack {
  readonly sandboxUrl: string;
  readonly benchUrl: string;
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
  /** A verb of the bench: `bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' })`. */
  bench(device: string, call: Record<string, unknown>): Promise<void>;
  benchState(): Promise<BenchState>;
  /** Everything that the sandbox platform knows of submissions; nothing personal. */
  applications(): Promise<SandboxApplication[]>;
  /** Something is done at the platform: `order({ verb: 'finish', applyNo })`. */
  order(order: Record<string, unknown>): Promise<void>;
  /** Something is done at one of the other nine modules: `orderAtModule({ verb: 'pay', orderId })`. */
  orderAtModule(order: Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
}
export interface SandboxApplication {
  readonly applyNo: string;
  readonly idempotencyKey: string;
  /** How often it was submitted; answered with the same receipt from the second time on. */
  readonly submits: number;
}

/**
 * Starts sandbox platform, device bench and core, wired as on a real site: core speaks to the card reader through a
 * serial line, to the printer and the platform through TCP. The shell is started by the caller.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const folder = options.folder;
  const terminalFolder = join(folder, 'terminal');
  const runFolder = join(folder, 'run');
  const logs = join(folder, 'logs');
  for (const each of [terminalFolder, join(terminalFolder, 'tmp'), runFolder, logs])
    mkdirSync(each, { recursive: true });
  const catalogueFolder = options.catalogueFolder ?? join(ROOT, 'kiosk-config/catalogue/matters');

  const sandbox = await startService<SandboxReady>(
    'sandbox platform',
    join(ROOT, 'sync/sandbox/main.ts'),
    JSON.stringify({
      ...{ port: options.sandboxPort ?? 0, dataFolder: join(folder, 'sandbox'), catalogueFolder },
      terminals: [{ terminalId: demoTerminal.terminalId, key: null }],
    }),
    join(logs, 'sandbox.log'),
  );
  const bench = await startService<BenchReady>(
    'device bench',
    join(ROOT, 'peripherals/bench/main.ts'),
    JSON.stringify({
      port: options.benchPort ?? 0,
      folder: runFolder,
      devices: options.devices ?? 'main',
      networkPort: 0,
      platformUrl: sandbox.ready.url,
      ...(options.screen ? { screen: options.screen } : {}),
    }),
    join(logs, 'bench.log'),
  );
  const { videoFile } = bench.ready;
  const socketPath = join(runFolder, 'core.sock');
  const configFile = join(folder, 'terminal.json');
  const { keys, terminalKeys } = sandbox.ready;
  const requestKey = terminalKeys[demoTerminal.terminalId];
  if (!requestKey) throw new Error('the sandbox made no key for the terminal');
  const config: TerminalConfigInput = {
    ...demoTerminal,
    dataFolder: join(terminalFolder, 'data'),
    ...(options.centre ? { centre: options.centre } : { catalogueFolder }),
    socketPath,
    platform: { url: `http://127.0.0.1:${bench.ready.networkPort}`, ...keys, requestKey },
    devices: bench.ready.devices,
    speech: {},
    handwriting: {},
    ...(options.session ? { session: options.session } : {}),
    ...(options.phonePort === undefined
      ? {}
      : { phoneHandOver: { address: '127.0.0.1', port: options.phonePort, wifiName: 'TEST-HALL' } }),
  };
  writeFileSync(configFile, JSON.stringify(config, null, 2));
  const startCore = () =>
    startService<{ ready: true }>(
      'core',
      join(ROOT, 'terminal/core/main.ts'),
      configFile,
      join(terminalFolder, 'core.log'),
      { ...bench.ready.environment, TMPDIR: join(terminalFolder, 'tmp') },
    );

  const stack: Stack = {
    sandboxUrl: sandbox.ready.url,
    benchUrl: bench.ready.url,
    socketPath,
    configFile,
    terminalFolder,
    shellDataFolder: join(terminalFolder, 'shell'),
    cameraArgs: videoFile === null ? [] : fakeCamera(videoFile),
    core: await startCore(),
    async restartCore() {
      stack.core = await startCore();
    },
    bench: (device, call) => post(new URL(`/api/${device}`, bench.ready.url), call),
    order: (order) => post(new URL('/sandbox/orders', sandbox.ready.url), order),
    orderAtModule: (order) => post(new URL('/sandbox/modules', sandbox.ready.url), order),
    async benchState() {
      const answer = await fetch(new URL('/api/state', bench.ready.url));
      return (await answer.json()) as BenchState;
    },
    async applications() {
      const answer = await fetch(new URL('/sandbox/applications', sandbox.ready.url));
      return (await answer.json()) as SandboxApplication[];
    },
    async stop() {
      await stack.core.stop();
      await bench.stop();
      await sandbox.stop();
    },
  };
  return stack;
}

async function post(url: URL, call: Record<string, unknown>): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(call),
  });
  if (!answer.ok) throw new Error(`${url.pathname} ${String(call['verb'])}: ${await answer.text()}`);
}

/** Switches of Chromium, for development and tests; the page still has to be given the permission. */
function fakeCamera(videoFile: string): string[] {
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${videoFile}`];
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchAddresses, BenchState } from '@tongban/peripherals/bench';
import type { SandboxApplication } from '@tongban/sync/sandbox';
import type { TerminalConfigInput } from '../../terminal/core/config.ts';
import { demoTerminal } from './demo-terminal.ts';
import { startService } from './service.ts';

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

export interface WorldOptions {
  /** Everything that is written lies below. */
  readonly folder: string;
  /** Ports that people know by heart; 0 takes any free one. */
  readonly benchPort?: number;
  readonly sandboxPort?: number;
  /** `main`, without any: card reader and receipt printer alone, which start sooner. */
  readonly devices?: 'all' | 'main';
  readonly catalogueFolder?: string;
  readonly screen?: { readonly framebufferFile: string; readonly display: string };
}

/** What a terminal stands in: the sandbox platform, and the bench with its devices and the network cable. */
export interface World {
  readonly sandboxUrl: string;
  readonly benchUrl: string;
  /** What a terminal's configuration says of platform and devices. */
  readonly config: Pick<TerminalConfigInput, 'platform' | 'devices'>;
  /** For core: where the services of the bench's smart cards are. */
  readonly environment: Readonly<Record<string, string>>;
  /** Plays in the place of a camera; null without one. */
  readonly videoFile: string | null;
  /** A verb of the bench: `bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' })`. */
  bench(device: string, call: Record<string, unknown>): Promise<void>;
  benchState(): Promise<BenchState>;
  /** Everything that the sandbox platform knows of submissions; nothing personal. */
  applications(): Promise<SandboxApplication[]>;
  /** Something is done at the platform: `order({ verb: 'finish', applyNo })`. */
  order(order: Record<string, unknown>): Promise<void>;
  /** The platform is gone at once, or in order; {@link startPlatform} brings it back at the same address. */
  stopPlatform(signal: NodeJS.Signals): Promise<void>;
  startPlatform(): Promise<void>;
  /** Something is done at one of the other nine modules: `orderAtModule({ verb: 'pay', orderId })`. */
  orderAtModule(order: Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
}

/** The matters that a terminal without a centre offers. */
export const CATALOGUE_FOLDER = join(ROOT, 'kiosk-config/catalogue/matters');

/** Starts sandbox platform and device bench: a card reader behind a serial line, printer and platform behind TCP. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { folder, catalogueFolder = CATALOGUE_FOLDER } = options;
  const runFolder = join(folder, 'run');
  const logs = join(folder, 'logs');
  for (const each of [runFolder, logs]) mkdirSync(each, { recursive: true });
  const startSandbox = (port: number) =>
    startService<SandboxReady>(
      'sandbox platform',
      join(ROOT, 'sync/sandbox/main.ts'),
      JSON.stringify({
        ...{ port, dataFolder: join(folder, 'sandbox'), catalogueFolder },
        terminals: [{ terminalId: demoTerminal.terminalId, key: null }],
      }),
      join(logs, 'sandbox.log'),
    );
  let sandbox = await startSandbox(options.sandboxPort ?? 0);
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
  const { keys, terminalKeys } = sandbox.ready;
  const sandboxUrl = sandbox.ready.url;
  const requestKey = terminalKeys[demoTerminal.terminalId];
  if (!requestKey) throw new Error('the sandbox made no key for the terminal');
  return {
    sandboxUrl,
    benchUrl: bench.ready.url,
    config: {
      platform: { url: `http://127.0.0.1:${bench.ready.networkPort}`, ...keys, requestKey },
      devices: bench.ready.devices,
    },
    environment: bench.ready.environment,
    videoFile: bench.ready.videoFile,
    bench: (device, call) => post(new URL(`/api/${device}`, bench.ready.url), call),
    order: (order) => post(new URL('/sandbox/orders', sandboxUrl), order),
    orderAtModule: (order) => post(new URL('/sandbox/modules', sandboxUrl), order),
    stopPlatform: (signal) => sandbox.stop(signal),
    async startPlatform() {
      sandbox = await startSandbox(Number(new URL(sandboxUrl).port));
    },
    async benchState() {
      const answer = await fetch(new URL('/api/state', bench.ready.url));
      return (await answer.json()) as BenchState;
    },
    async applications() {
      const answer = await fetch(new URL('/sandbox/applications', sandboxUrl));
      return (await answer.json()) as SandboxApplication[];
    },
    async stop() {
      await bench.stop();
      await sandbox.stop();
    },
  };
}

async function post(url: URL, call: Record<string, unknown>): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(call),
  });
  if (!answer.ok) throw new Error(`${url.pathname} ${String(call['verb'])}: ${await answer.text()}`);
}

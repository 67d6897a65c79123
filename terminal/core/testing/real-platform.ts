import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openModules, type ModuleName, type Modules, type ModulesOptions } from '@tongban/sync/modules';
import { openSync, type CaseWork, type StoreFacts, type Sync } from '@tongban/sync';
import { startSandbox, type ModuleOrder, type Sandbox } from '@tongban/sync/sandbox';
import { onTestFinished } from 'vitest';

/** The real sync with the sandbox platform behind it, in a temporary folder, closed with the test. */

const MATTERS = join(import.meta.dirname, '../../../kiosk-config/catalogue/matters');
/** Of synthetic terminals of the tests; the same as in session-at-work.ts. */
const TERMINAL_ID = '310199-07';
/** A test sees within this time what the platform says; in service it is some seconds. */
const FEED_INTERVAL_MS = 50;

export interface RealPlatform {
  readonly sandbox: Sandbox;
  readonly sync: Sync & StoreFacts & CaseWork;
  /** What the terminal keeps. */
  readonly dataFolder: string;
  /**
   * The modules of the same platform, as soon as each has answered once.
   * @param network in place of the sync's, for a test that holds the cable in its hand
   */
  openModules(network?: ModulesOptions['sync']): Promise<Modules>;
  /** A verb of the sandbox's modules. */
  order(order: ModuleOrder): Promise<void>;
  /** How many records a module has. */
  records(module: ModuleName): Promise<number>;
}

/** Resolves as soon as a module is in the state. */
export function untilModule(
  modules: Modules,
  module: ModuleName,
  state: ReturnType<Modules['state']>,
): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (modules.state(module) !== state) return;
      stop();
      resolve();
    };
    const stop = modules.onChange(look);
    look();
  });
}

export async function realPlatform(): Promise<RealPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-core-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const sandbox = await startSandbox({
    ...{ port: 0, dataFolder: null, catalogueFolder: MATTERS },
    terminals: [{ terminalId: TERMINAL_ID, key: null }],
  });
  onTestFinished(() => sandbox.close());
  const requestKey = sandbox.terminalKeys[TERMINAL_ID];
  if (!requestKey) throw new Error('the sandbox made no key for the terminal');
  const dataFolder = join(folder, 'terminal');
  const platform = { url: sandbox.url, ...sandbox.keys, requestKey };
  const sync = await openSync({
    ...{ dataFolder, platform },
    terminal: { terminalId: TERMINAL_ID, siteCode: '310199001' },
    delays: { feedIntervalMs: FEED_INTERVAL_MS, heldRetryMs: FEED_INTERVAL_MS },
    log: () => undefined,
  });
  onTestFinished(() => sync.close());
  return {
    ...{ sandbox, sync, dataFolder },
    async openModules(network = sync) {
      const modules = await openModules({
        ...{ dataFolder, terminalId: TERMINAL_ID, log: () => undefined },
        sync: network,
        platform: { url: sandbox.url, encryptionKey: sandbox.keys.encryptionKey, requestKey },
        delays: { probeSpreadMs: 20, probeIntervalMs: 100, retryBaseMs: 20, retryCapMs: 100 },
      });
      onTestFinished(() => modules.close());
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (Object.values(modules.states).every((state) => state === 'up')) resolve();
        };
        onTestFinished(modules.onChange(look));
        look();
      });
      return modules;
    },
    async order(order) {
      const answer = await fetch(`${sandbox.url}/sandbox/modules`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify(order),
      });
      if (!answer.ok) throw new Error(`${order.verb}: ${await answer.text()}`);
    },
    async records(module) {
      const all = (await (await fetch(`${sandbox.url}/sandbox/modules`)).json()) as {
        module: string;
        records: number;
      }[];
      return all.find((each) => each.module === module)?.records ?? -1;
    },
  };
}

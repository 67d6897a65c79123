import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { shortDelays, startLine, terminal, type Line } from '../../testing/line.ts';
import { citizen, inputOf } from '../../testing/test-matters.ts';
import { openModules, type ModuleName, type Modules, type ModulesOptions } from '../index.ts';
import type { ModuleDelays } from '../delays.ts';
import type { ModuleOrder } from '../sandbox/index.ts';

/** Short pauses; the time-outs stay long, so that a busy machine breaks nothing by itself. */
export const shortModuleDelays: ModuleDelays = {
  ...{ requestTimeoutMs: 3000, probeTimeoutMs: 3000, probeIntervalMs: 100, probeSpreadMs: 20 },
  ...{ finishCheckMs: 50, faqIntervalMs: 60_000 },
  ...{ slowMs: 1500, retryBaseMs: 20, retryCapMs: 100 },
};

export const card = { name: citizen.name, idNumber: citizen.idNumber };
/** Of the sandbox's register. */
export const CREDIT_CODE = '91310199MA1TE0001A';
export const LICENCE = '310105109000100';

export interface ModulesLine {
  readonly line: Line;
  readonly modules: Modules;
  /** Every event that the modules logged, as one line of JSON each. */
  readonly logged: string[];
  /** A verb of the sandbox's modules. */
  order(order: ModuleOrder): Promise<void>;
  /** How many records a module of the sandbox has. */
  records(module: ModuleName): Promise<number>;
  /** Opens the modules (again); close the former first. */
  open(changes?: Partial<ModulesOptions>): Promise<Modules>;
  /** A submission that the platform has accepted. */
  accepted(): Promise<{ readonly id: string; readonly applyNo: string }>;
}

/** A terminal's sync and modules, and a platform that takes signed requests alone. */
export async function startModulesLine(changes: Partial<ModulesOptions> = {}): Promise<ModulesLine> {
  const line = await startLine(
    { terminals: [{ terminalId: terminal.terminalId, key: null }] },
    { ...shortDelays, feedIntervalMs: 30 },
  );
  const logged: string[] = [];
  const open = async (more: Partial<ModulesOptions> = {}): Promise<Modules> => {
    const { sandbox, sync, dataFolder } = line;
    const modules = await openModules({
      ...{ dataFolder, terminalId: terminal.terminalId, sync, delays: shortModuleDelays },
      platform: {
        url: sandbox.url,
        encryptionKey: sandbox.keys.encryptionKey,
        requestKey: sandbox.terminalKeys[terminal.terminalId],
      },
      log: (event, facts) => logged.push(JSON.stringify({ event, ...facts })),
      ...changes,
      ...more,
    });
    onTestFinished(() => modules.close());
    return modules;
  };
  const modules = await open();
  const at = `${line.sandbox.url}/sandbox/modules`;
  return {
    ...{ line, modules, logged, open },
    async order(order) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(at, { method: 'POST', headers, body: JSON.stringify(order) });
      if (!answer.ok) throw new Error(`${order.verb}: ${await answer.text()}`);
    },
    async records(module) {
      const all = (await (await fetch(at)).json()) as { module: string; records: number }[];
      return all.find((each) => each.module === module)?.records ?? -1;
    },
    async accepted() {
      const id = randomUUID();
      await line.sync.submit(inputOf(id));
      const { applyNo } = await line.sync.waitForOutcome(id, 10_000);
      if (applyNo === null) throw new Error('was not accepted');
      return { id, applyNo };
    },
  };
}

/** Resolves as soon as `check` holds; looks whenever the modules change. */
export function until(modules: Modules, check: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!check()) return;
      stop();
      resolve();
    };
    const stop = modules.onChange(look);
    look();
  });
}

/** Resolves when every module has answered its first probe. */
export function allUp(modules: Modules): Promise<void> {
  return until(modules, () => Object.values(modules.states).every((state) => state === 'up'));
}

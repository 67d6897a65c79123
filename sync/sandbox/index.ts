import { loadCatalogue, type Catalogue, type FormValues } from '@tongban/kiosk-config/catalogue';
import { operations, type RequestKeyJwk, type SuiteName } from '../contract/index.ts';
import { addModuleRoutes } from '../modules/sandbox/index.ts';
import { addPortal, readHandedIn, type HandedIn } from '../portal/index.ts';
import type { StoredRecord } from './aggregation.ts';
import { applicationsOf, type SandboxApplication } from './application.ts';
import { Control, type Order } from './control.ts';
import { addDevelopmentRoutes } from './development-routes.ts';
import type { SandboxDelays } from './fault-answers.ts';
import { faultKinds, Faults } from './faults.ts';
import { followCentre, type SandboxCentre } from './follow-centre.ts';
import type { Ground } from './ground.ts';
import { platformKeys, type PlatformPublicKeys } from './keys.ts';
import { Ledger } from './ledger.ts';
import { buildPlatform, type Platform } from './platform.ts';
import { buildServer } from './server.ts';
import type { SandboxTerminal } from './terminals.ts';
import { Traffic } from './traffic.ts';

export type { StoredRecord } from './aggregation.ts';
export type { ModuleOrder } from '../modules/sandbox/index.ts';
export type { SandboxApplication } from './application.ts';
export type { Order } from './control.ts';
export type { SandboxDelays } from './fault-answers.ts';
export type { SandboxCentre } from './follow-centre.ts';
export { faultKinds, type FaultKind, type Faults, type FaultTarget } from './faults.ts';
export type { PlatformPublicKeys } from './keys.ts';
export type { SandboxTerminal } from './terminals.ts';
export type { Answered, Traffic } from './traffic.ts';

export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** Keeps keys and applications across restarts; null keeps them in memory. */
  readonly dataFolder: string | null;
  /** What is in force at first; without it the platform begins with what the centre publishes. */
  readonly catalogueFolder?: string;
  /** The centre whose publication is followed. */
  readonly centre?: SandboxCentre;
  /** Which cryptography the platform asks for: JOSE at first, or 国密. Envelopes of both are opened. */
  readonly suite?: SuiteName;
  /** Known terminals; with `key` null the sandbox makes one, keeps it and answers it in `terminalKeys`. */
  readonly terminals?: readonly { readonly terminalId: string; readonly key: RequestKeyJwk | null }[];
  /** Refuses requests that are not signed by a known terminal. At first: exactly when `terminals` names one. */
  readonly requireSignature?: boolean;
  readonly delays?: Partial<SandboxDelays>;
  /** The platform's clock. */
  readonly now?: () => Date;
}

export interface Sandbox {
  readonly url: string;
  readonly keys: PlatformPublicKeys;
  /** The whole key of each terminal of the options, by its id. Of a sandbox alone: a platform hands out none. */
  readonly terminalKeys: Readonly<Record<string, RequestKeyJwk>>;
  readonly faults: Faults;
  /** Who asked for what and how it ended, the latest 2000. */
  readonly traffic: Traffic;
  applications(): SandboxApplication[];
  /** An application opened, as it was first handed in. */
  handedIn(applyNo: string): Promise<HandedIn>;
  terminals(): SandboxTerminal[];
  /** What terminals have reported to the four libraries. */
  libraryRecords(): StoredRecord[];
  /**
   * Whatever somebody at the platform can do, or can befall it; the verbs are in control.ts.
   * @returns what was made, where something was: a number or a version
   */
  order(order: Order): string | null;
  /** Suspends a matter (暂停) and resumes it. */
  suspend(handleItem: string): void;
  resume(handleItem: string): void;
  /** Asks the centre for news now instead of within half a minute; nothing without a centre. */
  refreshCentre(): Promise<void>;
  close(): Promise<void>;
}

const defaultDelays: SandboxDelays = {
  ...{ latencyMs: 1000, retryAfterS: 1 },
  ...{ reorderMs: 2000, slowBodyMs: 1000 },
};

/**
 * Starts an acceptance platform of our own, for development and tests.
 * @throws UnreadableMatter for a catalogue that cannot be used
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { terminals = [], requireSignature = terminals.length > 0, now = () => new Date() } = options;
  const catalogue: Catalogue = options.catalogueFolder ? loadCatalogue(options.catalogueFolder) : new Map();
  const ledger = new Ledger(options.dataFolder);
  const keys = await platformKeys(ledger.db, options.suite ?? 'jose');
  const clock = { aheadMs: 0 };
  const ground: Ground = {
    ...{ ledger, keys, forms: new Map<string, FormValues>() },
    now: () => new Date(now().getTime() + clock.aheadMs),
  };
  const platform = buildPlatform(ground, catalogue, requireSignature);
  const terminalKeys = Object.fromEntries(
    terminals.map(({ terminalId, key }) => [terminalId, platform.terminals.enrol(terminalId, key)]),
  );
  const faults = new Faults();
  const traffic = new Traffic();
  const control = new Control(platform, faults, clock);
  const server = buildServer(platform, faults, traffic, { ...defaultDelays, ...options.delays });
  const applications = (): SandboxApplication[] => applicationsOf(ground);
  addDevelopmentRoutes(server, control, () => stateOf(platform, control, faults, traffic), applications);
  addPortal(server, platform);
  addModuleRoutes(server, platform);
  const centre = options.centre ? followCentre(platform, options.centre, options.dataFolder) : null;
  await centre?.refresh();
  const url = await server.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  return {
    ...{ url, keys: keys.public, terminalKeys, faults, traffic, applications },
    handedIn: (applyNo) => readHandedIn(platform, applyNo),
    terminals: () => platform.terminals.list(),
    libraryRecords: () => platform.libraries.records(),
    order: (order) => control.order(order),
    suspend: (handleItem) => void control.order({ verb: 'suspend-matter', handleItem }),
    resume: (handleItem) => void control.order({ verb: 'resume-matter', handleItem }),
    refreshCentre: () => centre?.refresh() ?? Promise.resolve(),
    async close() {
      centre?.close();
      await server.close();
      ledger.db.close();
    },
  };
}

/** What the page shows; nothing personal. */
function stateOf(platform: Platform, control: Control, faults: Faults, traffic: Traffic): object {
  const { matters, notices, terminals, libraries, ground } = platform;
  const { items, tombstones, revision } = matters.catalogue();
  const named = <T extends { handleItem: string }>(each: T) => {
    const { name, materials } = matters.inForce(each.handleItem);
    return { ...each, name, materials: materials.map(({ code, name: called }) => ({ code, name: called })) };
  };
  const unitNames = new Map(
    [...items, ...tombstones].map(({ handleItem }) => {
      const { code, name } = matters.inForce(handleItem).unit;
      return [code, name];
    }),
  );
  const lags = libraries.records().map(({ lagMs }) => lagMs);
  return {
    clock: { now: ground.now().toISOString(), aheadMs: control.clockAheadMs },
    hasBackup: control.hasBackup,
    catalogueRevision: revision,
    matters: [...items.map(named), ...tombstones.map((each) => ({ status: 3, ...named(each) }))],
    units: notices.units().map((unit) => ({ ...unit, name: unitNames.get(unit.unitCode) ?? null })),
    terminals: terminals.list(),
    libraryRecords: { count: lags.length, longestLagMs: Math.max(0, ...lags) },
    ...notices.counts(),
    faults: { taken: faults.taken, waiting: faults.waiting },
    requests: traffic.total,
    operations: Object.keys(operations),
    faultKinds,
  };
}

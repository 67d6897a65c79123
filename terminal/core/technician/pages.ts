import { networkInterfaces } from 'node:os';
import {
  queueStates,
  type TechnicianDevice,
  type TechnicianOn,
  type TechnicianPage,
} from '@tongban/contract';
import { familyOf } from '@tongban/peripherals/manager';
import { listSubmissions, type FleetFacts, type StoreFacts, type SubmissionRecord } from '@tongban/sync';
import type { CentreConnection } from '../centre.ts';
import { ill, type Finding } from '../findings/finding.ts';
import { stateFound, syncFound } from '../findings/of-core.ts';
import { statusWordsOf } from '../findings/of-devices.ts';
import { syncStatusOf, terminalStateOf, type StaffFacts } from '../rpc/staff-answers.ts';
import type { Panel } from '../panel.ts';

const SECOND_MS = 1000;
/** What somebody reads standing; the whole is for the centre to ask for. */
const MOST_LINES = 60;
const PRINTERS: readonly string[] = ['receipt-printer', 'document-printer'];

/** What the pages tell of. */
export interface PageParts {
  readonly dataFolder: string;
  readonly terminalId: string;
  readonly siteCode: string;
  readonly software: string;
  /** ISO 8601, UTC: the start of core. */
  readonly startedAt: string;
  readonly facts: StaffFacts;
  readonly store: Pick<FleetFacts, 'oldestUnsentAt'> & Pick<StoreFacts, 'storage'>;
  /** Null where the terminal belongs to no centre. */
  readonly centre: () => CentreConnection | null;
  readonly configuration: () => TechnicianOn<'versions'>['configuration'];
  /** The end of the terminal's certificate. */
  readonly certificateUntil: () => Date | null;
  /** The log without anything personal, as JSON lines, the newest last. */
  readonly logBundle: () => string;
}

/** What is found by looking at a core that runs. */
export function foundNow(facts: StaffFacts): Finding[] {
  const status = syncStatusOf(facts);
  const found = [...stateFound(terminalStateOf(facts)), ...syncFound(status)];
  return status.network === 'offline' ? [...found, offline] : found;
}

export function overviewPage({ facts }: PageParts): TechnicianOn<'overview'> {
  const findings = foundNow(facts).map(({ words, next }) => ({ words, next }));
  const [ill, well] = [findings.filter(({ next }) => next), findings.filter(({ next }) => !next)];
  return { screen: 'technician', page: 'overview', findings: [...ill, ...well] };
}
/** The doctor finds out at which place it ends by asking there; the screen tells where to look. */
const offline = ill(
  'network',
  { zh: '连不上受理平台，已交的件都留着。', en: 'The platform cannot be reached; all is kept.' },
  { zh: '看“网络”一页：网线、地址、防火墙。', en: 'See the page of the network: cable, address, firewall.' },
);

export function devicesPage(
  page: 'devices' | 'paper',
  { facts }: PageParts,
  underWay: Pick<TechnicianOn<'devices'>, 'check' | 'search'>,
): TechnicianOn<'devices' | 'paper'> {
  const devices = facts.manager
    .list()
    .filter(({ family }) => page === 'devices' || PRINTERS.includes(family))
    .map(({ family, status, availability }): TechnicianDevice => ({
      ...{ family, availability, name: familyOf(family).name },
      ...statusWordsOf(family, status),
    }));
  return { screen: 'technician', page, devices, ...underWay };
}

export function panelPage({ now, measured }: Panel): TechnicianOn<'panel'> {
  return {
    ...{ screen: 'technician', page: 'panel', measuredAt: measured?.at ?? null },
    ...{ diagonalInches: now.diagonalInches, centreMm: now.panel.centreMm },
  };
}

export function networkPage({ facts, centre }: PageParts): TechnicianOn<'network'> {
  const { network, modules, clockAheadMs } = syncStatusOf(facts);
  const addresses = Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
    all
      .filter(({ internal, scopeid = 0 }) => !internal && scopeid === 0)
      .map(({ address }) => `${name} ${address}`),
  );
  const joined = centre();
  return {
    ...{ screen: 'technician', page: 'network', addresses, platform: network },
    centre: joined && { standing: joined.standing, heardAt: joined.heardAt },
    modulesDown: Object.entries(modules)
      .filter(([, state]) => state === 'down' || state === 'degraded')
      .map(([name]) => name),
    clockAheadSeconds: Math.round(clockAheadMs / SECOND_MS),
  };
}

/** @param begun how many were begun when sending was asked for */
export function queuePage(
  { dataFolder, facts, store }: PageParts,
  begun: number | null,
): TechnicianOn<'queue'> {
  const { waitingForModules, unreported } = syncStatusOf(facts);
  return {
    ...{ screen: 'technician', page: 'queue', counts: countsOf(dataFolder), begun },
    ...{ oldestAt: store.oldestUnsentAt, waitingForModules, unreported },
    storageFree: store.storage.freeShare,
  };
}

function countsOf(dataFolder: string): TechnicianOn<'queue'>['counts'] {
  const records = unsettled(dataFolder);
  if (!records) return null;
  const count = (state: string): number => records.filter((record) => record.state === state).length;
  return Object.fromEntries(
    queueStates.map((state) => [state, count(state)]),
  ) as TechnicianOn<'queue'>['counts'];
}

/** Submissions that are still somebody's task. Null: a store that cannot be read is one of the reasons for which a technician comes. */
export function unsettled(dataFolder: string): SubmissionRecord[] | null {
  try {
    return listSubmissions(dataFolder, { states: queueStates });
  } catch {
    return null;
  }
}

export function logPage({ logBundle }: PageParts): TechnicianOn<'log'> {
  const lines = logBundle()
    .split('\n')
    .filter((line) => line !== '')
    .slice(-MOST_LINES)
    .toReversed()
    .map((line) => {
      const { at, event, ...facts } = JSON.parse(line) as { at: string; event: string };
      const told = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
      return { at, event, facts: told.join(' ') };
    });
  return { screen: 'technician', page: 'log', lines };
}

export function versionsPage(parts: PageParts): TechnicianOn<'versions'> {
  const { software, terminalId, siteCode, startedAt } = parts;
  return {
    ...{ screen: 'technician', page: 'versions', software, terminalId, siteCode, startedAt },
    ...{ node: process.versions.node, published: parts.centre()?.published ?? null },
    configuration: parts.configuration(),
    certificateUntil: parts.certificateUntil()?.toISOString() ?? null,
  };
}

/** Those that are read from the disk: made when they are opened, and not with every view. */
export const MADE_ONCE: readonly TechnicianPage[] = ['queue', 'log'];

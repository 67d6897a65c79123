import {
  CentreLink,
  IdentityStore,
  SecurityEvents,
  watchUsb,
  type ConfigurationStore,
  type Facts,
  type RemoteSettings,
} from '@tongban/kiosk-config/provisioning';
import type { DeviceManager, FoundDevice } from '@tongban/peripherals/manager';
import type { FleetFacts, StoreFacts, Sync } from '@tongban/sync';
import type { OpenCatalogue } from './catalogue.ts';
import type { Log } from './log.ts';
import type { LastReadiness } from './last-readiness.ts';
import type { MissingCharacterFacts, MissingCharacters } from './missing-characters.ts';

/** What the program around core gives it for its part in the fleet. */
export interface FleetParts {
  readonly settings: ConfigurationStore;
  /** What the centre is told of them, and of the release that they ask for. */
  configuration(): Facts['configuration'];
  /** Whether core can start with these settings. */
  isUsable(settings: RemoteSettings): boolean;
  /** The log without anything personal. */
  logBundle(): string;
  /** Devices that somebody had looked for at the terminal: from the next start on they count before what is configured. */
  keepFound(found: readonly FoundDevice[]): void;
  /** Starts core anew; called when no visit is open. `technicianStays`: who stands there is let in again. */
  restart(how: { readonly technicianStays: boolean }): void;
}

interface CentreParts {
  readonly dataFolder: string;
  readonly software: string;
  readonly sync: Sync & StoreFacts & FleetFacts;
  readonly manager: Pick<DeviceManager, 'list' | 'onStatus'>;
  readonly catalogue: Pick<OpenCatalogue, 'refresh'>;
  readonly missingCharacters: Pick<MissingCharacters, 'facts'>;
  readonly lastReadiness: LastReadiness;
  readonly fleet: FleetParts;
  readonly isVisitOpen: () => boolean;
  readonly keepsFailing: boolean;
  readonly log: Log;
}

export interface CentreConnection {
  readonly standing: CentreLink['standing'];
  readonly heardAt: CentreLink['heardAt'];
  /** Version of the published catalogue that is served; null before the first. */
  readonly published: number | null;
  /** What was so by then the centre has heard (ISO 8601, UTC); null before it has answered. */
  readonly saidAt: CentreLink['saidAt'];
  /** Something that the centre should know has changed. */
  soon(): void;
  /** Something about the terminal's security that the centre has to hear. */
  tell(kind: Parameters<SecurityEvents['add']>[0], detail: string): void;
  /** A visit has ended: what waited for it is done. */
  visitEnded(): void;
  close(): Promise<void>;
}

/**
 * Joins the centre that this terminal is enrolled at. A lock outlives everything, also a restart without network and
 * the keys themselves.
 * @returns null where the terminal is not enrolled
 */
export function joinCentre(parts: CentreParts): CentreConnection | null {
  const { dataFolder, software, sync, manager, catalogue, fleet, isVisitOpen, log } = parts;
  const { missingCharacters, lastReadiness } = parts;
  const intake = (): Facts['intake'] => {
    if (!sync.intake.open) return sync.intake.reason;
    return parts.keepsFailing ? 'keeps-failing' : 'open';
  };
  const store = new IdentityStore(dataFolder);
  const lastOrder = store.order?.kind;
  sync.lockedIs(lastOrder === 'lock' || lastOrder === 'shred');
  const identity = store.read();
  if (!identity) return null;

  let published: number | null = null;
  let isRestartDue = false;
  const restartWhenFree = (): void => {
    if (isRestartDue && !isVisitOpen()) fleet.restart({ technicianStays: false });
  };
  const refresh = async (): Promise<void> => {
    const outcome = await catalogue.refresh?.();
    if (outcome && 'version' in outcome) published = outcome.version;
    link.soon();
  };
  const facts = (): Facts => ({
    ...{ software, published, configuration: fleet.configuration(), unsent: sync.heldCount },
    ...{ oldestUnsentAt: sync.oldestUnsentAt, intake: intake() },
    // In whole hundredths: a heartbeat that says nothing new shall look like the one before.
    storageFree: Math.round(sync.storage.freeShare * 100) / 100,
    devices: manager
      .list()
      .map(({ id, family, status, availability }) => ({ id, family, status, availability })),
    ...lacking(missingCharacters.facts),
    ...(lastReadiness.value && { readiness: lastReadiness.value }),
  });
  const events = new SecurityEvents(dataFolder);
  const link = new CentreLink({
    ...{ store, identity, events, facts, log },
    auditHead: () => sync.auditHead,
    logBundle: () => fleet.logBundle(),
    onPublished: () => void refresh(),
    knowsSettings: (name, version) => fleet.settings.knows(name, version),
    onSettings({ name, version, settings }) {
      const isUsable = fleet.isUsable(settings);
      fleet.settings.take(name, version, isUsable ? settings : null);
      log('settings-taken', { version: String(version), state: isUsable ? 'on-trial' : 'failed' });
      link.soon();
      isRestartDue = isUsable;
      restartWhenFree();
    },
    onStanding(standing) {
      log('centre-standing', { state: standing });
      sync.lockedIs(standing === 'locked' || standing === 'revoked');
    },
  });
  let availability = '';
  const stopStatus = manager.onStatus(() => {
    const now = facts()
      .devices.map((device) => device.availability)
      .join();
    if (now !== availability) link.soon();
    availability = now;
  });
  const tell: CentreConnection['tell'] = (kind, detail) => {
    log(kind);
    events.add(kind, detail, new Date());
    link.soon();
  };
  const stopUsb = watchUsb(tell);
  void refresh();
  return {
    get standing() {
      return link.standing;
    },
    get heardAt() {
      return link.heardAt;
    },
    get published() {
      return published;
    },
    get saidAt() {
      return link.saidAt;
    },
    soon: () => link.soon(),
    tell,
    visitEnded: restartWhenFree,
    async close() {
      stopStatus();
      stopUsb();
      await link.stop();
    },
  };
}

/** Nothing while no character is missing, which a centre that does not know of them takes too. */
function lacking(missingCharacters: MissingCharacterFacts): Pick<Facts, 'missingCharacters'> {
  const { notFound, undrawable } = missingCharacters;
  return notFound === 0 && undrawable.length === 0 ? {} : { missingCharacters };
}

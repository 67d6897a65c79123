import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enrol, IdentityStore, technicianCode } from '@tongban/kiosk-config/provisioning';
import { openSync } from '@tongban/sync';
import { createDeviceManager, lookForDevices } from '@tongban/peripherals/manager';
import { capabilitiesOf } from './capabilities.ts';
import { openCatalogue } from './catalogue.ts';
import { joinCentre, type CentreConnection, type FleetParts } from './centre.ts';
import type { TerminalConfig } from './config.ts';
import { devicesOf, takeDevices } from './devices.ts';
import { openHandwriting } from './handwriting.ts';
import { lightTheWay } from './lights.ts';
import type { Log } from './log.ts';
import { MemoryGivenBack } from './memory-given-back.ts';
import { MissingCharacters } from './missing-characters.ts';
import { modulesOf } from './modules.ts';
import core from './package.json' with { type: 'json' };
import { Panel } from './panel.ts';
import { phoneHandOvers } from './phone/hand-over.ts';
import { AtTheScreen } from './rpc/at-the-screen.ts';
import { serveContract } from './rpc/rpc-server.ts';
import { serveStaff } from './rpc/staff-server.ts';
import { SessionInUse } from './session/session-in-use.ts';
import { openSpeech } from './speech.ts';
import { LastReadiness } from './last-readiness.ts';
import { Technician } from './technician/technician.ts';

export interface Core {
  /** Whether it can keep what a citizen hands in; for the watchdog. */
  readonly isWell: boolean;
  /** Somebody is served. */
  readonly isVisitOpen: boolean;
  /** Submissions that the platform has not confirmed. */
  readonly unsent: number;
  /** When the screens last said that they draw, in milliseconds of `performance`; null before they did. */
  readonly screensDrewAt: number | null;
  close(): Promise<void>;
}

export interface StartOptions {
  /** It crashed again and again: this time it serves nobody. */
  readonly keepsFailing: boolean;
  /** A visit came to its end. */
  readonly onServed: () => void;
  /** Somebody has just enrolled it at the screen, and has more to do there. */
  readonly technicianStays: boolean;
}
const AS_USUAL: StartOptions = { keepsFailing: false, onServed: () => undefined, technicianStays: false };

const { version } = core;

/**
 * Drivers, the first question to the platform, what speaks and what reads handwriting each take a processor for a moment: the
 * screens, which start beside core, come first. So long after core listens they begin at the latest, since a screen may
 * never tell that it draws.
 */
const SCREENS_FIRST_MS = 1500;
/** Whoever waits before a terminal that starts touches what appears: that is answered before anything else begins. */
const TOUCH_FIRST_MS = 500;

/** Owner only: sealed or not, submissions are nobody else's business. */
export const DATA_FOLDER_MODE = 0o700;

/**
 * Composition root of the kiosk service: wires devices, sync, catalogue and session, and serves the contract.
 * @param fleet what the program around it gives for its part in the fleet; without it the terminal joins no centre
 * @throws UnreadableMatter when the catalogue cannot be used; Error when the store cannot be opened
 */
export async function startCore(
  config: TerminalConfig,
  log: Log,
  fleet?: FleetParts,
  { keepsFailing, onServed, technicianStays }: StartOptions = AS_USUAL,
): Promise<Core> {
  mkdirSync(config.dataFolder, { recursive: true, mode: DATA_FOLDER_MODE });
  const { promise: screensHaveBegun, resolve: beginTheRest } = Promise.withResolvers<void>();
  const sync = await openSync({
    dataFolder: config.dataFolder,
    terminal: { terminalId: config.terminalId, siteCode: config.siteCode },
    platform: config.platform,
    keepEnvelopesDays: config.keepEnvelopesDays,
    software: version,
    log,
    begins: screensHaveBegun,
  });
  const modules = await modulesOf(config, sync, log);
  const manager = createDeviceManager(devicesOf(config.devices));
  manager.onStatus(({ deviceId, status }) => log('device.status', { device: deviceId, status }));
  manager.onHostEnded((device, { cause, detail, restartMs }) => {
    log('device.process-ended', { device, cause, detail, restartMs });
  });
  const { devices, enable } = takeDevices(manager);
  void screensHaveBegun.then(enable);
  const tellDevices = (): void =>
    sync.devicesAre(manager.list().map(({ id, availability }) => ({ id, status: availability })));
  manager.onStatus(tellDevices);
  tellDevices();

  const catalogue = openCatalogue(
    config,
    {
      can: () => capabilitiesOf(devices, modules),
      onChange: (listener) => modules.onChange(listener),
    },
    version,
    log,
    screensHaveBegun,
  );
  const tellCutOffs = (): void =>
    sync.cutOffHere(catalogue.matters.cutOffs().map(({ unit: unitCode, notice }) => ({ unitCode, notice })));
  catalogue.matters.onChange(tellCutOffs);
  tellCutOffs();
  const { speech, close: stopSpeech } = openSpeech(config.speech ?? null, log, screensHaveBegun);
  const { handwriting, close: stopHandwriting } = openHandwriting(
    config.handwriting ?? null,
    log,
    screensHaveBegun,
  );
  const missingCharacters = new MissingCharacters(config.dataFolder, log);
  // A file without content: all that a crash in the middle of a visit leaves behind.
  const visitMark = join(config.dataFolder, 'visit-open');
  let isVisitOpen = false;
  const memory = new MemoryGivenBack(() => isVisitOpen);
  const panel = new Panel(config);
  const lastReadiness = new LastReadiness(config.dataFolder);
  const session = new SessionInUse({
    ...{ config, panel },
    matters: catalogue.matters,
    devices,
    sync,
    modules,
    ratings: modules.ratings,
    speech,
    phones: config.phoneHandOver ? phoneHandOvers(config.phoneHandOver, log) : null,
    handwriting,
    missingCharacters,
    log,
    interruptedVisit: existsSync(visitMark),
    keepsFailing,
    practice: null,
    onVisit(open) {
      isVisitOpen = open;
      if (open) return writeFileSync(visitMark, '');
      rmSync(visitMark, { force: true });
      onServed();
      memory.visitEnded();
      centre?.visitEnded();
    },
  });
  if (devices.lights) session.onView(lightTheWay(devices.lights));
  const centre: CentreConnection | null | undefined =
    fleet &&
    joinCentre({
      ...{ dataFolder: config.dataFolder, software: version, sync, manager, catalogue, fleet, log },
      ...{ keepsFailing, missingCharacters, lastReadiness },
      isVisitOpen: () => isVisitOpen || technician.isThere,
    });
  const facts = {
    ...{ sync, modules, session, missingCharacters, manager, matters: catalogue.matters, keepsFailing },
    speech: config.speech ? speech : null,
    handwriting: config.handwriting ? handwriting : null,
  };
  const { terminalId, siteCode, dataFolder } = config;
  const identities = new IdentityStore(dataFolder);
  const technician = new Technician({
    ...{ terminalId, siteCode, dataFolder, software: version, startedAt: new Date().toISOString() },
    ...{ facts, store: sync, sync, devices: devices.all, centre: () => centre ?? null, log },
    ...{ panel, lastReadiness, receiptPrinter: devices.receiptPrinter, siteName: config.site.name.zh },
    configuration: () => fleet?.settings.outcome ?? null,
    certificateUntil: () => identities.read()?.notAfter ?? null,
    logBundle: () => fleet?.logBundle() ?? '',
    enrolment: {
      centre: config.centre ? new URL(config.centre.url).origin : null,
      enrol: (ticket) =>
        enrol(identities, ticket, new URL(config.centre?.url ?? '').origin, { terminalId, siteCode }),
      scanner: devices.codeScanner,
      onEnrolled: () => fleet?.restart({ technicianStays: true }),
    },
    search: {
      look: lookForDevices,
      use(found) {
        log('technician.devices-found', { families: found.map(({ family }) => family).join(' ') });
        fleet?.keepFound(found);
        fleet?.restart({ technicianStays: true });
      },
    },
    codeFor(number) {
      const identity = identities.read();
      if (!identity) return null;
      const { publicKey } = new X509Certificate(identity.authority);
      return technicianCode(identity.privateKey, publicKey, identity.terminalId, number);
    },
  });
  const screen = new AtTheScreen(session, technician);
  technician.onChange(() => {
    if (!technician.isThere) centre?.visitEnded();
  });
  if (technicianStays) technician.stay();
  let screensDrewAt: number | null = null;
  let touchFirst: NodeJS.Timeout | undefined;
  const server = await serveContract(config.socketPath, screen, log, () => {
    if (screensDrewAt === null) touchFirst = setTimeout(beginTheRest, TOUCH_FIRST_MS);
    screensDrewAt = performance.now();
  });
  const screensFirst = setTimeout(beginTheRest, SCREENS_FIRST_MS);
  const staff = await serveStaff(config.dataFolder, facts, log);
  log('core.started', { matters: catalogue.matters.offered().length });
  return {
    get isWell() {
      return sync.isWell;
    },
    get isVisitOpen() {
      return isVisitOpen || technician.isThere;
    },
    get unsent() {
      return sync.heldCount;
    },
    get screensDrewAt() {
      return screensDrewAt;
    },
    async close() {
      clearTimeout(screensFirst);
      clearTimeout(touchFirst);
      memory.stop();
      await Promise.all([server.close(), staff.close()]);
      screen.stop();
      session.stop();
      stopSpeech();
      stopHandwriting();
      await centre?.close();
      catalogue.close();
      await manager.close();
      await modules.close();
      await sync.close();
    },
  };
}

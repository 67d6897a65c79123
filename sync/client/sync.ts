import { importPlatformKey, type PlatformKey } from '../submissions/seal.ts';
import { deriveCardKey, type CardKey } from '../submissions/card-key.ts';
import { isStoreError } from '../submissions/database.ts';
import type { StorageState } from '../submissions/disk-space.ts';
import { unsentStates, type SubmissionRecord } from '../submissions/record.ts';
import { repairReports, type RepairReport } from '../submissions/repair.ts';
import type { NewSubmission } from '../submissions/intake.ts';
import { SubmissionStore } from '../submissions/store.ts';
import { Upkeep } from '../submissions/upkeep.ts';
import { suiteOfKey } from '../crypto/index.ts';
import { shanghaiDay } from '../contract/index.ts';
import { PlatformApi } from './api.ts';
import type { DayReport } from './compare-day.ts';
import { reopen } from './corrections.ts';
import {
  NotStored,
  type CaseWork,
  type CorrectionInput,
  type CutOffUnit,
  type FleetFacts,
  type Intake,
  type Reopened,
  type StaffWork,
  type StoreFacts,
  type SubmissionInput,
  type Sync,
  type SyncLog,
  type SyncOptions,
  type SyncState,
} from './facade.ts';
import { Feed } from './feed.ts';
import { Gates } from './gates.ts';
import { Heartbeat } from './heartbeat.ts';
import { untilOver } from './outcome.ts';
import { Reconciler } from './reconciler.ts';
import { Reporter } from './reporter.ts';
import { defaultDelays } from './retry.ts';
import { RevocationWatch } from './revocation.ts';
import { sealInput } from './seal-input.ts';
import { Sender } from './sender.ts';
import { readCatalogue } from './verify-catalogue.ts';
import { importReceiptKey } from './verify-receipt.ts';

/**
 * Opens the store of a terminal and begins to send what is in it.
 * @throws UnusableStore when the store is of a newer program; TypeError for a key that is none, or for keys
 * of two suites
 */
export async function openSync(
  options: SyncOptions,
): Promise<Sync & StoreFacts & CaseWork & StaffWork & FleetFacts> {
  const { encryptionKey, receiptKey: pinned } = options.platform;
  const platformKey = await importPlatformKey(encryptionKey);
  if (suiteOfKey(pinned) !== platformKey.suite)
    throw new TypeError('the keys of the platform are of two suites');
  const receiptKey = await importReceiptKey(pinned);
  return new RunningSync(options, platformKey, receiptKey);
}

const IN_FLIGHT = 4;
const KEEP_ENVELOPES_DAYS = 7;
const DAY_MS = 86_400_000;

class RunningSync implements Sync, StoreFacts, CaseWork, StaffWork, FleetFacts {
  network: 'online' | 'offline' = 'offline';
  readonly repairs: readonly RepairReport[];
  readonly suite: Sync['suite'];
  readonly #store: SubmissionStore;
  readonly #platformKey: PlatformKey;
  readonly #api: PlatformApi;
  readonly #sender: Sender;
  readonly #feed: Feed;
  readonly #gates: Gates;
  readonly #reconciler: Reconciler;
  readonly #reporter: Reporter;
  readonly #heartbeat: Heartbeat;
  readonly #revocation: RevocationWatch;
  readonly #log: SyncLog;
  readonly #listeners = new Set<() => void>();
  readonly #upkeep: Upkeep;
  #locked = false;
  #closed: Promise<void> | undefined;

  constructor(
    options: SyncOptions,
    platformKey: PlatformKey,
    receiptKey: Awaited<ReturnType<typeof importReceiptKey>>,
  ) {
    const { terminal, platform, log, inFlight = IN_FLIGHT, now = () => new Date() } = options;
    const { keepEnvelopesDays = KEEP_ENVELOPES_DAYS } = options;
    const keptFrom = (): string => shanghaiDay(new Date(now().getTime() - keepEnvelopesDays * DAY_MS));
    const delays = { ...defaultDelays, ...options.delays };
    this.#platformKey = platformKey;
    const { name, hardware } = platformKey.suite;
    this.suite = { name, hardware };
    this.#log = log;
    const openedAt = new Date().toISOString();
    this.#store = new SubmissionStore(options.dataFolder, terminal.terminalId);
    this.repairs = repairReports(options.dataFolder);
    for (const { at, setAside, salvaged, restored, quarantined, lost } of this.repairs) {
      if (at >= openedAt) {
        log('store-repaired', { setAside, salvaged, restored, quarantined, lost: lost.length });
      }
    }
    this.#upkeep = new Upkeep({
      ...{ store: this.#store, folder: options.dataFolder, log, keptFrom },
      storage: options.storage ?? {},
      onChange: () => this.#changed(),
    });
    const api = new PlatformApi(platform.url, terminal.terminalId, platform.requestKey, inFlight);
    this.#api = api;
    const shared = { store: this.#store, api, delays, log, onChange: () => this.#changed() };
    const catalogueOf = (text: string) => readCatalogue(text, receiptKey);
    const onSilence = (): void => this.#setNetwork('offline');
    const isOnline = (): boolean => this.network === 'online' && this.#revocation.since === null;
    const target = { api, receiptKey, ...terminal, timeoutMs: delays.requestTimeoutMs };
    this.#revocation = new RevocationWatch({
      ...{ ...shared, requestKey: platform.requestKey, readCatalogue: catalogueOf },
      onAdmitted: () => {
        this.#reporter.resume();
        this.#feed.poll();
      },
    });
    api.onRevoked = () => this.#revocation.revoke();
    this.#gates = new Gates({
      ...{ ...shared, isOnline, readCatalogue: catalogueOf },
      onOpened: () => {
        this.#changed();
        this.#sender.run();
      },
    });
    this.#sender = new Sender({
      ...{ ...shared, target, inFlight, gates: this.#gates, mayBegin: isOnline },
      onReached: () => this.#setNetwork('online'),
      onSilence: () => {
        onSilence();
        this.#feed.poll();
      },
      onAccepted: () => {
        this.#upkeep.emptyWalSoon();
        this.#feed.poll();
      },
      onLost: (id) => void this.#reconciler.mend(id),
    });
    this.#reporter = new Reporter({
      ...{ ...shared, terminal, mayReport: isOnline, onSilence },
      isDelivering: () => this.#sender.isDelivering,
    });
    this.#heartbeat = new Heartbeat({
      ...{ api, delays, terminalId: terminal.terminalId, mayBeat: isOnline },
      facts: () => ({
        ...{ software: options.software ?? 'unknown', startedAt: openedAt },
        ...{ unsent: this.#sender.unsentCount, oldestUnsentAt: this.oldestUnsentAt },
        ...{ storageFree: this.storage.freeShare, catalogueRevision: null },
      }),
    });
    this.#reconciler = new Reconciler({
      ...{ ...shared, target, mayRun: isOnline, now },
    });
    this.#feed = new Feed({
      ...{ ...shared, onSilence, keptFrom, mayPoll: () => this.#revocation.since === null },
      onReached: () => {
        this.#setNetwork('online');
        this.#sender.reached();
        this.#sender.run();
        this.#reconciler.look();
      },
      onReset: () => this.#reconciler.now(),
    });
    log('sync-opened', { unsent: this.#sender.unsentCount, suite: name, hardware });
    // A program that ended between an acceptance and its checkpoint left the citizen's recipients in the WAL.
    this.#upkeep.emptyWalSoon();
    void (options.begins ?? Promise.resolve()).then(() => this.#feed.poll());
  }

  get isWell(): boolean {
    return this.#store.takesChanges;
  }

  get heldCount(): number {
    return this.#sender.unsentCount;
  }

  get storage(): StorageState {
    return this.#upkeep.storage;
  }

  get intake(): Intake {
    if (this.#revocation.since !== null || this.#locked) return { open: false, reason: 'terminal-revoked' };
    return this.storage.state === 'ok' ? { open: true } : { open: false, reason: 'storage-full' };
  }

  get state(): SyncState {
    return {
      ...{ network: this.network, intake: this.intake, revokedSince: this.#revocation.since },
      ...{ circuit: this.#sender.circuit, cutOffUnits: this.#gates.cutOffUnits },
      ...{ suspendedMatters: this.#gates.suspendedMatters, unreported: this.#reporter.waiting },
      clockAheadMs: this.#api.clockAheadMs,
    };
  }

  cardKey(card: { readonly idNumber: string; readonly managementNumber: Uint8Array }): Promise<CardKey> {
    return deriveCardKey(card, this.#store.cardSalt);
  }

  async submit(input: SubmissionInput): Promise<SubmissionRecord> {
    return this.#keep(await sealInput(input, this.#platformKey));
  }

  reopen(card: CardKey, id: string): Promise<Reopened | null> {
    return reopen(this.#store, card, id);
  }

  async correct(input: CorrectionInput): Promise<SubmissionRecord | null> {
    const former = this.#store.record(input.idempotencyKey);
    if (former) return former;
    const correction = this.#store.cases.correctionOf(input.corrects);
    const corrected = this.#store.record(input.corrects);
    if (!correction || !corrected) return null;
    // What goes under a number is bound to the version that the number was given for.
    const matter = correction.batch > 1 ? corrected.matter : input.matter;
    return this.#keep({ ...(await sealInput({ ...input, matter }, this.#platformKey)), correction });
  }

  async #keep(submission: NewSubmission): Promise<SubmissionRecord> {
    const record = await this.#store.add(submission).catch((error: unknown) => {
      if (!isStoreError(error)) throw error;
      throw new NotStored(error.code === 'SQLITE_FULL' ? 'disk-full' : 'disk-failing');
    });
    if (unsentStates.includes(record.state)) {
      const { id, state, matter } = record;
      this.#sender.add({ id, state, ...matter, problemCode: record.problem?.code ?? null });
      this.#changed();
      this.#sender.run();
    }
    return record;
  }

  devicesAre(devices: Parameters<FleetFacts['devicesAre']>[0]): void {
    this.#heartbeat.devicesAre(devices);
  }

  get auditHead(): FleetFacts['auditHead'] {
    return this.#store.auditHead;
  }

  lockedIs(locked: boolean): void {
    if (locked === this.#locked) return;
    this.#locked = locked;
    this.#changed();
  }

  cutOffHere(units: readonly CutOffUnit[]): void {
    if (this.#gates.cutOffHere(units)) this.#changed();
    this.#sender.run();
  }

  get oldestUnsentAt(): string | null {
    const [oldest] = this.#store.outbox();
    return oldest === undefined ? null : (this.#store.record(oldest)?.capturedAt ?? null);
  }

  sendNow(id: string): boolean {
    const waits = this.#sender.sendNow(id);
    if (waits) {
      this.#gates.askNow();
      this.#feed.poll();
    }
    return waits;
  }

  reconciliations(limit: number): DayReport[] {
    return this.#reconciler.reports(limit);
  }

  submissionsOf(card: CardKey): SubmissionRecord[] {
    return this.#store.recordsOf(card);
  }

  hasSubmissionOf(handleItem: string, since: Date): boolean {
    return this.#store.hasSubmissionOf(handleItem, since);
  }

  waitForOutcome(id: string, timeoutMs: number): Promise<SubmissionRecord> {
    const isOver = ({ state }: SubmissionRecord): boolean =>
      !unsentStates.includes(state) || this.#closed !== undefined;
    const found = () => this.#store.record(id);
    return untilOver({ found, isOver, onChange: (look) => this.onChange(look), timeoutMs });
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const working = [
      this.#sender,
      this.#feed,
      this.#gates,
      this.#reporter,
      this.#heartbeat,
      this.#reconciler,
      this.#revocation,
    ];
    const stopped = Promise.all(working.map((each) => each.stop()));
    await this.#api.close();
    await stopped;
    await this.#upkeep.stop();
    // Lets everybody who waits for an outcome look a last time.
    this.#changed();
    this.#listeners.clear();
    this.#store.close();
  }

  #setNetwork(network: 'online' | 'offline'): void {
    if (network === this.network) return;
    this.network = network;
    this.#log('network', { state: network });
    this.#changed();
    if (network !== 'online') return;
    this.#reporter.resume();
    this.#heartbeat.soon();
    this.#sender.run();
  }

  #changed(): void {
    this.#reporter.soon();
    for (const listener of [...this.#listeners]) listener();
  }
}

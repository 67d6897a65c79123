import type { JWK } from 'jose';
import { PlatformApi } from '../client/api.ts';
import type { Sync, SyncLog } from '../client/facade.ts';
import type { RequestKeyJwk } from '../contract/index.ts';
import { CitizensPage } from './citizens-page.ts';
import { CustomerService, customerServiceQueue } from './customer-service.ts';
import { defaultModuleDelays, type ModuleDelays } from './delays.ts';
import { EArchive, eArchiveQueue } from './e-archive.ts';
import { ELicence } from './e-licence.ts';
import { EnterprisePage } from './enterprise-page.ts';
import { ESeal } from './e-seal.ts';
import { getModuleHealth } from './health.ts';
import { Identity, identityQueue } from './identity.ts';
import { Logistics, logisticsQueue } from './logistics.ts';
import { ModuleClient } from './module-client.ts';
import type { ModuleName, ModuleState, ModuleStates } from './names.ts';
import { Payment } from './payment.ts';
import { Queue, type NumberOf } from './queue.ts';
import { QueueStore } from './queue-store.ts';
import { Ratings, ratingQueue } from './ratings.ts';
import { ModuleRegistry, type Watchable } from './registry.ts';
import { sealerFor, type SealForModule } from './sealing.ts';
import { stepsAvailable, type MatterNeeds, type StepsAvailable } from './steps.ts';

export type { CitizensPageView } from './citizens-page.ts';
export type { CustomerService, Ticket, TicketInput } from './customer-service.ts';
export type { ModuleDelays } from './delays.ts';
export type { Licence, LicenceMaterial } from './e-licence.ts';
export type { EnterprisePageView, WhichEnterprise } from './enterprise-page.ts';
export type { SealedDocument } from './e-seal.ts';
export type { FaqEntry } from './faq.ts';
export type { CardFacts, ConfirmedPerson, Verified } from './identity.ts';
export type { Delivery, DeliveryAddress } from './logistics.ts';
export type { ModuleReply } from './module-client.ts';
export { moduleNames, type Closed, type ModuleName, type ModuleState, type ModuleStates } from './names.ts';
export type { Payment, PaymentOrder } from './payment.ts';
export type { RatingInput, Ratings } from './ratings.ts';
export {
  stepsAvailable,
  type MatterNeeds,
  type ModulesNow,
  type Step,
  type StepsAvailable,
} from './steps.ts';

export interface ModulesOptions {
  /** Folder of the terminal's data; the queue is a file in it. One process at a time. */
  readonly dataFolder: string;
  readonly terminalId: string;
  /** As for `openSync`. A module lives at the platform's address unless `endpoints` says otherwise. */
  readonly platform: {
    readonly url: string;
    readonly encryptionKey: JWK;
    readonly requestKey?: RequestKeyJwk | undefined;
  };
  readonly endpoints?: Partial<Readonly<Record<ModuleName, string>>>;
  /** What this site does not have. */
  readonly switchedOff?: readonly Exclude<ModuleName, 'acceptance'>[];
  /** Whether there is a network, and which number a submission has. */
  readonly sync: Pick<Sync, 'network' | 'onChange' | 'waitForOutcome'>;
  /** Facts never hold personal data. */
  readonly log: SyncLog;
  readonly delays?: Partial<ModuleDelays>;
}

/** The ten modules of art. 5, `acceptance` being sync itself. */
export interface Modules {
  readonly states: ModuleStates;
  /** What this site does not have. */
  readonly switchedOff: readonly ModuleName[];
  state(module: ModuleName): ModuleState;
  /**
   * Asks a module at once that has said nothing since the start, and settles with its answer or its silence, which is
   * bounded in time. Null where there is nothing to wait for: its state is known, or the network is away.
   */
  firstWord(module: Watchable): Promise<void> | null;
  /** What of a matter can be done now, and why not the rest. */
  stepsAvailable(matter: MatterNeeds): StepsAvailable;
  /** A state or an item of the queue changed. Answers a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Items that wait for a module: tickets, ratings, addresses, archive packages, identities. */
  readonly waitingCount: number;
  readonly identity: Identity;
  readonly customerService: CustomerService;
  readonly payment: Payment;
  readonly logistics: Logistics;
  readonly eLicence: ELicence;
  readonly eSeal: ESeal;
  readonly eArchive: EArchive;
  readonly citizensPage: CitizensPage;
  readonly enterprisePage: EnterprisePage;
  readonly ratings: Ratings;
  /** Call before the sync is closed. What waits goes on at the next start. */
  close(): Promise<void>;
}

/**
 * Opens the queue of the modules and begins to watch them.
 * @throws UnusableStore when the queue is of a newer program; TypeError for a key that is none
 */
export async function openModules(options: ModulesOptions): Promise<Modules> {
  return new RunningModules(options, await sealerFor(options.platform.encryptionKey));
}

const kinds = {
  ...identityQueue,
  ...customerServiceQueue,
  ...logisticsQueue,
  ...eArchiveQueue,
  ...ratingQueue,
};

class RunningModules implements Modules {
  readonly identity: Identity;
  readonly customerService: CustomerService;
  readonly payment: Payment;
  readonly logistics: Logistics;
  readonly eLicence: ELicence;
  readonly eSeal: ESeal;
  readonly eArchive: EArchive;
  readonly citizensPage: CitizensPage;
  readonly enterprisePage: EnterprisePage;
  readonly ratings: Ratings;
  readonly switchedOff: readonly ModuleName[];
  readonly #sync: ModulesOptions['sync'];
  readonly #store: QueueStore;
  readonly #apis = new Map<string, PlatformApi>();
  readonly #registry: ModuleRegistry;
  readonly #queue: Queue;
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: () => void;
  #faqState: ModuleState = 'down';
  #faqRefresh: Promise<void> = Promise.resolve();
  readonly #faqTimer: NodeJS.Timeout;
  #closed: Promise<void> | undefined;

  constructor(options: ModulesOptions, seal: SealForModule) {
    const { sync, log, switchedOff = [] } = options;
    const delays = { ...defaultModuleDelays, ...options.delays };
    this.#sync = sync;
    this.switchedOff = switchedOff;
    this.#store = new QueueStore(options.dataFolder);
    if (this.#store.repair) log('module-queue-damaged', { ...this.#store.repair });
    const apiOf = (module: ModuleName): PlatformApi => this.#apiOf(module, options);
    this.#registry = new ModuleRegistry({
      ...{ delays, log, switchedOff: new Set(switchedOff) },
      isOnline: () => sync.network === 'online',
      probe: (module) =>
        apiOf(module).callOperation('getModuleHealth', getModuleHealth, {
          ...{ path: { module }, timeoutMs: delays.probeTimeoutMs },
        }),
      onChange: () => this.#moduleChanged(),
    });
    const client = new ModuleClient({
      ...{ registry: this.#registry, apiOf, timeoutMs: delays.requestTimeoutMs },
    });
    this.#queue = new Queue({
      ...{ store: this.#store, kinds, client, delays, log, numberOf: numberOf(sync) },
      onChange: () => this.#changed(),
    });
    this.identity = new Identity(client, this.#queue, seal);
    this.customerService = new CustomerService(client, this.#queue, this.#store, seal);
    this.payment = new Payment(client);
    this.logistics = new Logistics(client, this.#queue, seal);
    this.eLicence = new ELicence(client);
    this.eSeal = new ESeal(client);
    this.eArchive = new EArchive(this.#queue);
    this.citizensPage = new CitizensPage(client);
    this.enterprisePage = new EnterprisePage(client);
    this.ratings = new Ratings(this.#queue);
    this.#stopListening = sync.onChange(() => {
      this.#registry.networkChanged();
      this.#queue.run();
    });
    this.#faqTimer = setInterval(() => this.#refreshFaq(), delays.faqIntervalMs);
    this.#registry.networkChanged();
    this.#queue.run();
  }

  get states(): ModuleStates {
    return this.#registry.states;
  }

  state(module: ModuleName): ModuleState {
    return this.#registry.state(module);
  }

  firstWord(module: Watchable): Promise<void> | null {
    return this.#registry.firstWord(module);
  }

  stepsAvailable(matter: MatterNeeds): StepsAvailable {
    return stepsAvailable(matter, this, this.#sync.network === 'online');
  }

  get waitingCount(): number {
    return this.#queue.waitingCount;
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
    this.#stopListening();
    clearInterval(this.#faqTimer);
    this.#registry.stop();
    const stopped = this.#queue.stop();
    await Promise.all([...this.#apis.values()].map((api) => api.close()));
    await Promise.all([stopped, this.#faqRefresh]);
    this.#listeners.clear();
    this.#store.close();
  }

  #apiOf(module: ModuleName, { platform, endpoints, terminalId }: ModulesOptions): PlatformApi {
    const url = endpoints?.[module] ?? platform.url;
    const there = this.#apis.get(url);
    if (there) return there;
    const api = new PlatformApi(url, terminalId, platform.requestKey);
    this.#apis.set(url, api);
    return api;
  }

  #moduleChanged(): void {
    const before = this.#faqState;
    this.#faqState = this.state('customer-service');
    if (before === 'down' && this.#faqState !== 'down') this.#refreshFaq();
    this.#queue.run();
    this.#changed();
  }

  #refreshFaq(): void {
    this.#faqRefresh = this.customerService.refreshFaq();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function numberOf(sync: ModulesOptions['sync']): NumberOf {
  return async (submissionId) => {
    try {
      const { applyNo, finished, state } = await sync.waitForOutcome(submissionId, 0);
      if (applyNo !== null) return { applyNo, finished };
      return state === 'rejected' || state === 'needs-citizen' ? 'never' : 'not-yet';
    } catch (error) {
      if (error instanceof RangeError) return 'unknown';
      throw error;
    }
  };
}

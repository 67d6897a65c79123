import { join } from 'node:path';
import type { KioskView, SessionView } from '@tongban/contract';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import type { CatalogueEntry, PublishedCatalogue } from '@tongban/kiosk-config/published';
import type {
  CitizenCard,
  ForeignerCard2017,
  ForeignerCard2023,
  IdCard,
  PermitCard,
} from '@tongban/peripherals/id-card-reader';
import type { Device, DeviceStatus } from '@tongban/peripherals/device';
import type { FamilyName } from '@tongban/peripherals/manager';
import type { RatingInput } from '@tongban/sync/modules';
import type { SessionDelays, TerminalConfig } from '../config.ts';
import { capabilitiesOf } from '../capabilities.ts';
import type { ClaimedDevice, Devices } from '../devices.ts';
import type { Log } from '../log.ts';
import { mattersOf, publicationOfFolder } from '../matters.ts';
import type { PhoneHandOvers } from '../phone/hand-over.ts';
import { ESPEAK } from '../../speech/index.ts';
import { SessionInUse } from '../session/session-in-use.ts';
import type { SessionParts } from '../session/session-parts.ts';
import type { Session } from '../session/session.ts';
import type { SessionHandwriting } from '../handwriting.ts';
import type { SessionSpeech } from '../speech.ts';
import type { SessionModules, SessionSync } from '../session/session-parts.ts';
import {
  StandInCamera,
  StandInCodeScanner,
  StandInDocumentPrinter,
  StandInPrinter,
  StandInReader,
  StandInScanner,
  StandInSmartCardReader,
} from './stand-in-devices.ts';
import { StandInModules } from './stand-in-modules.ts';
import { StandInSync } from './stand-in-sync.ts';

/**
 * A session whose surroundings a test decides: stand-ins for reader, printer and sync that implement the same
 * interfaces. Bytes, files and sockets have their own tests; here only the citizen's way counts.
 */

export const MATTERS = join(import.meta.dirname, '../../../kiosk-config/catalogue/matters');

/** Synthetic people: region 310199 is not assigned. */
export const woman70: CitizenCard = {
  type: 'citizen',
  name: '李测试',
  sex: 'female',
  nation: { code: '01', name: '汉' },
  birth: '1956-03-08',
  address: '上海市测试区虚拟路88弄6号502室',
  idNumber: '310199195603080023',
  issuingAuthority: '上海市公安局测试分局',
  validFrom: '2016-03-08',
  validTo: 'long-term',
  photoWlt: new Uint8Array(1024),
  managementNumber: new Uint8Array(28).fill(7),
};
export const man40: CitizenCard = {
  ...woman70,
  name: '张测试',
  sex: 'male',
  birth: '1986-05-01',
  idNumber: '310199198605010014',
  validTo: '2036-05-01',
  managementNumber: new Uint8Array(28).fill(9),
};
export const permit: PermitCard = {
  type: 'hk-mo-tw-permit',
  name: '何测试',
  sex: 'male',
  birth: '1988-07-04',
  address: '上海市测试区虚拟路81号',
  idNumber: '81000019880704001X',
  issuingAuthority: '上海市公安局测试分局',
  travelPermitNumber: 'H00000000',
  issueCount: '01',
  validFrom: '2024-03-15',
  validTo: '2029-03-15',
  photoWlt: new Uint8Array(1024),
  managementNumber: null,
};
/** Country XXA and its digits 990 are nobody's. */
const foreigner = {
  sex: 'female',
  birth: '1984-02-09',
  country: 'XXA',
  validFrom: '2024-05-20',
  photoWlt: new Uint8Array(1024),
  managementNumber: new Uint8Array(28).fill(5),
} as const;
export const foreignerOf2017: ForeignerCard2017 = {
  ...foreigner,
  type: 'foreigner-2017',
  englishName: 'SPECIMEN, MARIA ANNA',
  chineseName: '史测试',
  idNumber: 'XXA310184020908',
  cardVersion: '01',
  authorityCode: '1500',
  validTo: '2029-05-20',
};
export const foreignerOf2023: ForeignerCard2023 = {
  ...foreigner,
  type: 'foreigner-2023',
  englishName: 'SPECIMEN, MARIA ANNA',
  chineseName: '',
  idNumber: '931990198402090125',
  renewalCount: '01',
  earlierNumber: 'XXA310184020908',
  validTo: '2034-05-20',
};

/** What is in force, changed by a test in the place of the centre. */
export class PublishedByHand {
  inForce: ReturnType<typeof publicationOfFolder> | null;
  confirmedAt: Date | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(folder = MATTERS) {
    this.inForce = publicationOfFolder(loadCatalogue(folder));
  }

  onSwitch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Publishes the index with some of its entries changed, by the Chinese name of the matter. */
  change(
    entries: Readonly<Record<string, Partial<CatalogueEntry>>>,
    index: Partial<PublishedCatalogue> = {},
  ): void {
    if (!this.inForce) throw new Error('nothing is published');
    const { catalogue } = this.inForce;
    const matters = catalogue.matters.map((entry) => ({ ...entry, ...entries[entry.name.zh] }));
    this.switchTo({ ...this.inForce, catalogue: { ...catalogue, matters, ...index } });
  }

  switchTo(next: PublishedByHand['inForce']): void {
    this.inForce = next;
    for (const listener of this.#listeners) listener();
  }
}

/** Fails so late only on a machine that others use too: a screen that comes is seen at once. */
const PATIENCE_MS = 4000;

export interface SessionAtWork {
  readonly inUse: SessionInUse;
  /** The one in use. */
  readonly session: Session;
  readonly reader: StandInReader;
  readonly printer: StandInPrinter;
  readonly documentPrinter: StandInDocumentPrinter;
  readonly codeScanner: StandInCodeScanner;
  readonly smartCardReader: StandInSmartCardReader;
  readonly scanner: StandInScanner;
  readonly camera: StandInCamera;
  readonly devices: Devices;
  readonly sync: StandInSync;
  readonly modules: StandInModules;
  /** Every view since the start. */
  readonly views: KioskView[];
  readonly log: string[];
  readonly visits: boolean[];
  /** What citizens said of the service. */
  readonly ratings: RatingInput[];
  /** Reports of missing characters, and those that were not printed. */
  readonly missing: string[];
  /** The disk takes no rating. */
  ratingsFail: boolean;
  screen(): SessionView;
  /** Waits for a screen and answers it. */
  until<S extends SessionView['screen']>(screen: S): Promise<Extract<SessionView, { screen: S }>>;
  /** From the attract screen to the first question of a matter. */
  identify(matterName: string, card: IdCard): Promise<void>;
  /** Answers every question that comes up to the review; `useCardAddress` sends the result to the card's address. */
  fillIn(answers: Readonly<Record<string, string | boolean>>): Promise<void>;
  stop(): void;
}

export const allowanceAnswers = {
  bankCard: '6222021001112223331',
  phone: '13800005678',
  cardDelivery: 'this-centre',
  promise: true,
} as const;

/** A device that has been there for long. */
function standing(family: FamilyName, device: Device<DeviceStatus>): ClaimedDevice {
  return { family, device, isBeginning: () => false };
}

export function sessionAtWork(
  options: {
    session?: Partial<SessionDelays>;
    /** What of its site the terminal says otherwise. */
    site?: Partial<TerminalConfig['site']>;
    /** Without it the panel is as configured. */
    panel?: SessionParts['panel'];
    interrupted?: boolean;
    keepsFailing?: boolean;
    /** What the terminal has to take papers with. */
    papers?: 'camera-and-scanner' | 'nothing';
    catalogueFolder?: string;
    /** In place of the folder: what a centre publishes. */
    published?: PublishedByHand;
    /** In place of the stand-in. */
    realSync?: SessionSync;
    realModules?: SessionModules;
    /** Without it the terminal says nothing. */
    speech?: SessionSpeech;
    /** Without it none is read. */
    handwriting?: SessionHandwriting;
    headset?: 'always' | 'never';
    practiceIdleMs?: number;
    /** Without it no phone is offered. */
    phones?: (log: Log) => PhoneHandOvers;
  } = {},
): SessionAtWork {
  const reader = new StandInReader();
  const printer = new StandInPrinter();
  const documentPrinter = new StandInDocumentPrinter();
  const codeScanner = new StandInCodeScanner();
  const smartCardReader = new StandInSmartCardReader();
  const scanner = new StandInScanner();
  const camera = new StandInCamera();
  const has = options.papers ?? 'camera-and-scanner';
  const devices: Devices = {
    idCardReader: reader,
    receiptPrinter: printer,
    documentPrinter,
    smartCardReader,
    codeScanner,
    documentScanner: has === 'nothing' ? null : scanner,
    camera: has === 'nothing' ? null : camera,
    lights: null,
    all: [
      standing('id-card-reader', reader),
      standing('receipt-printer', printer),
      standing('code-scanner', codeScanner),
      standing('smart-card-reader', smartCardReader),
      standing('document-printer', documentPrinter),
      ...(has === 'nothing' ? [] : [standing('document-scanner', scanner), standing('camera', camera)]),
    ],
  };
  const sync = new StandInSync();
  const modules = new StandInModules();
  const views: KioskView[] = [];
  const log: string[] = [];
  const visits: boolean[] = [];
  const config: TerminalConfig = {
    keepEnvelopesDays: 7,
    terminalId: '310199-07',
    siteCode: '310199001',
    site: {
      name: { zh: '测试中心' },
      staff: { zh: '1 号服务台' },
      hours: { zh: '8:30–16:30' },
      announcements: [],
      ...options.site,
    },
    diagonalInches: 21.5,
    panel: { centreMm: 1300, reachMm: 1220 },
    dataFolder: '/nowhere',
    catalogueFolder: MATTERS,
    socketPath: '/nowhere/core.sock',
    platform: { url: 'http://127.0.0.1:9', encryptionKey: { kty: 'EC' }, receiptKey: { kty: 'EC' } },
    devices: {
      idCardReader: { line: { type: 'serial', path: '/dev/null', baudRate: 115_200 } },
      receiptPrinter: { line: { type: 'tcp', host: '127.0.0.1', port: 9100 }, profile: 'raster-80mm' },
    },
    ...(options.speech
      ? { speech: { ...ESPEAK, arguments: [...ESPEAK.arguments], headset: options.headset ?? 'never' } }
      : {}),
    session: {
      idleMs: 60_000,
      countdownMs: 30_000,
      careFactor: 2,
      payFactor: 3,
      payCheckMs: 20,
      outcomeMs: 1000,
      outcomeOfflineMs: 100,
      licenceMs: 1000,
      endMs: 30,
      ...options.session,
    },
  };
  const published = options.published ?? new PublishedByHand(options.catalogueFolder);
  const matters = mattersOf({
    place: config,
    inForce: () => published.inForce,
    onSwitch: (listener) => published.onSwitch(listener),
    confirmedAt: () => published.confirmedAt,
    ageLimitMs: 7 * 24 * 3_600_000,
    capabilities: {
      can: () => capabilitiesOf(devices, { state: (name) => modules.states[name], switchedOff: [] }),
      onChange: () => () => undefined,
    },
    now: () => new Date(),
  });
  const ratings: RatingInput[] = [];
  const keepLog: Log = (event, facts) => log.push(JSON.stringify({ event, ...facts }));
  const missing: string[] = [];
  const inUse = new SessionInUse(
    {
      config,
      panel: options.panel ?? { now: { diagonalInches: config.diagonalInches, panel: config.panel } },
      matters,
      devices,
      sync: options.realSync ?? sync,
      modules: options.realModules ?? modules,
      ratings: {
        async rate(input) {
          if (work.ratingsFail) throw Object.assign(new Error('TEST'), { name: 'SqliteError' });
          ratings.push(input);
        },
      },
      speech: options.speech ?? {
        available: false,
        onChange: () => () => undefined,
        say: () => Promise.resolve(null),
      },
      phones: options.phones?.(keepLog) ?? null,
      log: keepLog,
      handwriting: options.handwriting ?? {
        available: false,
        onChange: () => () => undefined,
        recognise: () => Promise.resolve(null),
      },
      missingCharacters: {
        notFound: ({ at, by }) => missing.push(`${at} ${by}`),
        notPrinted: (characters) => missing.push(...characters),
      },
      onVisit: (open) => visits.push(open),
      interruptedVisit: options.interrupted ?? false,
      keepsFailing: options.keepsFailing ?? false,
      practice: null,
    },
    options.practiceIdleMs,
  );
  inUse.onView((view) => views.push(view));
  const work: SessionAtWork = {
    inUse,
    get session() {
      return inUse.current;
    },
    ...{ reader, printer, documentPrinter, codeScanner, smartCardReader, scanner, camera, devices },
    ...{ sync, modules },
    views,
    log,
    visits,
    ratings,
    missing,
    ratingsFail: false,
    screen: () => inUse.current.view().session,
    until(screen) {
      return new Promise((resolve, reject) => {
        const look = (view: KioskView): boolean => {
          if (view.session.screen !== screen) return false;
          clearTimeout(timer);
          stop();
          resolve(view.session as never);
          return true;
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`no ${screen}, but ${work.screen().screen}`));
        }, PATIENCE_MS);
        const stop = inUse.onView(look);
        look(inUse.current.view());
      });
    },
    async identify(matterName, card) {
      const { session } = work;
      session.start();
      const { matters } = await work.until('choose');
      const matter = matters.find((each) => each.name.zh === matterName);
      if (!matter) throw new Error(`no matter ${matterName}`);
      session.chooseMatter(matter.id);
      session.confirmGuide();
      await work.until('card');
      reader.place(card);
      // Where the key of the card is needed first, the next screen says that it is there.
      while (work.screen().screen === 'card') await new Promise(setImmediate);
    },
    async fillIn(answers) {
      for (let view = await work.until('question'); ;) {
        const value = answers[view.field.name];
        if (value === undefined) throw new Error(`no answer for ${view.field.name}`);
        work.session.answer(view.field.name, value);
        if (work.screen().screen === 'card-address') {
          if (answers['useCardAddress']) work.session.useCardAddress();
          else work.session.typeAddress();
        }
        const next = work.screen();
        if (next.screen !== 'question') return;
        view = next;
      }
    },
    stop() {
      inUse.stop();
      matters.close();
    },
  };
  return work;
}

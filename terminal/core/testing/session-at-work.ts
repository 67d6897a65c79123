import { createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import type { KioskView, SessionView } from '@tongban/contract';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import type {
  CitizenCard,
  IdCard,
  IdCardReader,
  IdCardReaderStatus,
  PermitCard,
  ReaderDescription,
} from '@tongban/peripherals/id-card-reader';
import type { PrintOutcome, ReceiptPrinter, SlipDocument } from '@tongban/peripherals/receipt-printer';
import type { SubmissionInput, SubmissionRecord, Sync } from '@tongban/sync';
import type { SessionDelays, TerminalConfig } from '../config.ts';
import { Session } from '../session/session.ts';

/**
 * A session whose surroundings a test decides: stand-ins for reader, printer and sync that implement the same
 * interfaces. Bytes, files and sockets have their own tests; here only the citizen's way counts.
 */

const MATTERS = join(import.meta.dirname, '../../../kiosk-config/catalogue/matters');

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
/** A kind of card from which no matter is filled in yet. */
export const permit: PermitCard = {
  type: 'hk-mo-tw-permit',
  name: '何测试',
  sex: 'male',
  birth: '1988-07-04',
  address: '上海市测试区虚拟路81号',
  idNumber: '810000198807040010',
  issuingAuthority: '上海市公安局测试分局',
  travelPermitNumber: 'H00000000',
  issueCount: '01',
  validFrom: '2024-03-15',
  validTo: '2029-03-15',
  photoWlt: new Uint8Array(1024),
  managementNumber: null,
};

const statuses = {
  'no-card': { kind: 'no-card', availability: 'ready' },
  reading: { kind: 'reading', availability: 'ready' },
  'card-present': { kind: 'card-present', availability: 'ready' },
  'card-removed-mid-read': { kind: 'card-removed-mid-read', availability: 'ready' },
  'card-unreadable': { kind: 'card-unreadable', availability: 'ready' },
  disconnected: { kind: 'disconnected', availability: 'offline' },
} as const satisfies Record<string, IdCardReaderStatus>;

export class StandInReader implements IdCardReader {
  status: IdCardReaderStatus = statuses['no-card'];
  reading = false;
  readonly #cards = new Set<(card: IdCard) => void>();
  readonly #statuses = new Set<(status: IdCardReaderStatus) => void>();
  open(): void {}
  async close(): Promise<void> {}
  startReading(): void {
    this.reading = true;
  }
  stopReading(): void {
    this.reading = false;
  }
  onCard(listener: (card: IdCard) => void): () => void {
    this.#cards.add(listener);
    return () => this.#cards.delete(listener);
  }
  onStatus(listener: (status: IdCardReaderStatus) => void): () => void {
    this.#statuses.add(listener);
    return () => this.#statuses.delete(listener);
  }
  async describe(): Promise<ReaderDescription> {
    return { kind: 'disconnected' };
  }
  show(kind: keyof typeof statuses): void {
    this.status = statuses[kind];
    for (const listener of this.#statuses) listener(this.status);
  }
  /** Puts a card there; it is read when the session wants one. */
  place(card: IdCard): void {
    if (!this.reading) return;
    this.show('reading');
    for (const listener of this.#cards) listener(card);
    this.show('card-present');
  }
}

export class StandInPrinter implements ReceiptPrinter {
  readonly status = { kind: 'ready', availability: 'ready' } as const;
  outcomes: PrintOutcome[] = [];
  slips: SlipDocument[] = [];
  open(): void {}
  async close(): Promise<void> {}
  onStatus(): () => void {
    return () => {};
  }
  async print(slip: SlipDocument): Promise<PrintOutcome> {
    this.slips.push(slip);
    return this.outcomes.shift() ?? { kind: 'printed', paperNearEnd: false };
  }
}

export class StandInSync implements Sync {
  network: 'online' | 'offline' = 'online';
  /** What becomes of the next submissions; `full` is a disk that cannot take one more. */
  platform: 'accepts' | 'unreachable' | 'refuses-phone' | 'full' = 'accepts';
  readonly inputs: SubmissionInput[] = [];
  readonly records = new Map<string, { tag: string; record: SubmissionRecord }>();
  readonly #listeners = new Set<() => void>();
  get heldCount(): number {
    return [...this.records.values()].filter(({ record }) => record.applyNo === null).length;
  }
  async cardKey(card: {
    idNumber: string;
  }): Promise<{ tag: Uint8Array; wrappingKey: ReturnType<typeof createSecretKey> }> {
    return { tag: Buffer.from(card.idNumber), wrappingKey: createSecretKey(Buffer.alloc(32)) };
  }
  async submit(input: SubmissionInput): Promise<SubmissionRecord> {
    if (this.platform === 'full') throw new Error('SQLITE_FULL');
    this.inputs.push(input);
    const record: SubmissionRecord = {
      id: input.idempotencyKey,
      tempNo: `T0001${this.inputs.length}`,
      applyNo: null,
      state: 'sealed',
      matter: input.matter,
      capturedAt: input.capturedAt.toISOString(),
      receivedAt: null,
      limitDate: null,
      limitProvisional: false,
      finished: false,
      opinion: null,
      nextStep: null,
      problem: null,
    };
    this.records.set(record.id, { tag: Buffer.from(input.card?.tag ?? '').toString(), record });
    if (this.platform === 'accepts') this.accept(record.id);
    if (this.platform === 'refuses-phone') {
      this.#change(record.id, { state: 'rejected', problem: { code: 'VALIDATION_FAILED', field: 'phone' } });
    }
    return record;
  }
  accept(id: string): void {
    this.#change(id, {
      state: 'accepted',
      applyNo: `SH2611220001${this.records.size}`,
      receivedAt: '2026-11-22T06:31:02Z',
      limitDate: '2026-11-27',
    });
  }
  submissionsOf(card: { tag: Uint8Array }): SubmissionRecord[] {
    const tag = Buffer.from(card.tag).toString();
    return [...this.records.values()].filter((each) => each.tag === tag).map((each) => each.record);
  }
  async waitForOutcome(id: string): Promise<SubmissionRecord> {
    const found = this.records.get(id);
    if (!found) throw new Error('unknown submission');
    return found.record;
  }
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  async close(): Promise<void> {}
  #change(id: string, change: Partial<SubmissionRecord>): void {
    const found = this.records.get(id);
    if (!found) throw new Error('unknown submission');
    this.records.set(id, { tag: found.tag, record: { ...found.record, ...change } });
    for (const listener of this.#listeners) listener();
  }
}

export interface SessionAtWork {
  readonly session: Session;
  readonly reader: StandInReader;
  readonly printer: StandInPrinter;
  readonly sync: StandInSync;
  /** Every view since the start. */
  readonly views: KioskView[];
  readonly log: string[];
  readonly visits: boolean[];
  screen(): SessionView;
  /** Waits for a screen and answers it; fails after a second. */
  until<S extends SessionView['screen']>(screen: S): Promise<Extract<SessionView, { screen: S }>>;
  /** From the attract screen to the first question of a matter. */
  identify(matterName: string, card: CitizenCard): Promise<void>;
  /** Answers every question that comes up to the review. */
  fillIn(answers: Readonly<Record<string, string | boolean>>): Promise<void>;
  stop(): void;
}

export const allowanceAnswers = {
  bankCard: '6222021001112223331',
  phone: '13800005678',
  cardDelivery: 'this-centre',
  promise: true,
} as const;

export function sessionAtWork(
  options: { session?: Partial<SessionDelays>; interrupted?: boolean } = {},
): SessionAtWork {
  const reader = new StandInReader();
  const printer = new StandInPrinter();
  const sync = new StandInSync();
  const views: KioskView[] = [];
  const log: string[] = [];
  const visits: boolean[] = [];
  const config: TerminalConfig = {
    terminalId: '310199-07',
    siteCode: '310199001',
    site: {
      name: { zh: '测试中心' },
      staff: { zh: '1 号服务台' },
      hours: { zh: '8:30–16:30' },
      announcements: [],
    },
    diagonalInches: 21.5,
    dataFolder: '/nowhere',
    catalogueFolder: MATTERS,
    socketPath: '/nowhere/core.sock',
    platform: { url: 'http://127.0.0.1:9', encryptionKey: { kty: 'EC' }, receiptKey: { kty: 'EC' } },
    devices: {
      idCardReader: { path: '/dev/null', baudRate: 115_200 },
      receiptPrinter: { host: '127.0.0.1', port: 9100, profile: 'raster-80mm' },
    },
    session: {
      idleMs: 60_000,
      countdownMs: 30_000,
      careFactor: 2,
      outcomeMs: 1000,
      outcomeOfflineMs: 100,
      endMs: 30,
      ...options.session,
    },
  };
  const session = new Session({
    config,
    catalogue: loadCatalogue(MATTERS),
    reader,
    printer,
    sync,
    log: (event, facts) => log.push(JSON.stringify({ event, ...facts })),
    onVisit: (open) => visits.push(open),
    interruptedVisit: options.interrupted ?? false,
  });
  session.onView((view) => views.push(view));
  const work: SessionAtWork = {
    session,
    reader,
    printer,
    sync,
    views,
    log,
    visits,
    screen: () => session.view().session,
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
          reject(new Error(`no ${screen} within a second, but ${session.view().session.screen}`));
        }, 1000);
        const stop = session.onView(look);
        look(session.view());
      });
    },
    async identify(matterName, card) {
      session.start();
      const { matters } = await work.until('choose');
      const matter = matters.find((each) => each.name.zh === matterName);
      if (!matter) throw new Error(`no matter ${matterName}`);
      session.chooseMatter(matter.id);
      session.confirmGuide();
      await work.until('card');
      reader.place(card);
      // The key of the card is made asynchronously; the next screen says that it is there.
      while (work.screen().screen === 'card') await new Promise(setImmediate);
    },
    async fillIn(answers) {
      for (let view = await work.until('question'); ;) {
        const value = answers[view.field.name];
        if (value === undefined) throw new Error(`no answer for ${view.field.name}`);
        session.answer(view.field.name, value);
        const next = work.screen();
        if (next.screen !== 'question') return;
        view = next;
      }
    },
    stop: () => session.stop(),
  };
  return work;
}

import { createSmartCardReader } from '../index.ts';
import type {
  SmartCardReader,
  SmartCardReaderDelays,
  SmartCardReaderStatus,
  SocialSecurityCard,
} from '../index.ts';
import type { Pcsc } from '../pcsc/library.ts';
import { PcscInMemory, SocialSecurityCardSimulator, hostOnPcscd } from './index.ts';
import type { PcscdHost, SyntheticHolder } from './index.ts';

/** Short enough for tests; a real pcscd still has the time that it takes. */
export const TEST_DELAYS: Partial<SmartCardReaderDelays> = { reconnectMinMs: 10, reconnectMaxMs: 40 };

/** What a whole life of a reader told, in order. */
export class Observed {
  readonly statuses: SmartCardReaderStatus['kind'][] = [];
  readonly cards: SocialSecurityCard[] = [];
  readonly reader: SmartCardReader;
  readonly #checks = new Set<() => void>();

  constructor(reader: SmartCardReader) {
    this.reader = reader;
    reader.onStatus((status) => {
      this.statuses.push(status.kind);
      this.#check();
    });
    reader.onCard((card) => {
      this.cards.push(card);
      this.#check();
    });
  }

  #check(): void {
    for (const check of [...this.#checks]) check();
  }

  /** Resolves when the condition holds, asked at once and after each event. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
      check();
    });
  }

  status(kind: SmartCardReaderStatus['kind']): Promise<void> {
    return this.until(() => this.reader.status.kind === kind);
  }

  /** Resolves at the next card. */
  nextCard(): Promise<SocialSecurityCard> {
    const before = this.cards.length;
    return this.until(() => this.cards.length > before).then(() => this.cards[before]!);
  }
}

export interface ReaderSetup extends AsyncDisposable {
  readonly simulator: SocialSecurityCardSimulator;
  readonly reader: SmartCardReader;
  readonly observed: Observed;
}

/** A reader over any PC/SC, opened. */
export function openReader(
  simulator: SocialSecurityCardSimulator,
  { loadPcsc, delays = {} }: { loadPcsc?: () => Pcsc | null; delays?: Partial<SmartCardReaderDelays> } = {},
): ReaderSetup {
  const reader = createSmartCardReader({
    ...(loadPcsc === undefined ? {} : { loadPcsc }),
    delays: { ...TEST_DELAYS, ...delays },
  });
  const observed = new Observed(reader);
  reader.open();
  return { simulator, reader, observed, [Symbol.asyncDispose]: () => reader.close() };
}

/** Short enough for a PC/SC that is in memory and takes no time. */
const MEMORY_DELAYS: SmartCardReaderDelays = {
  callTimeoutMs: 150,
  transmitTimeoutMs: 150,
  removalNoticeMs: 15,
  settleMs: 500,
  startingMs: 4,
  heartbeatMs: 50,
  reconnectMinMs: 4,
  reconnectMaxMs: 16,
  inUseRetryMs: 8,
};

/** A reader over PC/SC in memory, opened. */
export function readerOnMemory({
  names,
  delays = {},
}: { names?: readonly [string, string]; delays?: Partial<SmartCardReaderDelays> } = {}): ReaderSetup & {
  readonly pcsc: PcscInMemory;
} {
  const simulator = new SocialSecurityCardSimulator();
  const pcsc = new PcscInMemory(simulator, names === undefined ? {} : { names });
  const setup = openReader(simulator, { loadPcsc: () => pcsc, delays: { ...MEMORY_DELAYS, ...delays } });
  return Object.assign(setup, { pcsc });
}

export interface RealPcscd {
  readonly simulator: SocialSecurityCardSimulator;
  readonly host: PcscdHost;
}

/**
 * A private pcscd for this process. The library looks for its service once, at the socket that the environment names
 * then: so there is one for each test file.
 */
export async function startRealPcscd(): Promise<RealPcscd> {
  const simulator = new SocialSecurityCardSimulator();
  const host = await hostOnPcscd(simulator);
  process.env['PCSCLITE_CSOCK_NAME'] = host.socket;
  return { simulator, host };
}

/** What the adapter must make of a synthetic holder's card. */
export function expectedCard({
  citizen,
  cardNumber,
  cardIdentifier,
  issuedOn,
  validUntil,
}: SyntheticHolder): Omit<SocialSecurityCard, 'nation'> {
  const date = (text: string): string => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  return {
    type: 'social-security',
    name: citizen.name,
    sex: citizen.sex === '1' ? 'male' : 'female',
    birth: date(citizen.birth),
    birthPlace: '310199',
    idNumber: citizen.idNumber,
    cardNumber,
    cardIdentifier,
    cardClass: '03',
    specVersion: '3.00',
    issuer: '310199000000000054455354',
    issuedOn: date(issuedOn),
    validUntil: validUntil === 'FFFFFFFF' ? null : date(validUntil),
  };
}

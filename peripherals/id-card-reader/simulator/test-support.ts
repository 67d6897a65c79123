import { createMemoryPair } from '../../transport/index.ts';
import type { ByteTransport } from '../../transport/index.ts';
import { createIdCardReader } from '../index.ts';
import type { CitizenCard, IdCardReader, IdCardReaderDelays, IdCardReaderStatus } from '../index.ts';
import { IdCardReaderSimulator } from './index.ts';
import type { SimulatorOptions, SyntheticCitizen } from './index.ts';

/** Short enough for tests, long enough for a busy machine to answer in. */
export const TEST_DELAYS: IdCardReaderDelays = {
  answerTimeoutMs: 60,
  slowAnswerTimeoutMs: 120,
  withinFrameTimeoutMs: 40,
  pollIntervalMs: 4,
  heartbeatMs: 10,
  reconnectMinMs: 4,
  reconnectMaxMs: 16,
  faultRetryMs: 8,
};

/** What a whole life of a reader told, in order. */
export class Observed {
  readonly statuses: IdCardReaderStatus['kind'][] = [];
  readonly cards: CitizenCard[] = [];
  readonly reader: IdCardReader;
  readonly #checks = new Set<() => void>();

  constructor(reader: IdCardReader) {
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

  status(kind: IdCardReaderStatus['kind']): Promise<void> {
    return this.until(() => this.reader.status.kind === kind);
  }

  /** Resolves at the next card. */
  nextCard(): Promise<CitizenCard> {
    const before = this.cards.length;
    return this.until(() => this.cards.length > before).then(() => this.cards[before]!);
  }
}

export interface ReaderOnMemory extends AsyncDisposable {
  readonly simulator: IdCardReaderSimulator;
  readonly reader: IdCardReader;
  readonly observed: Observed;
  /** Resolves when the module has been asked so many more times. */
  requests(count: number): Promise<void>;
}

/** A reader and its simulator, joined by memory; opened. */
export function readerOnMemory(
  options: SimulatorOptions = {},
  delays: Partial<IdCardReaderDelays> = {},
): ReaderOnMemory {
  const simulator = new IdCardReaderSimulator(options);
  const requestListeners = new Set<() => void>();
  const openTransport = (): ByteTransport => {
    const { transport, device } = createMemoryPair();
    simulator.attach(device);
    device.on('data', () => requestListeners.forEach((listener) => listener()));
    return transport;
  };
  const reader = createIdCardReader({ openTransport, delays: { ...TEST_DELAYS, ...delays } });
  const observed = new Observed(reader);
  reader.open();
  const requests = (count: number): Promise<void> =>
    new Promise((resolve) => {
      let left = count;
      const listener = (): void => {
        if (--left > 0) return;
        requestListeners.delete(listener);
        resolve();
      };
      requestListeners.add(listener);
    });
  return { simulator, reader, observed, requests, [Symbol.asyncDispose]: () => reader.close() };
}

/** What the adapter must make of a synthetic citizen's card. */
export function expectedCard(citizen: SyntheticCitizen): Omit<CitizenCard, 'nation'> {
  const date = (text: string): string => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  return {
    type: 'citizen',
    name: citizen.name,
    sex: citizen.sex === '1' ? 'male' : 'female',
    birth: date(citizen.birth),
    address: citizen.newestAddress ?? citizen.address,
    idNumber: citizen.idNumber,
    issuingAuthority: citizen.issuingAuthority,
    validFrom: date(citizen.validFrom),
    validTo: citizen.validTo === '长期' ? 'long-term' : date(citizen.validTo),
    photoWlt: citizen.photoWlt,
    managementNumber: citizen.managementNumber,
  };
}

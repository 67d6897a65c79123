import { createMemoryPair } from '../../transport/index.ts';
import type { ByteTransport } from '../../transport/index.ts';
import { createIdCardReader } from '../index.ts';
import type { IdCard, IdCardReader, IdCardReaderDelays, IdCardReaderStatus } from '../index.ts';
import { nationName } from '../protocol/tables.ts';
import { IdCardReaderSimulator } from './index.ts';
import type { SimulatorOptions, SyntheticCard } from './index.ts';

/** Short enough for tests, long enough for a busy machine to answer in. */
export const TEST_DELAYS: IdCardReaderDelays = {
  answerTimeoutMs: 60,
  slowAnswerTimeoutMs: 120,
  withinFrameTimeoutMs: 40,
  pollIntervalMs: 4,
  idleLookMs: 10,
  reconnectMinMs: 4,
  reconnectMaxMs: 16,
  faultRetryMs: 8,
};

/** What a whole life of a reader told, in order. */
export class Observed {
  readonly statuses: IdCardReaderStatus['kind'][] = [];
  readonly cards: IdCard[] = [];
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
  nextCard(): Promise<IdCard> {
    const before = this.cards.length;
    return this.until(() => this.cards.length > before).then(() => this.cards[before]!);
  }
}

export interface ReaderOnMemory extends AsyncDisposable {
  readonly simulator: IdCardReaderSimulator;
  readonly reader: IdCardReader;
  readonly observed: Observed;
  /** A new line to the same module. */
  readonly openTransport: () => ByteTransport;
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
  return {
    simulator,
    reader,
    observed,
    openTransport,
    requests,
    [Symbol.asyncDispose]: () => reader.close(),
  };
}

/** What the adapter must make of a synthetic card. */
export function expectedCard(card: SyntheticCard): Record<string, unknown> {
  const date = (text: string): string => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  const common = {
    type: card.type,
    sex: card.sex === '1' ? 'male' : 'female',
    birth: date(card.birth),
    idNumber: card.idNumber,
    validFrom: date(card.validFrom),
    validTo: card.validTo === '长期' ? 'long-term' : date(card.validTo),
    photoWlt: card.photoWlt,
    managementNumber: card.managementNumber,
  };
  switch (card.type) {
    case 'citizen': {
      const { name, issuingAuthority, nation } = card;
      const address = card.newestAddress ?? card.address;
      return {
        ...common,
        name,
        address,
        issuingAuthority,
        nation: { code: nation, name: nationName(nation) },
      };
    }
    case 'hk-mo-tw-permit': {
      const { name, issuingAuthority, travelPermitNumber, issueCount } = card;
      const address = card.newestAddress ?? card.address;
      return { ...common, name, address, issuingAuthority, travelPermitNumber, issueCount };
    }
    case 'foreigner-2017': {
      const { name, chineseName, country, cardVersion, authorityCode } = card;
      return { ...common, englishName: name, chineseName, country, cardVersion, authorityCode };
    }
    case 'foreigner-2023': {
      const { name, chineseName, country, renewalCount, earlierNumber } = card;
      return { ...common, englishName: name, chineseName, country, renewalCount, earlierNumber };
    }
  }
}

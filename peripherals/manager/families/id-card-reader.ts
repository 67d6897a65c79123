import { z } from 'zod';
import type {
  IdCard,
  IdCardReader,
  IdCardReaderStatus,
  ReaderDescription,
} from '../../id-card-reader/index.ts';
import type { Family } from '../family.ts';
import { checkStatus, reportStatus, statusWithin } from '../health.ts';
import type { StatusWords } from '../health.ts';
import { DeviceProxy } from '../link.ts';
import type { DeviceLink } from '../link.ts';
import { lineOpener, serialLine } from '../settings.ts';

const settings = z.strictObject({ line: serialLine });
type Settings = z.infer<typeof settings>;

/** Two questions behind a card that is just being read, each repeated; what takes longer is a stuck driver. */
const CALL_LIMIT_MS = 30_000;
/** Long enough to look for a card three times. */
const LOOK_MS = 1000;
const CARD_TIMEOUT_MS = 30_000;

const READY = { zh: '读卡器正常。', en: 'The card reader works.' };

const statusWords: Readonly<Record<IdCardReaderStatus['kind'], StatusWords>> = {
  'no-card': { words: READY, next: null },
  reading: { words: { zh: '正在读卡。', en: 'A card is being read.' }, next: null },
  'card-present': { words: { zh: '读卡器上有一张卡。', en: 'A card lies on the reader.' }, next: null },
  'card-removed-mid-read': {
    words: { zh: '读卡时卡被拿开。', en: 'The card was taken away while it was read.' },
    next: { zh: '把卡放回读卡区。', en: 'Put the card back on the reader.' },
  },
  'card-unreadable': {
    words: { zh: '卡读不出来。', en: 'The card cannot be read.' },
    next: {
      zh: '拿起后平放再试；换一张卡也读不出时请报修读卡器。',
      en: 'Lift it and put it back flat; when no card can be read, have the reader repaired.',
    },
  },
  'card-unsupported': {
    words: { zh: '读卡器认不出这张卡。', en: 'The reader does not know this kind of card.' },
    next: { zh: '换一张身份证件再试。', en: 'Try another identity card.' },
  },
  disconnected: {
    words: { zh: '找不到读卡器。', en: 'The card reader is not found.' },
    next: {
      zh: '检查读卡器的电源和数据线，再核对配置里的端口。',
      en: 'Check its power and cable, then the port in the configuration.',
    },
  },
  fault: {
    words: { zh: '读卡器自检没有通过。', en: 'The card reader fails its self-test.' },
    next: {
      zh: '断电十秒再通电；仍不行请报修，安全模块可能已损坏或未授权。',
      en: 'Take its power away for ten seconds; if that does not help have it repaired: its security module is broken or not authorised.',
    },
  },
};

/** Each wish to read has a number: a card that was read for an earlier wish must not reach the next citizen. */
interface ReadCard {
  readonly turn: number;
  readonly card: IdCard;
}

class IdCardReaderProxy extends DeviceProxy<IdCardReaderStatus> implements IdCardReader {
  readonly #listeners = new Set<(card: IdCard) => void>();
  #reading = false;
  #turn = 0;

  constructor(link: DeviceLink<IdCardReaderStatus>) {
    super(link);
    link.onEvent('card', (value) => {
      const { turn, card } = value as ReadCard;
      if (!this.#reading || turn !== this.#turn) return;
      for (const listener of [...this.#listeners]) listener(card);
    });
    link.onReady(() => {
      if (this.#reading) this.#tell('start-reading');
    });
  }

  onCard(listener: (card: IdCard) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  startReading(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#turn++;
    this.#tell('start-reading');
  }

  stopReading(): void {
    if (!this.#reading) return;
    this.#reading = false;
    this.#tell('stop-reading');
  }

  async describe(): Promise<ReaderDescription> {
    const outcome = await this.link.call('describe', null, CALL_LIMIT_MS);
    return outcome.kind === 'answer' ? (outcome.value as ReaderDescription) : { kind: 'disconnected' };
  }

  /** Without a process nothing is lost: the next one is told when it comes. */
  #tell(name: 'start-reading' | 'stop-reading'): void {
    void this.link.call(name, this.#turn, CALL_LIMIT_MS);
  }
}

export const idCardReader: Family<IdCardReader, Settings, z.input<typeof settings>> = {
  name: { zh: '身份证读卡器', en: 'ID card reader' },
  settings,
  addressForm: '/dev/…',
  settingsAt: (path) => ({ line: { type: 'serial', path } }),
  away: { kind: 'disconnected', availability: 'offline' },
  statusWords,
  capabilities: () => ({ readsEveryLayout: true, seesCardTaken: true, decodesPhoto: false }),

  async create({ line }, openTransport) {
    const { createIdCardReader } = await import('../../id-card-reader/index.ts');
    return createIdCardReader({ openTransport: openTransport ?? (await lineOpener(line)) });
  },

  serve(reader, emit) {
    let turn = 0;
    reader.onCard((card) => emit('card', { turn, card } satisfies ReadCard));
    return {
      'start-reading': (wish) => {
        turn = wish as number;
        reader.startReading();
      },
      'stop-reading': () => reader.stopReading(),
      describe: () => reader.describe(),
    };
  },

  proxy: (link) => new IdCardReaderProxy(link),

  async checkHealth(reader, level, attendant) {
    const report = await checkStatus(reader, statusWords);
    if (level === 'internal' || !report.healthy) return report;
    const read = Promise.withResolvers<true>();
    const stop = reader.onCard(() => read.resolve(true));
    reader.startReading();
    try {
      if (level === 'external') {
        // Looking for a card uses the radio part, which the self-test does not.
        await statusWithin(reader, LOOK_MS, ({ availability }) => availability !== 'ready');
        return reportStatus(reader, statusWords);
      }
      attendant.tell({
        zh: '请在 30 秒内把一张身份证放到读卡区。',
        en: 'Put an identity card on the reader within 30 seconds.',
      });
      const late = Promise.withResolvers<false>();
      const timer = setTimeout(() => late.resolve(false), CARD_TIMEOUT_MS);
      const came = await Promise.race([read.promise, late.promise]);
      clearTimeout(timer);
      if (came)
        return {
          healthy: true,
          status: reader.status.kind,
          words: { zh: '读卡成功。', en: 'A card was read.' },
          next: null,
        };
      const { words, next } = statusWords[reader.status.kind];
      return {
        healthy: false,
        status: reader.status.kind,
        words: { zh: `没有读到卡。${words.zh}`, en: `No card was read. ${words.en}` },
        next: next ?? { zh: '换一张卡再试一次。', en: 'Try again with another card.' },
      };
    } finally {
      stop();
      reader.stopReading();
    }
  },
};

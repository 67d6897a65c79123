import { z } from 'zod';
import type {
  IdCard,
  IdCardReader,
  IdCardReaderStatus,
  ReaderDescription,
} from '../../id-card-reader/index.ts';
import type { ByteTransport } from '../../transport/index.ts';
import type { Family } from '../family.ts';
import { checkStatus, reportStatus, statusWithin } from '../health.ts';
import type { StatusWords } from '../health.ts';
import { lineOpener, serialLine } from '../settings.ts';
import { serveWish, WishProxy } from '../wish.ts';

const settings = z.strictObject({
  line: z.discriminatedUnion('type', [
    serialLine,
    /** MIAXIS readers on USB; the number tells two of them apart. */
    z.strictObject({ type: z.literal('miaxis-hid'), serialNumber: z.string().min(1).exactOptional() }),
  ]),
});
type Settings = z.infer<typeof settings>;

/** Two questions behind a card that is just being read, each repeated; what takes longer is a stuck driver. */
const DESCRIBE_LIMIT_MS = 30_000;
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
      zh: '检查读卡器的电源和数据线；插在别的口的，到“检查设备”一页按“找设备”。',
      en: 'Check its power and cable; where it is at another port, have it found on the page of the devices.',
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

class IdCardReaderProxy extends WishProxy<IdCardReaderStatus, IdCard> implements IdCardReader {
  onCard(listener: (card: IdCard) => void): () => void {
    return this.onItem(listener);
  }

  startReading(): void {
    this.startWish();
  }

  stopReading(): void {
    this.stopWish();
  }

  async describe(): Promise<ReaderDescription> {
    const outcome = await this.link.call('describe', null, DESCRIBE_LIMIT_MS);
    return outcome.kind === 'answer' ? (outcome.value as ReaderDescription) : { kind: 'disconnected' };
  }
}

/** Loads the transports, which hold native code. */
export async function readerLine(line: Settings['line']): Promise<() => ByteTransport> {
  if (line.type === 'serial') return lineOpener(line);
  const { type: _, ...options } = line;
  const { createMiaxisTransport } = await import('../../id-card-reader/index.ts');
  return () => createMiaxisTransport(options);
}

export const idCardReader: Family<IdCardReader, Settings, z.input<typeof settings>> = {
  name: { zh: '身份证读卡器', en: 'ID card reader' },
  settings,
  addressForm: '/dev/… | miaxis-hid',
  settingsAt: (address) => ({
    line: address === 'miaxis-hid' ? { type: 'miaxis-hid' } : { type: 'serial', path: address },
  }),
  away: { kind: 'disconnected', availability: 'offline' },
  statusWords,
  capabilities: () => ({ readsEveryLayout: true, seesCardTaken: true, decodesPhoto: false }),

  async create({ line }, openTransport) {
    const { createIdCardReader } = await import('../../id-card-reader/index.ts');
    return createIdCardReader({ openTransport: openTransport ?? (await readerLine(line)) });
  },

  serve: (reader, emit) => ({
    ...serveWish<IdCard>(
      {
        subscribe: (listener) => reader.onCard(listener),
        start: () => reader.startReading(),
        stop: () => reader.stopReading(),
      },
      emit,
    ),
    describe: () => reader.describe(),
  }),

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

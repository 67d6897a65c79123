import { z } from 'zod';
import type {
  SmartCardReader,
  SmartCardReaderStatus,
  SocialSecurityCard,
} from '../../smart-card-reader/index.ts';
import type { Family } from '../family.ts';
import { checkStatus } from '../health.ts';
import type { HealthReport, StatusWords } from '../health.ts';
import { placeOf, xfsLine, xfsLineAt } from '../settings.ts';
import { serveWish, WishProxy } from '../wish.ts';

const settings = z.strictObject({
  /** Left out: all PC/SC readers of the machine together. */
  line: xfsLine.exactOptional(),
});
type Settings = z.infer<typeof settings>;

const CARD_TIMEOUT_MS = 30_000;

const statusWords: Readonly<Record<SmartCardReaderStatus['kind'], StatusWords>> = {
  'no-card': { words: { zh: '社保卡读卡器正常。', en: 'The smart card reader works.' }, next: null },
  reading: { words: { zh: '正在读社保卡。', en: 'A card is being read.' }, next: null },
  'card-present': { words: { zh: '读卡器里有一张卡。', en: 'A card is in the reader.' }, next: null },
  'card-removed-mid-read': {
    words: { zh: '读卡时卡被拔出。', en: 'The card was taken out while it was read.' },
    next: { zh: '把卡插回读卡器。', en: 'Put the card back.' },
  },
  'card-unreadable': {
    words: { zh: '卡读不出来。', en: 'The card cannot be read.' },
    next: {
      zh: '芯片朝上、朝里重新插卡；换一张卡也读不出时请报修。',
      en: 'Put it in with the chip up and ahead; when no card can be read, have the reader repaired.',
    },
  },
  'card-unsupported': {
    words: { zh: '这张卡不是可以读的社保卡。', en: 'This is no social-security card that can be read.' },
    next: { zh: '换一张社保卡再试。', en: 'Try a social-security card.' },
  },
  disconnected: {
    words: { zh: '找不到社保卡读卡器。', en: 'No smart card reader is found.' },
    next: {
      zh: '检查 USB 线，并确认智能卡服务 pcscd 已安装并运行。',
      en: 'Check its USB cable, and that the service pcscd is installed and runs.',
    },
  },
  fault: {
    words: { zh: '社保卡读卡器出错。', en: 'The smart card reader fails.' },
    next: {
      zh: '拔下读卡器，十秒后再插上；仍不行请更换。',
      en: 'Unplug it for ten seconds; replace it if that does not help.',
    },
  },
};

class SmartCardReaderProxy
  extends WishProxy<SmartCardReaderStatus, SocialSecurityCard>
  implements SmartCardReader
{
  onCard(listener: (card: SocialSecurityCard) => void): () => void {
    return this.onItem(listener);
  }

  startReading(): void {
    this.startWish();
  }

  stopReading(): void {
    this.stopWish();
  }
}

export const smartCardReader: Family<SmartCardReader, Settings, z.input<typeof settings>> = {
  name: { zh: '社保卡读卡器', en: 'smart card reader' },
  settings,
  addressForm: 'pcsc | xfs://HOST:PORT/SERVICE',
  settingsAt(address) {
    const line = xfsLineAt(address);
    if (line !== null) return { line };
    return address === 'pcsc' ? {} : null;
  },
  away: {
    kind: 'disconnected',
    availability: 'offline',
    problem: 'no-reader',
    staff: { zh: '读卡程序正在重新启动，请稍候。', en: 'The driver of the reader is being started again.' },
  },
  statusWords,
  capabilities: () => ({ readsSocialSecurityCards: true, seesCardTaken: true }),

  async create({ line }) {
    if (line !== undefined) {
      const { createXfsSmartCardReader } = await import('../../xfs4iot/index.ts');
      return createXfsSmartCardReader({ place: placeOf(line) });
    }
    const { createSmartCardReader } = await import('../../smart-card-reader/index.ts');
    return createSmartCardReader();
  },

  serve: (reader, emit) =>
    serveWish<SocialSecurityCard>(
      {
        subscribe: (listener) => reader.onCard(listener),
        start: () => reader.startReading(),
        stop: () => reader.stopReading(),
      },
      emit,
    ),

  proxy: (link) => new SmartCardReaderProxy(link),

  async checkHealth(reader, level, attendant): Promise<HealthReport> {
    const report = withHint(await checkStatus(reader, statusWords), reader.status);
    if (level !== 'interactive' || !report.healthy) return report;
    attendant.tell({
      zh: '请在 30 秒内插入一张社保卡。',
      en: 'Put in a social-security card within 30 seconds.',
    });
    const came = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => came.resolve(false), CARD_TIMEOUT_MS);
    const stop = reader.onCard(() => came.resolve(true));
    reader.startReading();
    const read = await came.promise;
    clearTimeout(timer);
    stop();
    reader.stopReading();
    const status = reader.status.kind;
    if (read)
      return { healthy: true, status, words: { zh: '读卡成功。', en: 'A card was read.' }, next: null };
    const { words, next } = statusWords[status];
    return {
      healthy: false,
      status,
      words: { zh: `没有读到卡。${words.zh}`, en: `No card was read. ${words.en}` },
      next: next ?? { zh: '换一张卡再试一次。', en: 'Try again with another card.' },
    };
  },
};

/** The reader knows more than the kind of its trouble. */
function withHint(report: HealthReport, status: SmartCardReaderStatus): HealthReport {
  return 'staff' in status ? { ...report, next: status.staff } : report;
}

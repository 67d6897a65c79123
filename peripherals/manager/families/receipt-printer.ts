import { OneAtATime } from '../../one-at-a-time.ts';
import { z } from 'zod';
import type {
  PrintOutcome,
  ReceiptPrinter,
  ReceiptPrinterStatus,
  ReceiptPrinterStatusKind,
  SlipDocument,
} from '../../receipt-printer/index.ts';
import type { Family } from '../family.ts';
import { checkStatus } from '../health.ts';
import type { HealthReport, StatusWords } from '../health.ts';
import { DeviceProxy } from '../link.ts';
import { lineOpener, placeOf, serialLine, tcpLine, xfsLine, xfsLineAt } from '../settings.ts';

const settings = z.strictObject({
  line: z.discriminatedUnion('type', [tcpLine, serialLine, xfsLine]),
  profile: z.enum(['raster-80mm', 'text-80mm', 'presenter-80mm']).default('raster-80mm'),
});
type Settings = z.infer<typeof settings>;

/** Longer than the driver's own longest wait for one slip: only a stuck driver takes so long. */
const PRINT_LIMIT_MS = 60_000;

const statusWords: Readonly<Record<ReceiptPrinterStatusKind, StatusWords>> = {
  ready: { words: { zh: '凭条打印机正常。', en: 'The receipt printer works.' }, next: null },
  'paper-near-end': {
    words: { zh: '凭条纸快用完了，还能打印。', en: 'The roll is nearly used up; it still prints.' },
    next: { zh: '准备一卷 80 毫米热敏纸，尽快更换。', en: 'Bring a roll of 80 mm thermal paper soon.' },
  },
  'paper-out': {
    words: { zh: '凭条纸用完了。', en: 'There is no paper.' },
    next: {
      zh: '装入 80 毫米热敏纸，合上盖子。',
      en: 'Put in a roll of 80 mm thermal paper and close the cover.',
    },
  },
  'cover-open': {
    words: { zh: '打印机盖子没有合上。', en: 'The cover is open.' },
    next: { zh: '合上盖子，听到“咔”一声。', en: 'Close the cover until it clicks.' },
  },
  'cutter-error': {
    words: { zh: '切刀卡住了。', en: 'The cutter is jammed.' },
    next: {
      zh: '关电源，开盖取出碎纸，再通电。',
      en: 'Switch it off, take the scraps out under the cover, switch it on.',
    },
  },
  'printer-error': {
    words: { zh: '打印机报告故障。', en: 'The printer reports an error.' },
    next: {
      zh: '关电源十秒再通电；仍不行请报修。',
      en: 'Switch it off for ten seconds; if that does not help have it repaired.',
    },
  },
  disconnected: {
    words: { zh: '找不到凭条打印机。', en: 'The receipt printer is not found.' },
    next: {
      zh: '检查打印机的电源和线；插在别的串口的，到“检查设备”一页按“找设备”，在网络上的核对地址。',
      en: 'Check its power and cable. At another serial port: have it found on the page of the devices; in the network: check its address.',
    },
  },
};

const TEST_TEXT = '自检 TEST 0123456789';

/** Nothing personal: paper of a check may lie in the tray. */
export const TEST_SLIP: SlipDocument = {
  blocks: [
    { type: 'title', text: '打印自检', look: 'frame' },
    { type: 'text', text: '本页只用于检查打印机，不是凭证。' },
    { type: 'text', text: TEST_TEXT },
    { type: 'rule' },
    { type: 'qr', text: TEST_TEXT, caption: '二维码内容与上一行文字相同' },
  ],
};

class ReceiptPrinterProxy extends DeviceProxy<ReceiptPrinterStatus> implements ReceiptPrinter {
  /** One slip at a time is with the driver: when its process dies, only that one can be half printed. */
  readonly #line = new OneAtATime();

  print(slip: SlipDocument): Promise<PrintOutcome> {
    return this.#line.run(() => this.#print(slip));
  }

  async #print(slip: SlipDocument): Promise<PrintOutcome> {
    const outcome = await this.link.call('print', slip, PRINT_LIMIT_MS);
    switch (outcome.kind) {
      case 'answer':
        return outcome.value as PrintOutcome;
      case 'away':
        return { kind: 'failed', reason: 'disconnected' };
      case 'lost':
        return { kind: 'unknown', reason: 'disconnected' };
      case 'threw':
        throw new Error(`The slip cannot be printed: ${outcome.error}`);
    }
  }
}

export const receiptPrinter: Family<ReceiptPrinter, Settings, z.input<typeof settings>> = {
  name: { zh: '凭条打印机', en: 'receipt printer' },
  settings,
  addressForm: 'HOST[:PORT] | /dev/… | xfs://HOST:PORT/SERVICE',
  settingsAt: lineAt,
  away: { kind: 'disconnected', availability: 'offline' },
  statusWords,
  capabilities: ({ line, profile }) => ({
    reportsStatus: true,
    reportsPrinted: true,
    cutsPaper: true,
    // What a service can do beyond that it says itself, when it is asked.
    takesBackSlips: line.type !== 'xfs' && profile === 'presenter-80mm',
  }),

  async create({ line, profile }, openTransport) {
    const { createReceiptPrinter, PRESENTER_80MM, RASTER_80MM, TEXT_80MM } =
      await import('../../receipt-printer/index.ts');
    const profiles = { 'raster-80mm': RASTER_80MM, 'text-80mm': TEXT_80MM, 'presenter-80mm': PRESENTER_80MM };
    if (line.type === 'xfs') {
      const { createXfsReceiptPrinter } = await import('../../xfs4iot/index.ts');
      return createXfsReceiptPrinter({ place: placeOf(line), profile: profiles[profile] });
    }
    return createReceiptPrinter({
      openTransport: openTransport ?? (await lineOpener(line)),
      profile: profiles[profile],
    });
  },

  serve: (printer) => ({ print: (slip) => printer.print(slip as SlipDocument) }),

  proxy: (link) => new ReceiptPrinterProxy(link),

  async checkHealth(printer, level, attendant) {
    const report = await checkStatus(printer, statusWords);
    if (level === 'internal' || report.status === 'disconnected') return report;
    const outcome = await printer.print(TEST_SLIP);
    if (outcome.kind !== 'printed') return afterFailure(outcome, printer);
    if (
      level === 'external' ||
      (await attendant.ask({
        zh: '凭条清楚、完整，文字和二维码都在吗？',
        en: 'Is the slip clear and whole, with text and QR code?',
      }))
    ) {
      const { words, next } = statusWords[printer.status.kind];
      return {
        healthy: printer.status.availability === 'ready',
        status: printer.status.kind,
        words: { zh: `已打印自检凭条。${words.zh}`, en: `A test slip was printed. ${words.en}` },
        next,
      };
    }
    return {
      healthy: false,
      status: printer.status.kind,
      words: { zh: '打印出来的凭条不清楚或不完整。', en: 'The printed slip is not clear or not whole.' },
      next: {
        zh: '清洁打印头，确认热敏纸没有装反，再试一次。',
        en: 'Clean the print head and check that the thermal side of the paper faces it, then try again.',
      },
    };
  },
};

function lineAt(address: string): unknown {
  const xfs = xfsLineAt(address);
  if (xfs !== null) return { line: xfs };
  if (address.startsWith('/')) return { line: { type: 'serial', path: address } };
  const [, host, port] = /^(.+?)(?::(\d+))?$/.exec(address) ?? [];
  return { line: { type: 'tcp', host, ...(port === undefined ? {} : { port: Number(port) }) } };
}

function afterFailure(
  outcome: Exclude<PrintOutcome, { kind: 'printed' }>,
  printer: ReceiptPrinter,
): HealthReport {
  const kind = outcome.reason === 'silent' ? 'disconnected' : outcome.reason;
  const { words, next } = statusWords[kind];
  return outcome.kind === 'failed'
    ? {
        healthy: false,
        status: kind,
        words: { zh: `没有打印出来。${words.zh}`, en: `Nothing was printed. ${words.en}` },
        next,
      }
    : {
        healthy: false,
        status: printer.status.kind,
        words: { zh: '不知道凭条有没有打印出来。', en: 'Nobody knows whether the slip was printed.' },
        next: { zh: '看一下出纸口；检查电源和网线。', en: 'Look at the slot; check power and cable.' },
      };
}

import { OneAtATime } from '../../one-at-a-time.ts';
import { z } from 'zod';
import type {
  DocumentPrinter,
  DocumentPrinterCapabilities,
  DocumentPrinterStatus,
  DocumentPrinterStatusKind,
  DocumentPrintOptions,
  DocumentPrintOutcome,
} from '../../document-printer/index.ts';
import type { Family } from '../family.ts';
import { checkStatus } from '../health.ts';
import type { StatusWords } from '../health.ts';
import { DeviceProxy } from '../link.ts';
import type { DeviceLink } from '../link.ts';
import { onFacts, serveFacts } from '../wish.ts';

const settings = z.strictObject({
  url: z.url({ protocol: /^ipps?$/ }),
  /** PEM, for an ipps:// printer that made its own. */
  certificate: z.string().min(1).exactOptional(),
});
type Settings = z.infer<typeof settings>;

/** Longer than the driver's own longest wait for a document. */
const PRINT_LIMIT_MS = 30 * 60_000;

const REPAIR = {
  zh: '关电源十秒再通电；仍不行请报修。',
  en: 'Switch it off for ten seconds; if that does not help have it repaired.',
};

const statusWords: Readonly<Record<DocumentPrinterStatusKind, StatusWords>> = {
  ready: { words: { zh: '文件打印机正常。', en: 'The document printer works.' }, next: null },
  busy: { words: { zh: '文件打印机正在打印。', en: 'The document printer is printing.' }, next: null },
  'paper-low': {
    words: { zh: '纸快用完了，还能打印。', en: 'Paper is nearly used up; it still prints.' },
    next: { zh: '往纸盒里加 A4 纸。', en: 'Fill the tray with A4 paper.' },
  },
  'toner-low': {
    words: { zh: '墨粉不多了，还能打印。', en: 'Toner is low; it still prints.' },
    next: { zh: '准备一支墨粉盒。', en: 'Bring a toner cartridge.' },
  },
  attention: {
    words: { zh: '打印机有提示，还能打印。', en: 'The printer has a notice; it still prints.' },
    next: { zh: '看一下打印机的面板。', en: 'Look at its panel.' },
  },
  'cover-open': {
    words: { zh: '打印机盖子没有合上。', en: 'A cover is open.' },
    next: { zh: '合上所有盖子和纸盒。', en: 'Close every cover and tray.' },
  },
  jam: {
    words: { zh: '卡纸了。', en: 'Paper is jammed.' },
    next: { zh: '按面板提示取出卡住的纸。', en: 'Take the jammed paper out as the panel shows.' },
  },
  'paper-out': {
    words: { zh: '没有纸了。', en: 'There is no paper.' },
    next: { zh: '往纸盒里加 A4 纸。', en: 'Fill the tray with A4 paper.' },
  },
  'toner-out': {
    words: { zh: '墨粉用完了。', en: 'There is no toner.' },
    next: { zh: '换墨粉盒。', en: 'Change the toner cartridge.' },
  },
  'output-full': {
    words: { zh: '出纸盘满了。', en: 'The output tray is full.' },
    next: { zh: '拿走出纸盘里的纸。', en: 'Empty the output tray.' },
  },
  'printer-error': { words: { zh: '打印机报告故障。', en: 'The printer reports an error.' }, next: REPAIR },
  stopped: {
    words: { zh: '打印机被暂停或不接受任务。', en: 'The printer is paused or takes no jobs.' },
    next: { zh: '在打印机面板或打印服务里恢复它。', en: 'Resume it at its panel or in the print service.' },
  },
  disconnected: {
    words: { zh: '找不到文件打印机。', en: 'The document printer is not found.' },
    next: {
      zh: '检查打印机的电源和网线，再核对配置里的地址。',
      en: 'Check its power and cable, then the address in the configuration.',
    },
  },
};

class DocumentPrinterProxy extends DeviceProxy<DocumentPrinterStatus> implements DocumentPrinter {
  #capabilities: DocumentPrinterCapabilities | undefined;
  /** One document at a time is with the driver: when its process dies, only that one can be half printed. */
  readonly #line = new OneAtATime();

  constructor(link: DeviceLink<DocumentPrinterStatus>) {
    super(link);
    onFacts(link, (facts) => {
      this.#capabilities = facts as DocumentPrinterCapabilities | undefined;
    });
  }

  get capabilities(): DocumentPrinterCapabilities | undefined {
    return this.#capabilities;
  }

  print(pdf: Uint8Array, options: DocumentPrintOptions): Promise<DocumentPrintOutcome> {
    return this.#line.run(() => this.#print(pdf, options));
  }

  async #print(pdf: Uint8Array, options: DocumentPrintOptions): Promise<DocumentPrintOutcome> {
    const outcome = await this.link.call('print', { pdf, options } satisfies PrintCall, PRINT_LIMIT_MS);
    switch (outcome.kind) {
      case 'answer':
        return outcome.value as DocumentPrintOutcome;
      case 'away':
        return { kind: 'failed', reason: 'disconnected' };
      case 'lost':
        return { kind: 'unknown', reason: 'disconnected' };
      case 'threw':
        throw new Error(`The document cannot be printed: ${outcome.error}`);
    }
  }
}

interface PrintCall {
  readonly pdf: Uint8Array;
  readonly options: DocumentPrintOptions;
}

export const documentPrinter: Family<DocumentPrinter, Settings, z.input<typeof settings>> = {
  name: { zh: '文件打印机', en: 'document printer' },
  settings,
  addressForm: 'ipp://… | ipps://…',
  settingsAt: (url) => ({ url }),
  away: { kind: 'disconnected', availability: 'offline', reasons: [] },
  statusWords,
  capabilities: () => ({ printsPdf: true, reportsStatus: true }),

  async create(options) {
    const { createDocumentPrinter } = await import('../../document-printer/index.ts');
    return createDocumentPrinter(options);
  },

  serve(printer, emit) {
    serveFacts(printer, () => printer.capabilities, emit);
    return {
      print: (argument) => {
        const { pdf, options } = argument as PrintCall;
        return printer.print(pdf, options);
      },
    };
  },

  proxy: (link) => new DocumentPrinterProxy(link),

  /** A page of a document printer costs paper and toner and says no more than its state does. */
  checkHealth: (printer) => checkStatus(printer, statusWords),
};

import { z } from 'zod';
import type {
  DocumentScanner,
  DocumentScannerCapabilities,
  DocumentScannerStatus,
  DocumentScannerStatusKind,
  ScannedPage,
  ScanOptions,
  ScanOutcome,
  ScanRequest,
} from '../../document-scanner/index.ts';
import type { Family } from '../family.ts';
import { checkStatus } from '../health.ts';
import type { StatusWords } from '../health.ts';
import { DeviceProxy } from '../link.ts';
import type { DeviceLink } from '../link.ts';
import { onFacts, serveFacts } from '../wish.ts';

/** SANE's own simulated scanner is `test:…`: a terminal must not have it. */
const SIMULATED = /^test(:|$)/;

const settings = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sane'),
    device: z
      .string()
      .min(1)
      .refine((device) => !SIMULATED.test(device), 'a simulated scanner'),
  }),
  z.strictObject({ kind: z.literal('escl'), url: z.url({ protocol: /^https?$/ }) }),
]);
type Settings = z.infer<typeof settings>;

/** Longer than the driver's own longest wait for a full feeder. */
const SCAN_LIMIT_MS = 30 * 60_000;
const CANCEL_LIMIT_MS = 5000;

const statusWords: Readonly<Record<DocumentScannerStatusKind, StatusWords>> = {
  ready: { words: { zh: '扫描仪正常。', en: 'The scanner works.' }, next: null },
  scanning: { words: { zh: '正在扫描。', en: 'It is scanning.' }, next: null },
  busy: { words: { zh: '扫描仪正忙。', en: 'The scanner is busy.' }, next: null },
  'no-paper-in-feeder': {
    words: { zh: '扫描仪正常，进纸器里没有纸。', en: 'The scanner works; its feeder is empty.' },
    next: null,
  },
  jammed: {
    words: { zh: '扫描仪卡纸。', en: 'Paper is jammed in the scanner.' },
    next: { zh: '打开盖子取出纸，再合上。', en: 'Open the cover, take the paper out, close it.' },
  },
  'cover-open': {
    words: { zh: '扫描仪盖子没有合上。', en: 'The cover is open.' },
    next: { zh: '合上盖子。', en: 'Close the cover.' },
  },
  'access-denied': {
    words: { zh: '程序没有使用扫描仪的权限。', en: 'The program may not use the scanner.' },
    next: {
      zh: '把终端程序的用户加入 scanner 组，再重新启动。',
      en: 'Add the user of the program to the group scanner, then restart.',
    },
  },
  fault: {
    words: { zh: '扫描仪报告故障。', en: 'The scanner reports a fault.' },
    next: {
      zh: '关电源十秒再通电；仍不行请报修。',
      en: 'Switch it off for ten seconds; if that does not help have it repaired.',
    },
  },
  disconnected: {
    words: { zh: '找不到扫描仪。', en: 'The scanner is not found.' },
    next: {
      zh: '检查扫描仪的电源和数据线，再核对配置里的名称或地址。',
      en: 'Check its power and cable, then its name or address in the configuration.',
    },
  },
};

interface ScanCall {
  readonly id: number;
  readonly request: ScanRequest;
}
interface PageCame {
  readonly id: number;
  readonly page: ScannedPage;
}

class DocumentScannerProxy extends DeviceProxy<DocumentScannerStatus> implements DocumentScanner {
  readonly #pages = new Map<number, (page: ScannedPage) => void>();
  #capabilities: DocumentScannerCapabilities | null = null;
  #scanId = 0;

  constructor(link: DeviceLink<DocumentScannerStatus>) {
    super(link);
    onFacts(link, (facts) => {
      this.#capabilities = facts as DocumentScannerCapabilities | null;
    });
    link.onEvent('page', (value) => {
      const { id, page } = value as PageCame;
      this.#pages.get(id)?.(page);
    });
  }

  get capabilities(): DocumentScannerCapabilities | null {
    return this.#capabilities;
  }

  async scan(request: ScanRequest, { signal, onPage }: ScanOptions = {}): Promise<ScanOutcome> {
    const id = ++this.#scanId;
    const pagesSoFar: ScannedPage[] = [];
    this.#pages.set(id, (page) => {
      pagesSoFar.push(page);
      onPage?.(page);
    });
    const cancel = (): void => void this.link.call('cancel', id, CANCEL_LIMIT_MS);
    signal?.addEventListener('abort', cancel);
    try {
      if (signal?.aborted === true) return { kind: 'cancelled', pagesSoFar };
      const outcome = await this.link.call('scan', { id, request } satisfies ScanCall, SCAN_LIMIT_MS);
      if (outcome.kind === 'answer') return outcome.value as ScanOutcome;
      // What a scanner was asked for may be asked for again: pages that came whole are kept.
      return { kind: 'failed', reason: outcome.kind === 'threw' ? 'fault' : 'disconnected', pagesSoFar };
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#pages.delete(id);
    }
  }
}

export const documentScanner: Family<DocumentScanner, Settings, z.input<typeof settings>> = {
  name: { zh: '扫描仪', en: 'document scanner' },
  settings,
  addressForm: 'http://…/eSCL | SANE-DEVICE',
  settingsAt: (address) =>
    /^https?:/.test(address) ? { kind: 'escl', url: address } : { kind: 'sane', device: address },
  away: { kind: 'disconnected', availability: 'offline' },
  statusWords,
  capabilities: ({ kind }) => ({ scansToPdf: true, reportsStatus: kind === 'escl' }),

  async create(options) {
    const { createDocumentScanner } = await import('../../document-scanner/index.ts');
    return createDocumentScanner(options);
  },

  serve(scanner, emit) {
    const running = new Map<number, AbortController>();
    serveFacts(scanner, () => scanner.capabilities, emit);
    return {
      scan: async (argument) => {
        const { id, request } = argument as ScanCall;
        const abort = new AbortController();
        running.set(id, abort);
        const onPage = (page: ScannedPage): void => emit('page', { id, page } satisfies PageCame);
        const outcome = await scanner.scan(request, { signal: abort.signal, onPage });
        running.delete(id);
        return outcome;
      },
      cancel: (id) => running.get(id as number)?.abort(),
    };
  },

  proxy: (link) => new DocumentScannerProxy(link),

  /** A scan would move the citizen's paper, and says no more than its state does. */
  checkHealth: (scanner) => checkStatus(scanner, statusWords),
};

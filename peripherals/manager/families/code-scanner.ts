import { z } from 'zod';
import type { CodeScanner, CodeScannerStatus, ScannedCode } from '../../code-scanner/index.ts';
import type { Family } from '../family.ts';
import { checkStatus } from '../health.ts';
import type { HealthReport, StatusWords } from '../health.ts';
import type { DeviceLink } from '../link.ts';
import { lineOpener, placeOf, serialLine, xfsLine, xfsLineAt } from '../settings.ts';
import { onFacts, serveFacts, serveWish, WishProxy } from '../wish.ts';

const usbId = z.int().min(1).max(0xffff);
const settings = z.discriminatedUnion('connection', [
  z.strictObject({
    connection: z.literal('serial'),
    model: z.enum(['generic', 'honeywell', 'newland']).default('generic'),
    line: serialLine,
  }),
  z.strictObject({
    connection: z.literal('hid'),
    model: z.enum(['generic', 'honeywell', 'microscan']).default('generic'),
    vendorId: usbId,
    productId: usbId,
    serialNumber: z.string().min(1).nullable().default(null),
  }),
  z.strictObject({ connection: z.literal('xfs'), line: xfsLine }),
]);
type Settings = z.infer<typeof settings>;

const CODE_TIMEOUT_MS = 30_000;

const statusWords: Readonly<Record<CodeScannerStatus['kind'], StatusWords>> = {
  ready: { words: { zh: '扫码器正常。', en: 'The code scanner works.' }, next: null },
  scanning: { words: { zh: '扫码器正在等待扫码。', en: 'The code scanner looks for a code.' }, next: null },
  'settings-refused': {
    words: {
      zh: '扫码器不接受设置，还能扫码。',
      en: 'The code scanner refuses its settings; it still scans.',
    },
    next: {
      zh: '核对配置里的型号；用扫码器的出厂设置码恢复后再试。',
      en: 'Check the model in the configuration; set the scanner back to its factory settings.',
    },
  },
  disconnected: {
    words: { zh: '找不到扫码器。', en: 'The code scanner is not found.' },
    next: {
      zh: '检查扫码器的数据线；插在别的口的，到“检查设备”一页按“找设备”。',
      en: 'Check its cable; where it is at another port, have it found on the page of the devices.',
    },
  },
};

class CodeScannerProxy extends WishProxy<CodeScannerStatus, ScannedCode> implements CodeScanner {
  #droppedCodes = 0;

  constructor(link: DeviceLink<CodeScannerStatus>) {
    super(link);
    onFacts(link, (facts) => {
      this.#droppedCodes = facts as number;
    });
  }

  /** As of the last status. */
  get droppedCodes(): number {
    return this.#droppedCodes;
  }

  onCode(listener: (code: ScannedCode) => void): () => void {
    return this.onItem(listener);
  }

  startScanning(): void {
    this.startWish();
  }

  stopScanning(): void {
    this.stopWish();
  }
}

export const codeScanner: Family<CodeScanner, Settings, z.input<typeof settings>> = {
  name: { zh: '扫码器', en: 'code scanner' },
  settings,
  addressForm: '/dev/… | hid:VVVV:PPPP | xfs://HOST:PORT/SERVICE',
  settingsAt(address) {
    const line = xfsLineAt(address);
    if (line !== null) return { connection: 'xfs', line };
    const usb = /^hid:([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(address);
    if (usb === null) return { connection: 'serial', line: { type: 'serial', path: address } };
    const [vendorId, productId] = usb.slice(1).map((id) => Number.parseInt(id, 16));
    return { connection: 'hid', vendorId, productId };
  },
  away: { kind: 'disconnected', availability: 'offline' },
  statusWords,
  capabilities: (options) => ({
    triggeredByCommand:
      options.connection === 'xfs' || options.model === 'honeywell' || options.model === 'newland',
  }),

  async create(options, openTransport) {
    if (options.connection === 'xfs') {
      const { createXfsCodeScanner } = await import('../../xfs4iot/index.ts');
      return createXfsCodeScanner({ place: placeOf(options.line) });
    }
    const family = await import('../../code-scanner/index.ts');
    if (options.connection === 'serial') {
      const models = {
        generic: family.GENERIC_SERIAL,
        honeywell: family.HONEYWELL_SERIAL,
        newland: family.NEWLAND_SERIAL,
      };
      return family.createCodeScanner({
        connection: 'serial',
        model: models[options.model],
        openTransport: openTransport ?? (await lineOpener(options.line)),
      });
    }
    const { vendorId, productId, serialNumber } = options;
    const models = {
      generic: family.GENERIC_HID,
      honeywell: family.HONEYWELL_HID,
      microscan: family.MICROSCAN_HID,
    };
    return family.createCodeScanner({
      connection: 'hid',
      model: models[options.model],
      identity: { vendorId, productId, serialNumber },
    });
  },

  serve(scanner, emit) {
    serveFacts(scanner, () => scanner.droppedCodes, emit);
    return serveWish<ScannedCode>(
      {
        subscribe: (listener) => scanner.onCode(listener),
        start: () => scanner.startScanning(),
        stop: () => scanner.stopScanning(),
      },
      emit,
    );
  },

  proxy: (link) => new CodeScannerProxy(link),

  async checkHealth(scanner, level, attendant): Promise<HealthReport> {
    const report = await checkStatus(scanner, statusWords);
    if (level !== 'interactive' || report.status === 'disconnected') return report;
    attendant.tell({ zh: '请在 30 秒内扫一个二维码。', en: 'Show it a QR code within 30 seconds.' });
    const came = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => came.resolve(false), CODE_TIMEOUT_MS);
    const stop = scanner.onCode(() => came.resolve(true));
    scanner.startScanning();
    const scanned = await came.promise;
    clearTimeout(timer);
    stop();
    scanner.stopScanning();
    if (scanned) return report;
    return {
      healthy: false,
      status: scanner.status.kind,
      words: { zh: '没有扫到码。', en: 'No code was scanned.' },
      next: {
        zh: '擦一下扫码窗，换一个码再试；仍不行请核对型号。',
        en: 'Wipe the window and try another code; if that does not help check the model.',
      },
    };
  },
};

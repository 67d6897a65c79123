import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IdCard, IdCardReader } from '../id-card-reader/index.ts';
import { IdCardReaderSimulator, hostOnPty } from '../id-card-reader/simulator/index.ts';
import type { ReceiptPrinter } from '../receipt-printer/index.ts';
import { ReceiptPrinterSimulator } from '../receipt-printer/simulator/index.ts';
import type { SimulatorOptions } from '../receipt-printer/simulator/index.ts';
import { createDeviceManager } from './index.ts';
import type {
  Claim,
  DeviceConfig,
  DeviceManager,
  FamilyName,
  HostEnded,
  ManagerDelays,
  StatusEdge,
} from './index.ts';

/** Both devices on a real pty and real TCP, claimed and enabled. */
export class Terminal implements AsyncDisposable {
  readonly readerSimulator: IdCardReaderSimulator;
  readonly printerSimulator: ReceiptPrinterSimulator;
  readonly configs: readonly DeviceConfig[];
  readonly manager: DeviceManager;
  readonly edges: StatusEdge[] = [];
  readonly ended: (HostEnded & { readonly deviceId: string })[] = [];
  readonly cards: IdCard[] = [];
  readonly readerClaim: Claim<'id-card-reader'>;
  readonly printerClaim: Claim<'receipt-printer'>;
  readonly #checks = new Set<() => void>();
  readonly #clean: () => Promise<void>;

  private constructor(
    readerSimulator: IdCardReaderSimulator,
    printerSimulator: ReceiptPrinterSimulator,
    configs: readonly DeviceConfig[],
    delays: Partial<ManagerDelays>,
    clean: () => Promise<void>,
  ) {
    this.readerSimulator = readerSimulator;
    this.printerSimulator = printerSimulator;
    this.configs = configs;
    this.#clean = clean;
    this.manager = createDeviceManager(configs, delays);
    this.manager.onStatus((edge) => this.#saw(() => this.edges.push(edge)));
    this.manager.onHostEnded((deviceId, ended) => this.#saw(() => this.ended.push({ deviceId, ...ended })));
    this.readerClaim = claimed(this.manager, 'id-card-reader', 'reader');
    this.printerClaim = claimed(this.manager, 'receipt-printer', 'printer');
    this.reader.onCard((card) => this.#saw(() => this.cards.push(card)));
  }

  static async start(
    options: {
      printer?: SimulatorOptions;
      profile?: 'raster-80mm' | 'text-80mm';
      delays?: Partial<ManagerDelays>;
    } = {},
  ): Promise<Terminal> {
    const folder = mkdtempSync(join(tmpdir(), 'device-manager-'));
    const link = join(folder, 'tty');
    const reader = new IdCardReaderSimulator();
    const pty = await hostOnPty(reader, { link });
    const printer = await ReceiptPrinterSimulator.start(options.printer);
    const configs: DeviceConfig[] = [
      { id: 'reader', family: 'id-card-reader', settings: { line: { type: 'serial', path: link } } },
      {
        id: 'printer',
        family: 'receipt-printer',
        settings: {
          line: { type: 'tcp', host: '127.0.0.1', port: printer.port },
          profile: options.profile ?? 'raster-80mm',
        },
      },
    ];
    const terminal = new Terminal(reader, printer, configs, options.delays ?? {}, async () => {
      await pty.close();
      await printer.close();
      rmSync(folder, { recursive: true });
    });
    terminal.readerClaim.enable();
    terminal.printerClaim.enable();
    return terminal;
  }

  get reader(): IdCardReader {
    return this.readerClaim.device;
  }
  get printer(): ReceiptPrinter {
    return this.printerClaim.device;
  }

  /** Both devices found and at rest. */
  async ready(): Promise<this> {
    await this.until(() => this.reader.status.kind === 'no-card' && this.printer.status.kind === 'ready');
    return this;
  }

  /** The process at work for a device; fails when there is none. */
  pid(deviceId: string): number {
    const pid = this.manager.list().find(({ id }) => id === deviceId)?.pid;
    if (pid === null || pid === undefined) throw new Error(`no process for ${deviceId}`);
    return pid;
  }

  /** Resolves when the condition holds, asked at once and after each status, card and end of a process. */
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

  /** Statuses of one device since so many edges. */
  statuses(deviceId: string, since = 0): string[] {
    return this.edges
      .slice(since)
      .filter((edge) => edge.deviceId === deviceId)
      .map(({ status }) => status);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.manager.close();
    await this.#clean();
  }

  #saw(note: () => void): void {
    note();
    for (const check of [...this.#checks]) check();
  }
}

/** @throws Error when somebody else has it */
export function claimed<F extends FamilyName>(manager: DeviceManager, family: F, id: string): Claim<F> {
  const outcome = manager.claim(family, id);
  if (!outcome.ok) throw new Error(`${id}: ${outcome.reason}`);
  return outcome.claim;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import iconv from 'iconv-lite';
import type { HidHandle, HidPort } from '../../transport/hid-port.ts';
import type { HidIdentity } from '../drivers/hid-channel.ts';
import type { HidReportLayout } from '../protocol/hid-report.ts';
import type { CodeEncoding } from '../protocol/text.ts';
import { ScannerBody } from './body.ts';
import { SimulatorFaults } from './faults.ts';
import { PERSONALITIES } from './personalities.ts';

export interface HidSimulatorOptions {
  readonly personality: keyof typeof PERSONALITIES;
  readonly layout: HidReportLayout;
  readonly identity: HidIdentity;
  readonly encoding?: CodeEncoding;
}

const REPORT_BYTES = 64;
const QR_AIM = 'Q1';

/** What every call fails with once the cable is out, as the library's do. */
class PulledOut extends Error {
  constructor() {
    super('could not read from HID device');
  }
}

/** A scanner on USB HID, in memory: the port that the driver needs, with one scanner on it. */
export class HidCodeScannerSimulator {
  readonly faults = new SimulatorFaults();
  readonly port: HidPort;
  readonly #body: ScannerBody;
  readonly #options: HidSimulatorOptions;
  readonly #handles = new Set<SimulatedHandle>();
  #isPluggedIn = true;
  /** Another path each time, as hidraw numbers go. */
  #plugs = 0;

  constructor(options: HidSimulatorOptions) {
    this.#options = options;
    this.#body = new ScannerBody(PERSONALITIES[options.personality], this.faults);
    const { vendorId, productId, serialNumber } = options.identity;
    this.port = {
      list: (model) =>
        Promise.resolve(
          this.#isPluggedIn && model?.vendorId === vendorId && model.productId === productId
            ? [
                // A composite device shows its keyboard first.
                { path: `${this.#path}-keyboard`, vendorId, productId, serialNumber, usagePage: 0x01 },
                { path: this.#path, vendorId, productId, serialNumber, usagePage: 0x8c },
              ]
            : [],
        ),
      open: (path) => {
        if (!this.#isPluggedIn || path !== this.#path) return Promise.reject(new PulledOut());
        const handle = new SimulatedHandle(
          (report) => this.#take(report),
          () => this.#handles.delete(handle),
        );
        this.#handles.add(handle);
        return Promise.resolve(handle);
      },
    };
  }

  get isLooking(): boolean {
    return this.#isPluggedIn && this.#body.isLooking;
  }

  /** How many times the device is open. */
  get openHandles(): number {
    return this.#handles.size;
  }

  /**
   * Holds a code before the window for a moment.
   * @param aim second and third character of its AIM id; a QR code when left out.
   * @returns whether the scanner read it.
   */
  showCode(text: string, { aim = QR_AIM }: { aim?: string } = {}): boolean {
    if (!this.isLooking) return false;
    if (this.#body.see(text) !== 'code') return true;
    const fault = this.faults.takeForCode();
    const reports = this.#toReports(iconv.encode(text, this.#options.encoding ?? 'utf-8'), aim);
    if (fault === 'wrong-length') reports[0]![this.#options.layout.lengthAt] = 0xff;
    const kept =
      fault === 'lost-reports'
        ? 1
        : fault === 'unplugged-mid-code'
          ? Math.ceil(reports.length / 2)
          : reports.length;
    for (const report of reports.slice(0, kept)) this.sendReport(report);
    if (fault === 'unplugged-mid-code') this.unplug();
    return true;
  }

  /** Any report at all. */
  sendReport(report: Uint8Array): void {
    for (const handle of this.#handles) handle.report(report);
  }

  /** Pulls the cable: reading fails once, every later call rejects. */
  unplug(): void {
    this.#isPluggedIn = false;
    for (const handle of this.#handles) handle.fail();
    this.#handles.clear();
  }

  plugIn(): void {
    this.#plugs++;
    this.#body.restart();
    this.#isPluggedIn = true;
  }

  get #path(): string {
    return `hidraw${this.#plugs}`;
  }

  #take(report: Uint8Array): void {
    const { layout } = this.#options;
    if (layout.commandReportId === null || report[0] !== layout.commandReportId) return;
    const command = this.#body.personality.parseCommand(report.subarray(2, 2 + (report[1] ?? 0)));
    const { replyAim } = layout;
    if (command === null || replyAim === null) return;
    const answers = this.#body.obey(command).flatMap((reply) => this.#toReports(reply, replyAim));
    for (const answer of answers) setImmediate(() => this.sendReport(answer));
  }

  #toReports(data: Uint8Array, aim: string): Uint8Array[] {
    const { reportId, lengthAt, aimAt, dataAt, dataBytes, continues } = this.#options.layout;
    const reports: Uint8Array[] = [];
    for (let sent = 0; sent < data.length; sent += dataBytes) {
      const part = data.subarray(sent, sent + dataBytes);
      const report = new Uint8Array(REPORT_BYTES);
      report[0] = reportId;
      report[lengthAt] = part.length;
      if (aimAt !== null) report.set(Buffer.from(`]${aim}`, 'latin1'), aimAt);
      report.set(part, dataAt);
      if (continues.by === 'flag' && sent + dataBytes < data.length) report[continues.at]! |= continues.mask;
      reports.push(report);
    }
    return reports;
  }
}

class SimulatedHandle implements HidHandle {
  readonly #onWrite: (report: Uint8Array) => void;
  readonly #onClose: () => void;
  #onReport: (report: Uint8Array) => void = () => undefined;
  #onError: (error: Error) => void = () => undefined;
  #isGone = false;

  constructor(onWrite: (report: Uint8Array) => void, onClose: () => void) {
    this.#onWrite = onWrite;
    this.#onClose = onClose;
  }

  onReport(listener: (report: Uint8Array) => void): void {
    this.#onReport = listener;
  }

  onError(listener: (error: Error) => void): void {
    this.#onError = listener;
  }

  write(report: Uint8Array): Promise<void> {
    if (this.#isGone) return Promise.reject(new PulledOut());
    this.#onWrite(report);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#onClose();
    return this.#isGone ? Promise.reject(new PulledOut()) : Promise.resolve();
  }

  report(report: Uint8Array): void {
    this.#onReport(report);
  }

  fail(): void {
    this.#isGone = true;
    this.#onError(new PulledOut());
  }
}

import { AIM_ID_BYTES, symbologyOf } from './aim.ts';
import type { Symbology } from './aim.ts';
import type { Dialect } from './dialect.ts';
import { MAX_CODE_BYTES } from './events.ts';
import type { ScannerEvent } from './events.ts';

/**
 * Usage page of USB "HID Point of Sale Usage Tables": a scanner that sends reports and does not type. A composite one may
 * show a keyboard beside it.
 */
export const SCANNER_USAGE_PAGE = 0x8c;

/** Where one model puts what in its input report; offsets count the report id as byte 0. */
export interface HidReportLayout {
  readonly reportId: number;
  readonly lengthAt: number;
  /** Of the AIM id, 3 bytes; null where the model sends none. */
  readonly aimAt: number | null;
  readonly dataAt: number;
  /** The most data that one report holds. */
  readonly dataBytes: number;
  /**
   * How a code that does not fit goes on. `flag`: a bit says that more follows. `full-report`: a full report may be
   * followed by another one; only the clock tells that none comes.
   */
  readonly continues:
    { readonly by: 'flag'; readonly at: number; readonly mask: number } | { readonly by: 'full-report' };
  /** Report id for commands, which go behind a length byte; null where the model takes none. */
  readonly commandReportId: number | null;
  /** Second and third byte of the AIM id with which replies to commands come; null where there are none. */
  readonly replyAim: string | null;
}

/**
 * USB HID point of sale, usage page 8C: id, length, AIM id, 56 bytes of data, symbology, reserved, bit 0 "more follows".
 * Source: Access-IS LSR118 manual p. 68 and ATR110 p. 33.
 */
export const STANDARD_LAYOUT: HidReportLayout = {
  reportId: 0x02,
  lengthAt: 1,
  aimAt: 2,
  dataAt: 5,
  dataBytes: 56,
  continues: { by: 'flag', at: 63, mask: 0x01 },
  commandReportId: null,
  replyAim: null,
};

/**
 * Honeywell on the standard layout: commands go out in report FD behind their length, replies to menu commands come back
 * as input reports with the AIM id `]Z6`. Source: observed on a Voyager 1602g, published with HenkVanAsselt/python_hon_usbhid.
 */
export const HONEYWELL_LAYOUT: HidReportLayout = {
  ...STANDARD_LAYOUT,
  commandReportId: 0xfd,
  replyAim: 'Z6',
};

/** Microscan and those who follow it: id 01, length, 62 bytes of data, nothing else. */
export const MICROSCAN_LAYOUT: HidReportLayout = {
  reportId: 0x01,
  lengthAt: 1,
  aimAt: null,
  dataAt: 2,
  dataBytes: 62,
  continues: { by: 'full-report' },
  commandReportId: null,
  replyAim: null,
};

/** Output reports have the size of the input reports; short ones are refused by some hosts. */
const OUTPUT_REPORT_BYTES = 64;

/**
 * A command as the output report of this layout, padded with zeros.
 * @throws when the layout takes no commands or the command does not fit.
 */
export function encodeCommandReport(layout: HidReportLayout, command: Uint8Array): Uint8Array {
  if (layout.commandReportId === null) throw new Error('this scanner takes no commands');
  if (command.length > OUTPUT_REPORT_BYTES - 2) throw new Error('a command does not fit into one report');
  const report = new Uint8Array(OUTPUT_REPORT_BYTES);
  report[0] = layout.commandReportId;
  report[1] = command.length;
  report.set(command, 2);
  return report;
}

/** Joins input reports to codes and replies. Keeps at most one code, whatever arrives. */
export class HidCodeAssembler {
  readonly #layout: HidReportLayout;
  readonly #dialect: Dialect | null;
  #parts: Uint8Array[] = [];
  #length = 0;
  #symbology: Symbology | null = null;
  #isMidCode = false;
  #isUnusable = false;
  #isAbandoned = false;

  constructor(layout: HidReportLayout, dialect: Dialect | null) {
    this.#layout = layout;
    this.#dialect = dialect;
  }

  get isMidCode(): boolean {
    return this.#isMidCode;
  }

  /** Takes one input report, its id first, and answers what it completed. Reports with another id are not ours. */
  push(report: Uint8Array): ScannerEvent[] {
    const { reportId, lengthAt, aimAt, dataAt, dataBytes, continues } = this.#layout;
    if (report[0] !== reportId) return [];
    const length = report[lengthAt] ?? 0;
    const isDamaged = length > dataBytes || report.length < dataAt + length;
    const data = isDamaged ? new Uint8Array(0) : report.slice(dataAt, dataAt + length);
    const aimId = aimAt === null ? new Uint8Array(0) : report.subarray(aimAt, aimAt + AIM_ID_BYTES);
    if (!isDamaged && this.#isReply(aimId)) return this.#toReply(data);

    if (!this.#isMidCode) this.#symbology = symbologyOf(aimId);
    this.#isMidCode = true;
    this.#length += data.length;
    if (isDamaged || this.#length > MAX_CODE_BYTES) this.#isUnusable = true;
    if (this.#isUnusable) this.#parts = [];
    else this.#parts.push(data);
    const hasMore =
      continues.by === 'flag'
        ? ((report[continues.at] ?? 0) & continues.mask) !== 0
        : !isDamaged && length === dataBytes;
    return hasMore ? [] : this.#end();
  }

  /**
   * No report came for the time-out. Where only the clock ends a code, this is its end; elsewhere its rest is lost.
   */
  flush(): ScannerEvent[] {
    if (!this.#isMidCode) return [];
    if (this.#layout.continues.by === 'flag') this.#isUnusable = true;
    return this.#end();
  }

  /** A code of which a part is in is not wanted, nor is the rest of it. */
  abandon(): void {
    this.#isAbandoned = this.#isMidCode;
  }

  #isReply(aimId: Uint8Array): boolean {
    const { replyAim } = this.#layout;
    return replyAim !== null && Buffer.from(aimId).toString('latin1') === `]${replyAim}`;
  }

  #toReply(data: Uint8Array): ScannerEvent[] {
    const reply = this.#dialect?.parseReply(data) ?? null;
    return reply === null ? [] : [{ kind: 'reply', reply }];
  }

  #end(): ScannerEvent[] {
    const bytes = Uint8Array.from(Buffer.concat(this.#parts));
    const event: ScannerEvent | null = this.#isAbandoned
      ? { kind: 'abandoned' }
      : this.#isUnusable
        ? { kind: 'unusable' }
        : bytes.length > 0
          ? { kind: 'code', bytes, symbology: this.#symbology }
          : null;
    for (const part of this.#parts) part.fill(0);
    this.#parts = [];
    this.#length = 0;
    this.#symbology = null;
    this.#isMidCode = false;
    this.#isUnusable = false;
    this.#isAbandoned = false;
    return event === null ? [] : [event];
  }
}

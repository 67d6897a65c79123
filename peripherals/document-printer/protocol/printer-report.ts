import type { IppAttributes, IppResponse, IppValue } from './decode.ts';
import { parseReasons } from './reasons.ts';
import type { PrinterReason } from './reasons.ts';
import { OPERATION, TAG } from './tags.ts';

/** RFC 8011 section 5.4.11. */
export type PrinterState = 'idle' | 'processing' | 'stopped';

/** What the model, or the queue in front of it, can do. */
export interface DocumentPrinterCapabilities {
  readonly model: string;
  readonly duplex: boolean;
  readonly colour: boolean;
  /** 1: no copies at once. */
  readonly maxCopies: number;
  /**
   * False for a CUPS queue whose way to the printer is write-only: "completed" there means that the bytes were handed
   * over, not that paper came out.
   */
  readonly reportsState: boolean;
}

export interface PrinterReport {
  readonly state: PrinterState;
  readonly reasons: readonly PrinterReason[];
  readonly acceptingJobs: boolean;
  readonly capabilities: DocumentPrinterCapabilities;
  readonly takesPdf: boolean;
  /** The job gets its number before the document is sent (Create-Job and Send-Document). */
  readonly createsJobs: boolean;
  /** A CUPS queue, which keeps documents for a day after they came out (cupsd.conf, PreserveJobFiles). */
  readonly keepsDocuments: boolean;
  readonly hasA4: boolean;
  readonly collates: boolean;
}

export const REPORT_ATTRIBUTES = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'printer-make-and-model',
  'operations-supported',
  'document-format-supported',
  'sides-supported',
  'color-supported',
  'copies-supported',
  'media-supported',
  'multiple-document-handling-supported',
  // Both are CUPS' own: a printer does not have them.
  'printer-type',
  'device-uri',
] as const;

const STATES: ReadonlyMap<IppValue, PrinterState> = new Map<IppValue, PrinterState>([
  [3, 'idle'],
  [4, 'processing'],
  [5, 'stopped'],
]);
export const A4 = 'iso_a4_210x297mm';
export const COLLATED = 'separate-documents-collated-copies';
const TWO_SIDED = 'two-sided-long-edge';
/** CUPS' backends that ask the printer how it is. The others (socket, lpd, file, parallel, …) only write. */
const ASKING_BACKENDS = /^(ipps?|https?|dnssd|implicitclass):/;
/** A queue that is told not to wait calls a job completed as soon as the printer has the bytes. */
const DOES_NOT_WAIT = /[?&+]waitjob=(false|off|no|0)/i;
const MODEL_LENGTH = 80;

/** Reads the answer to Get-Printer-Attributes; undefined when it has no valid printer-state. */
export function readPrinterReport(response: IppResponse): PrinterReport | undefined {
  const attributes = response.groups.find(({ tag }) => tag === TAG.printer)?.attributes;
  if (attributes === undefined) return undefined;
  const state = STATES.get(first(attributes, 'printer-state') ?? 0);
  if (state === undefined) return undefined;
  const has = (name: string, value: IppValue): boolean => attributes.get(name)?.includes(value) ?? false;
  const copies = first(attributes, 'copies-supported');
  return {
    state,
    reasons: parseReasons(attributes.get('printer-state-reasons')),
    acceptingJobs: first(attributes, 'printer-is-accepting-jobs') !== false,
    capabilities: {
      model: clean(first(attributes, 'printer-make-and-model')),
      duplex: has('sides-supported', TWO_SIDED),
      colour: first(attributes, 'color-supported') === true,
      maxCopies: typeof copies === 'object' ? Math.max(1, copies.upper) : 1,
      reportsState: reportsState(attributes),
    },
    takesPdf: has('document-format-supported', 'application/pdf'),
    createsJobs:
      has('operations-supported', OPERATION.createJob) && has('operations-supported', OPERATION.sendDocument),
    keepsDocuments: attributes.has('printer-type'),
    hasA4: has('media-supported', A4),
    collates: has('multiple-document-handling-supported', COLLATED),
  };
}

function reportsState(attributes: IppAttributes): boolean {
  if (!attributes.has('printer-type') && !attributes.has('device-uri')) return true;
  const device = first(attributes, 'device-uri');
  return typeof device === 'string' && ASKING_BACKENDS.test(device) && !DOES_NOT_WAIT.test(device);
}

function first(attributes: IppAttributes, name: string): IppValue | undefined {
  return attributes.get(name)?.[0];
}

/** A printer's own words, for a technician's eyes: printable ASCII, cut. */
function clean(text: IppValue | undefined): string {
  return typeof text === 'string' ? text.replace(/[^\x20-\x7e]/g, '').slice(0, MODEL_LENGTH) : '';
}

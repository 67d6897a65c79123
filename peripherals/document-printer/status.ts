import type { DeviceAvailability, DeviceStatus } from '../device.ts';
import type { PrinterReport } from './protocol/printer-report.ts';
import type { PrinterReason, ReasonMeaning } from './protocol/reasons.ts';

/**
 * `attention`: prints, but somebody should look at it soon (output nearly full, drum near its end, a reason nobody knows).
 * `stopped`: paused by a person, or takes no jobs. `printer-error`: stopped for a cause that a technician must find.
 */
export type DocumentPrinterStatusKind =
  | 'ready'
  | 'busy'
  | 'paper-low'
  | 'toner-low'
  | 'attention'
  | 'cover-open'
  | 'jam'
  | 'paper-out'
  | 'toner-out'
  | 'output-full'
  | 'printer-error'
  | 'stopped'
  | 'disconnected';

export interface DocumentPrinterStatus extends DeviceStatus {
  readonly kind: DocumentPrinterStatusKind;
  /** Keywords with severity, such as `media-empty-error`, for the technician and the centre. */
  readonly reasons: readonly string[];
}

/** Why a document cannot be printed now. */
export type DocumentObstacle =
  'cover-open' | 'jam' | 'paper-out' | 'toner-out' | 'output-full' | 'printer-error' | 'stopped';

const AVAILABILITY: Readonly<Record<DocumentPrinterStatusKind, DeviceAvailability>> = {
  ready: 'ready',
  busy: 'ready',
  'paper-low': 'needs-attention',
  'toner-low': 'needs-attention',
  attention: 'needs-attention',
  'cover-open': 'needs-attention',
  jam: 'needs-attention',
  'paper-out': 'needs-attention',
  'toner-out': 'needs-attention',
  'output-full': 'needs-attention',
  'printer-error': 'needs-attention',
  stopped: 'needs-attention',
  disconnected: 'offline',
};

/** In the order in which a person meets them: open the cover, pull the jam, fill the tray. */
const OBSTACLES: readonly (readonly [ReasonMeaning, DocumentObstacle])[] = [
  ['cover-open', 'cover-open'],
  ['jam', 'jam'],
  ['paper-out', 'paper-out'],
  ['toner-out', 'toner-out'],
  ['output-full', 'output-full'],
  ['broken', 'printer-error'],
  ['paused', 'stopped'],
];

/** What the cause of an obstacle means while the printer itself says that it only reports or warns, and is not stopped. */
const SOFTER: readonly (readonly [ReasonMeaning, DocumentPrinterStatusKind])[] = [
  ['paper-low', 'paper-low'],
  ['paper-out', 'paper-low'],
  ['toner-low', 'toner-low'],
  ['toner-out', 'toner-low'],
  ['look-soon', 'attention'],
  ['cover-open', 'attention'],
  ['jam', 'attention'],
  ['output-full', 'attention'],
  ['broken', 'attention'],
];

/**
 * One word for state and reasons. Printers disagree with themselves: some stay idle with `media-empty-error`, some warn of
 * one empty tray out of two and go on, some stop and name only a warning. So an error stops whatever the state says, a
 * stopped printer is stopped by the worst reason it names, and all else still prints.
 */
export function summarise(report: PrinterReport): DocumentPrinterStatusKind {
  const { state, reasons, acceptingJobs } = report;
  if (reasons.some(({ meaning }) => meaning === 'gone')) return 'disconnected';
  const stopped = state === 'stopped';
  const obstacle = OBSTACLES.find(([cause]) =>
    reasons.some(
      (reason) => reason.meaning === cause && (stopped || reason.severity === 'error' || waits(reason)),
    ),
  );
  if (obstacle !== undefined) return obstacle[1];
  if (stopped) {
    return reasons.some(({ meaning, severity }) => meaning === 'other' && severity === 'error')
      ? 'printer-error'
      : 'stopped';
  }
  if (!acceptingJobs) return 'stopped';
  const softer = SOFTER.find(([cause]) => reasons.some(({ meaning }) => meaning === cause));
  if (softer !== undefined) return softer[1];
  // What nobody knows and is only reported (asleep, warming up) needs nobody.
  if (reasons.some(({ meaning, severity }) => meaning === 'other' && severity !== 'report'))
    return 'attention';
  return state === 'processing' ? 'busy' : 'ready';
}

/** `media-needed`, also as a warning: a job has begun and waits for paper. An empty tray as such may be one of several. */
function waits({ keyword, severity }: PrinterReason): boolean {
  return keyword === 'media-needed' && severity !== 'report';
}

export function isObstacle(kind: DocumentPrinterStatusKind): kind is DocumentObstacle {
  return OBSTACLES.some(([, obstacle]) => obstacle === kind);
}

export function toStatus(
  kind: DocumentPrinterStatusKind,
  report?: Pick<PrinterReport, 'reasons'>,
): DocumentPrinterStatus {
  const reasons = report?.reasons.map(({ keyword, severity }) => `${keyword}-${severity}`) ?? [];
  return { kind, availability: AVAILABILITY[kind], reasons: reasons.sort() };
}

import type { DeviceAvailability, DeviceStatus } from '../device.ts';
import type { PrinterProfile } from './profiles.ts';
import type { Notice } from './protocol/answers.ts';

export type ReceiptPrinterStatusKind =
  'ready' | 'paper-near-end' | 'paper-out' | 'cover-open' | 'cutter-error' | 'printer-error' | 'disconnected';

export interface ReceiptPrinterStatus extends DeviceStatus {
  readonly kind: ReceiptPrinterStatusKind;
}

/** Why a slip cannot be printed now. */
export type Obstacle = Exclude<ReceiptPrinterStatusKind, 'ready' | 'paper-near-end' | 'disconnected'>;

/** `paper-near-end` still prints, but somebody has to bring a roll. */
const AVAILABILITY: Readonly<Record<ReceiptPrinterStatusKind, DeviceAvailability>> = {
  ready: 'ready',
  'paper-near-end': 'needs-attention',
  'paper-out': 'needs-attention',
  'cover-open': 'needs-attention',
  'cutter-error': 'needs-attention',
  'printer-error': 'needs-attention',
  disconnected: 'offline',
};

export function toStatus(kind: ReceiptPrinterStatusKind): ReceiptPrinterStatus {
  return { kind, availability: AVAILABILITY[kind] };
}

/** The answers to DLE EOT 1 to 4, in that order. */
export type StatusBytes = readonly [number, number, number, number];

/**
 * One word for four bytes. Bits may contradict each other (online with an open cover, "stopped by paper end" with paper
 * seen by the sensor): the worst one that names a cause wins, in the order in which a person meets them: cover, paper, cutter.
 * Offline without a cause is an error of the printer.
 */
export function summarise(
  [printer, offline, error, paper]: StatusBytes,
  { paperBits }: PrinterProfile,
): Exclude<ReceiptPrinterStatusKind, 'disconnected'> {
  if (offline & 0x04) return 'cover-open';
  if (offline & 0x20 || paper & paperBits.end) return 'paper-out';
  if (error & 0x08) return 'cutter-error';
  if (error & 0x64 || offline & 0x40 || printer & 0x08) return 'printer-error';
  return paper & paperBits.nearEnd ? 'paper-near-end' : 'ready';
}

/** The obstacle in a notice, if there is one. Offline alone is not: the feed button does that too. */
export function obstacleOf(notice: Notice): Obstacle | undefined {
  if (notice.coverOpen) return 'cover-open';
  if (notice.paperEnd) return 'paper-out';
  if (notice.cutterError) return 'cutter-error';
  return notice.otherError ? 'printer-error' : undefined;
}

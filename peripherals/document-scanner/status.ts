import type { DeviceAvailability, DeviceStatus } from '../device.ts';

/** What a scanner, asked or tried, says about itself. */
export type ScannerCondition =
  /** Nothing is in the way of a scan, as far as the device can tell. */
  | 'ready'
  /** Somebody else scans, or it warms up; it comes back by itself. */
  | 'busy'
  /** The feeder is empty; the glass, where there is one, works. */
  | 'no-paper-in-feeder'
  | 'jammed'
  | 'cover-open'
  /** The device is there, and this program may not use it: a matter of permissions. */
  | 'access-denied'
  /** It answers and cannot work. */
  | 'fault'
  /** It is not there, or nothing answers. */
  | 'disconnected';

/** `scanning`: this program scans at the moment. */
export type DocumentScannerStatusKind = ScannerCondition | 'scanning';

export interface DocumentScannerStatus extends DeviceStatus {
  readonly kind: DocumentScannerStatusKind;
}

/** Paper is the citizen's to bring, and a busy device only needs time; the rest needs somebody of the staff. */
const AVAILABILITY: Readonly<Record<DocumentScannerStatusKind, DeviceAvailability>> = {
  ready: 'ready',
  scanning: 'ready',
  busy: 'ready',
  'no-paper-in-feeder': 'ready',
  jammed: 'needs-attention',
  'cover-open': 'needs-attention',
  'access-denied': 'needs-attention',
  fault: 'needs-attention',
  disconnected: 'offline',
};

export function toStatus(kind: DocumentScannerStatusKind): DocumentScannerStatus {
  return { kind, availability: AVAILABILITY[kind] };
}

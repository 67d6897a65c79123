export const deviceFamilies = [
  'id-card-reader',
  'smart-card-reader',
  'code-scanner',
  'receipt-printer',
  'document-printer',
  'document-scanner',
  'camera',
  'lights',
] as const;
export type DeviceFamily = (typeof deviceFamilies)[number];
export interface DeviceView {
  readonly family: DeviceFamily;
  /** The terminal has just started and does not know yet · usable · somebody of the staff has to come · not there. */
  readonly availability: 'beginning' | 'ready' | 'needs-attention' | 'offline';
}

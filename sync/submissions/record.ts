import type { LocalText } from '@tongban/kiosk-config/catalogue';

/**
 * captured (in memory only) → sealed (stored) → sending (the platform gave a number) → accepted (receipt verified)
 * → reconciled → purged. Beside them: held (waits at the platform's word), needs-citizen, rejected, quarantined.
 */
export const submissionStates = [
  'captured',
  'sealed',
  'sending',
  'accepted',
  'reconciled',
  'purged',
  'held',
  'needs-citizen',
  'rejected',
  'quarantined',
] as const;
export type SubmissionState = (typeof submissionStates)[number];

/** States in which a submission still has to reach the platform: exactly those with an outbox entry. */
export const unsentStates: readonly SubmissionState[] = ['sealed', 'sending', 'held'];

export interface MatterReference {
  readonly handleItem: string;
  readonly version: string;
  readonly unitCode: string;
}

/** What the terminal can say about a submission; nothing in it is personal. */
export interface SubmissionRecord {
  /** The idempotency key made at capture. */
  readonly id: string;
  readonly tempNo: string;
  /** Acceptance number; null until the platform's signed receipt was verified. */
  readonly applyNo: string | null;
  readonly state: SubmissionState;
  readonly matter: MatterReference;
  /** ISO 8601, UTC. */
  readonly capturedAt: string;
  /** The platform's time, ISO 8601; the limit counts from here, never from capture. */
  readonly receivedAt: string | null;
  /** Last day in Asia/Shanghai, ISO date. */
  readonly limitDate: string | null;
  /** The limit touches a year whose working days are not published yet. */
  readonly limitProvisional: boolean;
  readonly finished: boolean;
  readonly opinion: LocalText | null;
  readonly nextStep: LocalText | null;
  readonly problem: { readonly code: string; readonly field: string | null } | null;
}

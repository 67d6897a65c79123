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

/** A field of the form or a material that the citizen has to give. */
export interface NeededPart {
  readonly kind: 'field' | 'material';
  /** Name of the field, or code of the material. */
  readonly name: string;
  readonly words: LocalText | null;
}

/** What is asked of the citizen. */
export interface CitizenNeed {
  /**
   * `supplement` 补正 and `return` 退回整改 of an accepted submission · `refused`: a part does not fit · `matter-changed`:
   * the version in force asks for something else · `matter-ended`: nothing can be corrected.
   */
  readonly what: 'supplement' | 'return' | 'refused' | 'matter-changed' | 'matter-ended';
  /** Empty: the submission as a whole. */
  readonly parts: readonly NeededPart[];
  /** Last day in Asia/Shanghai, ISO date. */
  readonly due: string | null;
  readonly words: LocalText | null;
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
  /** Null when nothing is asked, and while a correction is on its way. */
  readonly need: CitizenNeed | null;
  /** 预审: rectify 整改 · passed 通过 · refused 不予受理. */
  readonly preReview: 'rectify' | 'passed' | 'refused' | null;
  /** Its citizen filed it for another person. */
  readonly byAgent: boolean;
  /** The newest correction (operation U), as long as the platform has not accepted it. */
  readonly correction: {
    readonly id: string;
    readonly state: SubmissionState;
    readonly problem: SubmissionRecord['problem'];
  } | null;
}

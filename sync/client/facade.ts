import type { FormValues, LocalText } from '@tongban/kiosk-config/catalogue';
import type { JWK } from 'jose';
import type { CardKey } from '../submissions/card-key.ts';
import type { Agent, Heartbeat, LegalApplicant, RequestKeyJwk, SuiteName } from '../contract/index.ts';
import type { StorageOptions, StorageState } from '../submissions/disk-space.ts';
import type { MatterReference, SubmissionRecord } from '../submissions/record.ts';
import type { DayReport } from './compare-day.ts';
import type { RepairReport } from '../submissions/repair.ts';

export type SyncLog = (event: string, facts: Record<string, string | number | boolean>) => void;

/** Every wait of the sync, in milliseconds; tests inject short ones. */
export interface SyncDelays {
  /** One request of a submission, from connecting to the last byte of the answer. */
  readonly requestTimeoutMs: number;
  /** One poll of the status feed, which is also the probe of the network. */
  readonly feedTimeoutMs: number;
  /** Between two polls while the platform answers. */
  readonly feedIntervalMs: number;
  /** First retry waits at random between 0 and this; each further one up to twice as long … */
  readonly retryBaseMs: number;
  /** … and never longer than this. Time-out, cap and first send together stay below 10 s. */
  readonly retryCapMs: number;
  /**
   * How often a unit that is cut off, a suspended matter or a submission that is held for another reason is asked for
   * again: at random between half of it and all of it.
   */
  readonly heldRetryMs: number;
  /** From a step to its report; steps within it share one. The rule is 5 s at the 95th percentile. */
  readonly reportDelayMs: number;
  /** The terminals of a city reconcile at random within this time after midnight. */
  readonly reconcileSpreadMs: number;
  /** How often a revoked terminal asks whether it is admitted again. */
  readonly revokedAskMs: number;
  /** Between two heartbeats, about. */
  readonly heartbeatMs: number;
}

export interface SyncOptions {
  /** Folder of the store; made when missing. One process at a time. */
  readonly dataFolder: string;
  readonly terminal: { readonly terminalId: string; readonly siteCode: string };
  /** Address and pinned public keys (JWKs, both of P-256 or both of SM2) of the platform. */
  readonly platform: {
    readonly url: string;
    readonly encryptionKey: JWK;
    readonly receiptKey: JWK;
    /** The terminal's own key, which signs its requests; without it they go unsigned. */
    readonly requestKey?: RequestKeyJwk;
  };
  /** Facts never hold personal data. */
  readonly log: SyncLog;
  readonly delays?: Partial<SyncDelays>;
  readonly storage?: StorageOptions;
  /** Days that envelopes stay, which the platform alone can open, after the day of their receipt; 7 at first. */
  readonly keepEnvelopesDays?: number;
  /** Version of the program, for the heartbeat. */
  readonly software?: string;
  /** Submissions in flight at a time; 4 at first. */
  readonly inFlight?: number;
  /** The clock of the terminal, for the day that is reconciled and for what is old enough to be purged. */
  readonly now?: () => Date;
  /** The platform is not asked before; at once when left out. */
  readonly begins?: Promise<void>;
}

/** Whether a new submission may be begun; asked before the citizen begins. What was begun may still be submitted. */
export type Intake =
  { readonly open: true } | { readonly open: false; readonly reason: 'storage-full' | 'terminal-revoked' };

/** A unit that is cut off (art. 24). */
export interface CutOffUnit {
  readonly unitCode: string;
  /** Words of the platform for the citizen, as far as it has given any. */
  readonly notice: LocalText | null;
}

/** How sending stands. */
export interface SyncState {
  readonly network: 'online' | 'offline';
  readonly intake: Intake;
  /** Since when this terminal may no longer send (ISO 8601, UTC); null when it may. Survives restarts. */
  readonly revokedSince: string | null;
  /** `open`: nothing is sent · `half-open`: one submission, as a probe · `closed`: all may flow. */
  readonly circuit: 'closed' | 'open' | 'half-open';
  /** Units that are cut off (art. 24), as far as something waits for them. */
  readonly cutOffUnits: readonly CutOffUnit[];
  /** Matters that are suspended, as far as something waits for them. */
  readonly suspendedMatters: readonly string[];
  /** Steps that the platform has still to hear of (aggregation). */
  readonly unreported: number;
  /** How far the platform's clock is ahead of ours, ms; 0 until it has told. */
  readonly clockAheadMs: number;
}

/** A submission that its citizen has opened again with the card, to correct it. In memory only. */
export interface Reopened {
  readonly record: SubmissionRecord;
  /**
   * What the citizen gave; null when only the platform can open it: after an acceptance the card's key is destroyed, by
   * law and design, so a supplement or a returned record starts from what the card says and the fields that are asked.
   */
  readonly given: {
    readonly form: FormValues;
    readonly language: 'zh-CN' | 'en';
    readonly applicant?: LegalApplicant | undefined;
  } | null;
  /** All materials that were given and not accepted, to be handed in again as they are or replaced. */
  readonly materials: readonly Material[];
}

/** Everything of the corrected submission: the whole form, and of an accepted one new and changed materials alone. */
export interface CorrectionInput extends SubmissionInput {
  /** Id of the record that is corrected. `idempotencyKey` is a new one. */
  readonly corrects: string;
}

/** A submission could not be stored: nothing of it is there, and the same submission may be tried again. */
export class NotStored extends Error {
  readonly reason: 'disk-full' | 'disk-failing';

  constructor(reason: 'disk-full' | 'disk-failing') {
    super(`the submission could not be stored: ${reason}`);
    this.name = 'NotStored';
    this.reason = reason;
  }
}

export interface Material {
  readonly code: string;
  /** 0 electronic file · 1 reference to an electronic licence (from `modules.eLicence`) · 5 shared data. */
  readonly stuffType: 0 | 1 | 5;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface SubmissionInput {
  /** UUID made at capture, the same for every retry. */
  readonly idempotencyKey: string;
  readonly matter: MatterReference;
  readonly form: FormValues;
  /** Who files for the person that the form is about; sealed with the form. `card` is this person's. */
  readonly agent?: Agent | undefined;
  /** The enterprise that `agent` acts for; sealed with the form. Left out for a natural person. */
  readonly applicant?: LegalApplicant | undefined;
  readonly language: 'zh-CN' | 'en';
  readonly capturedAt: Date;
  /** Null when the card has no management number: sealed for the platform alone. */
  readonly card: CardKey | null;
  /** One per material code. */
  readonly materials: readonly Material[];
}

/** What the store says of itself and of the disk under it. */
export interface StoreFacts {
  /** Whether the store would take a change now; false too once it is closed. Waits while another process writes, 5 s at most. */
  readonly isWell: boolean;
  readonly storage: StorageState;
  readonly intake: Intake;
  /** What became of the store each time its file was damaged, oldest first; for staff. */
  readonly repairs: readonly RepairReport[];
}

/** What goes on between platform, terminal and citizen after a submission. */
export interface CaseWork {
  readonly state: SyncState;
  /**
   * Opens a submission of this card for correction: one that asks something of its citizen (`need`).
   * @returns null when it is not of this card, or nothing can be corrected now
   */
  reopen(card: CardKey, id: string): Promise<Reopened | null>;
  /**
   * Seals and stores a correction as `submit` does, and sends it: of an accepted submission as operation U under its
   * number; of one that was never accepted in its place, under the same temporary number.
   * @returns the record of the correction; null when nothing can be corrected now
   */
  correct(input: CorrectionInput): Promise<SubmissionRecord | null>;
  /** Reconciliations by day and unit, newest day first. */
  reconciliations(limit: number): DayReport[];
}

/** What staff may ask for. */
/** What the city's centre hears of this terminal. */
export interface FleetFacts {
  /** All devices of the terminal as they are now; told at once, and again with every heartbeat. */
  devicesAre(devices: Heartbeat['devices']): void;
  /** The centre has locked the terminal, or unlocked it: nothing new is taken; what is there is sent as before. */
  lockedIs(locked: boolean): void;
  /**
   * All units that the centre has cut off for this terminal, which may be for its site or for it alone: nothing is sent
   * for them, as if the platform had said so, until they are named no more.
   */
  cutOffHere(units: readonly CutOffUnit[]): void;
  /** Since when the oldest submission waits that the platform has still to accept (ISO 8601). */
  readonly oldestUnsentAt: string | null;
  /** End of the audit chain. */
  readonly auditHead: { readonly sequence: number; readonly hash: string };
}

export interface StaffWork {
  /**
   * Sends an unsent submission without waiting for its pause; network, revocation, cut-off units and suspended matters
   * still decide, and are asked for at once. What was refused is never sent again as it is.
   * @returns false when it does not wait to be sent
   */
  sendNow(id: string): boolean;
}

export interface Sync {
  /** The cryptography that the platform's key chose; without `hardware` its keys are in software. */
  readonly suite: { readonly name: SuiteName; readonly hardware: boolean };
  /** From the outcome of real requests; `offline` until the first answer. */
  readonly network: 'online' | 'offline';
  /** Submissions that the platform has still to accept. */
  readonly heldCount: number;
  /** Key of a citizen's card on this terminal; takes 100 to 300 ms by design, off the main thread. */
  cardKey(card: { readonly idNumber: string; readonly managementNumber: Uint8Array }): Promise<CardKey>;
  /**
   * Seals and stores a submission; resolves after the commit has reached the disk, and sends it in the background.
   * The same idempotency key again answers the record that is there. Rejects with {@link NotStored}
   * when the disk is full or fails.
   */
  submit(input: SubmissionInput): Promise<SubmissionRecord>;
  /** Newest first; a correction of an accepted submission shows in its record. */
  submissionsOf(card: CardKey): SubmissionRecord[];
  /** Whether anybody submitted this matter on this terminal since then; takes well below a millisecond. */
  hasSubmissionOf(handleItem: string, since: Date): boolean;
  /**
   * Resolves when the submission has left the unsent states, or with its present record at the time-out or at
   * `close`. A held one resolves at the time-out. Rejects for an unknown id.
   */
  waitForOutcome(id: string, timeoutMs: number): Promise<SubmissionRecord>;
  /** Network, heldCount, storage or any record changed. Answers a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Aborts what is under way and closes the store; what was not accepted goes on at the next start. */
  close(): Promise<void>;
}

import { createSecretKey, randomBytes } from 'node:crypto';
import type { CardKey, SubmissionInput, SubmissionRecord } from '@tongban/sync';
import type { SessionSync } from '../session-parts.ts';

/** Stands where a number would; nobody can take it for one. */
export const PRACTICE_NUMBER = '练习';

/** A sync that stores nothing and sends nothing: of what is submitted to it the answer is all that stays. */
export class PracticeSync implements SessionSync {
  readonly #real: SessionSync;
  readonly intake = { open: true } as const;
  /** Nothing in it is personal. */
  #last: SubmissionRecord | null = null;

  /** @param real asked for what the screens say of the terminal, and for nothing else */
  constructor(real: SessionSync) {
    this.#real = real;
  }

  get suite(): SessionSync['suite'] {
    return this.#real.suite;
  }

  get network(): SessionSync['network'] {
    return this.#real.network;
  }

  get heldCount(): number {
    return this.#real.heldCount;
  }

  async cardKey(): Promise<CardKey> {
    return { tag: randomBytes(32), wrappingKey: createSecretKey(randomBytes(32)) };
  }

  async submit({ idempotencyKey, matter, capturedAt }: SubmissionInput): Promise<SubmissionRecord> {
    this.#last = {
      ...{ id: idempotencyKey, matter, capturedAt: capturedAt.toISOString(), state: 'captured' },
      ...{ tempNo: PRACTICE_NUMBER, applyNo: null, receivedAt: null, finished: false, preReview: null },
      ...{ limitDate: null, limitProvisional: false, opinion: null, nextStep: null },
      ...{ problem: null, need: null, correction: null, byAgent: false },
    };
    return this.#last;
  }

  async waitForOutcome(id: string): Promise<SubmissionRecord> {
    if (this.#last?.id !== id) throw new Error('nothing of that id was submitted');
    return this.#last;
  }

  submissionsOf(): SubmissionRecord[] {
    return [];
  }

  hasSubmissionOf(): boolean {
    return false;
  }

  async correct(): Promise<null> {
    return null;
  }

  async reopen(): Promise<null> {
    return null;
  }

  /** The network comes and goes. */
  onChange(listener: () => void): () => void {
    return this.#real.onChange(listener);
  }

  async close(): Promise<void> {}
}

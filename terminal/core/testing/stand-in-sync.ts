import { createSecretKey } from 'node:crypto';
import type {
  CardKey,
  CitizenNeed,
  CorrectionInput,
  Intake,
  Reopened,
  SubmissionInput,
  SubmissionRecord,
} from '@tongban/sync';
import type { SessionSync } from '../session/session-parts.ts';

/** A sync whose platform does what a test says. */
export class StandInSync implements SessionSync {
  readonly suite = { name: 'jose', hardware: false } as const;
  network: 'online' | 'offline' = 'online';
  /** What becomes of the next submissions; `full` is a disk that cannot take one more. */
  platform: 'accepts' | 'unreachable' | 'refuses-phone' | 'misses-paper' | 'full' = 'accepts';
  /** Keys of cards are made as soon as this is resolved. */
  keysMayBeMade: Promise<void> = Promise.resolve();
  intake: Intake = { open: true };
  readonly inputs: SubmissionInput[] = [];
  /** Nothing can be corrected any more: somebody else did it meanwhile. */
  correctionsClosed = false;
  readonly records = new Map<string, { tag: string; record: SubmissionRecord }>();
  readonly #listeners = new Set<() => void>();
  get heldCount(): number {
    return [...this.records.values()].filter(({ record }) => record.applyNo === null).length;
  }
  async cardKey(card: { idNumber: string }): Promise<CardKey> {
    await this.keysMayBeMade;
    const key = createSecretKey(Buffer.alloc(32));
    return { tag: Buffer.from(card.idNumber), wrappingKey: key };
  }
  async submit(input: SubmissionInput): Promise<SubmissionRecord> {
    if (this.platform === 'full') throw new Error('SQLITE_FULL');
    this.inputs.push(input);
    const record: SubmissionRecord = {
      id: input.idempotencyKey,
      tempNo: `T0001${this.inputs.length}`,
      applyNo: null,
      state: 'sealed',
      matter: input.matter,
      capturedAt: input.capturedAt.toISOString(),
      receivedAt: null,
      limitDate: null,
      limitProvisional: false,
      finished: false,
      opinion: null,
      nextStep: null,
      problem: null,
      need: null,
      preReview: null,
      correction: null,
      byAgent: input.agent !== undefined,
    };
    this.records.set(record.id, { tag: Buffer.from(input.card?.tag ?? '').toString(), record });
    if (this.platform === 'accepts') this.accept(record.id);
    if (this.platform === 'refuses-phone') {
      this.#change(record.id, { state: 'rejected', problem: { code: 'VALIDATION_FAILED', field: 'phone' } });
    }
    if (this.platform === 'misses-paper') {
      const problem = { code: 'MATERIAL_MISSING', field: 'MZ0511-03' };
      this.#change(record.id, { state: 'needs-citizen', problem });
    }
    return record;
  }
  /** Knows corrections of what was refused at once alone; the rest is tried with the real sync. */
  async correct(input: CorrectionInput): Promise<SubmissionRecord | null> {
    if (this.correctionsClosed || !this.records.delete(input.corrects)) return null;
    return this.submit(input);
  }
  async reopen(): Promise<Reopened | null> {
    return null;
  }
  /** Null opens it again. */
  closeIntake(reason: Extract<Intake, { open: false }>['reason'] | null): void {
    this.intake = reason === null ? { open: true } : { open: false, reason };
    for (const listener of this.#listeners) listener();
  }
  ask(id: string, need: CitizenNeed): void {
    this.#change(id, { need });
  }
  /** The platform has decided on the last one. */
  finish(): void {
    const last = [...this.records.keys()].at(-1);
    if (last !== undefined) this.#change(last, { finished: true });
  }
  accept(id: string): void {
    this.#change(id, {
      state: 'accepted',
      applyNo: `SH2611220001${this.records.size}`,
      receivedAt: '2026-11-22T06:31:02Z',
      limitDate: '2026-11-27',
    });
  }
  submissionsOf(card: { tag: Uint8Array }): SubmissionRecord[] {
    const tag = Buffer.from(card.tag).toString();
    return [...this.records.values()].filter((each) => each.tag === tag).map((each) => each.record);
  }
  hasSubmissionOf(handleItem: string, since: Date): boolean {
    return [...this.records.values()].some(
      ({ record }) => record.matter.handleItem === handleItem && record.capturedAt >= since.toISOString(),
    );
  }
  async waitForOutcome(id: string): Promise<SubmissionRecord> {
    const found = this.records.get(id);
    if (!found) throw new Error('unknown submission');
    return found.record;
  }
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  async close(): Promise<void> {}
  #change(id: string, change: Partial<SubmissionRecord>): void {
    const found = this.records.get(id);
    if (!found) throw new Error('unknown submission');
    this.records.set(id, { tag: found.tag, record: { ...found.record, ...change } });
    for (const listener of this.#listeners) listener();
  }
}

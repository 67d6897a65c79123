import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { applyNo, instant } from '../contract/common.ts';
import type { Operation } from '../contract/index.ts';
import type { ModuleClient } from './module-client.ts';
import type { Closed } from './names.ts';
import type { Queue, QueueKind } from './queue.ts';
import { places, type SealForModule } from './sealing.ts';

/** 统一身份认证. */
export const identityOperations = {
  verifyIdentity: {
    method: 'POST',
    path: '/v1/identity/verifications',
    summary: 'Confirms who somebody is, by the facts of a card or by the code of an app.',
    legacyName: null,
    query: null,
    body: z.strictObject({
      method: z.enum(['id-card', 'suishen-code', 'social-security-card']),
      /** Sealed: `name` and `idNumber` of a card, or `code`. */
      envelope: z.string().min(1).max(20_000),
    }),
    answer: z.discriminatedUnion('result', [
      z.object({
        result: z.literal('confirmed'),
        /** Under which other modules know this person until `validUntil`. */
        verificationId: z.string().min(1).max(100),
        validUntil: instant,
        /** Whose code it is; of a social-security card, which does not tell the address, likewise. */
        person: z
          .object({
            name: z.string().min(1),
            idNumber: z.string().min(1),
            /** As on the ID card (证件住址); absent where the module does not know it. */
            address: z.string().min(1).nullable().default(null),
          })
          .nullable(),
      }),
      z.object({ result: z.literal('not-confirmed') }),
    ]),
    problems: ['ENVELOPE_UNREADABLE'],
  },
  recheckIdentity: {
    method: 'POST',
    path: '/v1/identity/rechecks',
    summary: 'Confirms after the fact who handed in an application while the network was away.',
    legacyName: null,
    query: null,
    body: z.strictObject({ applyNo, envelope: z.string().min(1).max(20_000) }),
    answer: z.object({ result: z.enum(['confirmed', 'not-confirmed']) }),
    problems: ['APPLICATION_UNKNOWN', 'ENVELOPE_UNREADABLE', 'IDEMPOTENCY_CONFLICT'],
  },
} as const satisfies Record<string, Operation>;

export const identityQueue = {
  'identity-recheck': {
    ...{ module: 'identity', name: 'recheckIdentity', operation: identityOperations.recheckIdentity },
  },
} as const satisfies Record<string, QueueKind>;

export interface CardFacts {
  readonly name: string;
  readonly idNumber: string;
}

/** Whose code it is. */
export interface ConfirmedPerson extends CardFacts {
  readonly address: string | null;
}

export type Verified =
  | {
      readonly kind: 'confirmed';
      readonly verificationId: string;
      readonly validUntil: string;
      readonly person: ConfirmedPerson | null;
    }
  | { readonly kind: 'not-confirmed' };

export class Identity {
  readonly #client: ModuleClient;
  readonly #queue: Queue;
  readonly #seal: SealForModule;

  constructor(client: ModuleClient, queue: Queue, seal: SealForModule) {
    this.#client = client;
    this.#queue = queue;
    this.#seal = seal;
  }

  /**
   * Confirms the holder of a card. Without the module the card that was read is all there is: `provisional`, to be
   * followed by {@link recheckLater} when a submission is made.
   */
  async verifyCard(
    facts: CardFacts,
    method: 'id-card' | 'social-security-card' = 'id-card',
  ): Promise<Verified | { readonly kind: 'provisional'; readonly reason: Closed }> {
    const verified = await this.#verify(method, { name: facts.name, idNumber: facts.idNumber });
    return verified.kind === 'closed' ? { ...verified, kind: 'provisional' } : verified;
  }

  /** Confirms by the code of the 随申办 app; without the module nobody can say whose code it is. */
  verifyCode(code: string): Promise<Verified | { readonly kind: 'closed'; readonly reason: Closed }> {
    return this.#verify('suishen-code', { code });
  }

  /** Keeps, sealed, who handed in a submission, until the module can confirm it. */
  async recheckLater(submissionId: string, { name, idNumber }: CardFacts): Promise<void> {
    const id = `identity-${submissionId}`;
    const envelope = await this.#seal({ name, idNumber }, places.identity, id);
    await this.#queue.add({
      ...{ id, kind: 'identity-recheck', submissionId, capturedAt: new Date(), request: { envelope } },
    });
  }

  /** What a later check found; null while there is none. */
  recheckOf(submissionId: string): 'confirmed' | 'not-confirmed' | null {
    const item = this.#queue.item(`identity-${submissionId}`);
    return identityOperations.recheckIdentity.answer.safeParse(item?.answer).data?.result ?? null;
  }

  async #verify(
    method: 'id-card' | 'suishen-code' | 'social-security-card',
    form: Record<string, string>,
  ): Promise<Verified | { readonly kind: 'closed'; readonly reason: Closed }> {
    const reason = this.#client.closed('identity');
    if (reason) return { kind: 'closed', reason };
    const idempotencyKey = randomUUID();
    const envelope = await this.#seal(form, places.identity, idempotencyKey);
    const reply = await this.#client.call('identity', 'verifyIdentity', identityOperations.verifyIdentity, {
      ...{ idempotencyKey, body: { method, envelope } },
    });
    if (reply.kind === 'closed') return reply;
    if (reply.kind === 'refused' || reply.value.result === 'not-confirmed') return { kind: 'not-confirmed' };
    const { verificationId, validUntil, person } = reply.value;
    return { kind: 'confirmed', verificationId, validUntil, person };
  }
}

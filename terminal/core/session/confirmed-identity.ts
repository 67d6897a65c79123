import type { Closed } from '@tongban/sync/modules';
import type { SessionParts } from './session-parts.ts';
import type { Visit } from './visit.ts';

/** What is asked under a confirmed identity must be answered before it runs out. */
const SPARE_MS = 30_000;

export type Confirmed =
  | { readonly kind: 'confirmed'; readonly verificationId: string }
  | { readonly kind: 'not-confirmed' }
  | { readonly kind: 'closed'; readonly reason: Closed };

/** Whose card lies there, as 统一身份认证 confirms it: asked once in a visit, and again when that has run out. */
export async function confirmedIdentity(
  visit: Visit,
  { identity }: Pick<SessionParts['modules'], 'identity'>,
): Promise<Confirmed> {
  const there = visit.verified;
  if (there && Date.parse(there.validUntil) > Date.now() + SPARE_MS) {
    return { kind: 'confirmed', verificationId: there.verificationId };
  }
  // A code is good for one confirmation; only a card can be asked for again.
  if (!visit.citizen?.card) return { kind: 'not-confirmed' };
  const { name, idNumber } = visit.citizen.person;
  const verified = await identity.verifyCard({ name, idNumber });
  if (verified.kind === 'provisional') return { kind: 'closed', reason: verified.reason };
  if (verified.kind === 'not-confirmed') return { kind: 'not-confirmed' };
  const { verificationId, validUntil } = verified;
  visit.verified = { verificationId, validUntil };
  return { kind: 'confirmed', verificationId };
}

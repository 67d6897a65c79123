import { X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';
import { enrolmentAnswer, renewalAnswer } from '../centre/contract/terminals.ts';
import { certificateRequest } from './certificate-request.ts';
import { CentreClient, type Fetch } from './centre-client.ts';
import type { EnrolmentTicket } from './enrolment-code.ts';
import { pinOf, thumbprintOf, type Identity, type IdentityStore } from './identity-store.ts';

export type EnrolmentFailure =
  /** No answer; the same code may be tried again, the key stays the same. */
  | { readonly kind: 'no-answer'; readonly reason: string }
  /** Code of the centre's refusal: `CODE_UNKNOWN`, `CODE_USED`, `CODE_EXPIRED`, … */
  | { readonly kind: 'refused'; readonly code: string }
  /** Who answered is not the centre that the code was made by: nothing was kept. */
  | { readonly kind: 'not-the-centre' };
export type EnrolmentOutcome = { readonly kind: 'enrolled'; readonly identity: Identity } | EnrolmentFailure;

/**
 * Enrols this terminal: a key is made and stays here, the centre answers with a certificate. May be repeated after any
 * failure or crash: it is the same key, so the centre answers the same certificate.
 * @param centre its origin
 * @param terminal what the terminal's own configuration says
 */
export async function enrol(
  store: IdentityStore,
  ticket: EnrolmentTicket,
  centre: string,
  terminal: { readonly terminalId: string; readonly siteCode: string },
  fetch?: Fetch,
): Promise<EnrolmentOutcome> {
  const key = store.nextKey();
  const request = await certificateRequest(key);
  const client = new CentreClient(centre, null, fetch);
  const body = { code: ticket.code, ...terminal, request };
  const reply = await client.call({ method: 'POST', path: '/v1/enrolments', body }, enrolmentAnswer);
  if (reply.kind === 'silence') return { kind: 'no-answer', reason: reply.reason };
  if (reply.kind === 'refused') return { kind: 'refused', code: reply.code };
  const { terminalId, siteCode, certificate, authority } = reply.value;
  const pin = ticket.centre?.pin ?? null;
  if (
    !isOurs(certificate, authority, key) ||
    (pin !== null && pinOf(new X509Certificate(authority)) !== pin)
  ) {
    return { kind: 'not-the-centre' };
  }
  store.forgetOrder();
  return {
    kind: 'enrolled',
    identity: store.keep({ centre, terminalId, siteCode, key, certificate, authority }),
  };
}

/** A certificate is renewed when a third of its time is left. */
export function shallRenew({ notBefore, notAfter }: Identity, nowMs: number): boolean {
  const lifeMs = notAfter.getTime() - notBefore.getTime();
  return notAfter.getTime() - nowMs < lifeMs / 3;
}

/** Exchanges key and certificate for new ones; the present ones stay when it fails. */
export async function renew(
  store: IdentityStore,
  identity: Identity,
  client: CentreClient,
): Promise<EnrolmentOutcome> {
  const key = store.nextKey();
  const reply = await client.call(
    {
      method: 'POST',
      path: `/v1/terminals/${identity.terminalId}/certificate`,
      body: { request: await certificateRequest(key) },
    },
    renewalAnswer,
  );
  if (reply.kind === 'silence') return { kind: 'no-answer', reason: reply.reason };
  if (reply.kind === 'refused') return { kind: 'refused', code: reply.code };
  const { certificate } = reply.value;
  if (!isOurs(certificate, identity.authority, key)) return { kind: 'not-the-centre' };
  const { centre, terminalId, siteCode, authority } = identity;
  const renewed = store.keep({ centre, terminalId, siteCode, key, certificate, authority });
  client.prover = renewed;
  return { kind: 'enrolled', identity: renewed };
}

/** Issued by this authority over our own key. */
function isOurs(certificatePem: string, authorityPem: string, keyPem: string): boolean {
  try {
    const certificate = new X509Certificate(certificatePem);
    const authority = new X509Certificate(authorityPem);
    const own = createPublicKey(createPrivateKey(keyPem)).export({ type: 'spki', format: 'der' });
    return (
      authority.ca &&
      authority.verify(authority.publicKey) &&
      certificate.verify(authority.publicKey) &&
      certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(own) &&
      thumbprintOf(certificate) !== thumbprintOf(authority)
    );
  } catch {
    return false; // no certificate at all
  }
}

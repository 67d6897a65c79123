import { createHash, randomUUID, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { readJws, signJws, type ReadJws } from './jws.ts';

/**
 * The proof that a request comes from a terminal's key, in the manner of DPoP (RFC 9449): a compact JWS (ES256) over
 * method, address, time, a number used once and the digest of the body. It stands in a header because TLS may end at
 * a load balancer in front of the centre.
 */

export const PROOF_HEADER = 'tongban-proof';
const TYPE = 'tongban-proof+jwt';
/** A proof is good for so long on both sides of the centre's clock; its number is remembered for twice as long. */
export const PROOF_WINDOW_MS = 60_000;

const header = z.strictObject({
  typ: z.literal(TYPE),
  alg: z.literal('ES256'),
  'x5t#S256': z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
const claims = z.strictObject({
  htm: z.string(),
  htu: z.string(),
  /** Milliseconds since 1970, of the terminal's clock. */
  iat: z.int().min(0),
  jti: z.uuid(),
  /** SHA-256 of the body as it was sent, base64url; of no bytes where there is none. */
  bsha: z.string(),
});

export interface ProvenRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
  readonly body: string | Uint8Array;
}

/** What a proof says before anybody has checked its signature. */
export interface Proof extends Pick<ReadJws, 'signed' | 'signature'> {
  /** `x5t#S256` of the certificate that it names. */
  readonly thumbprint: string;
  readonly jti: string;
  readonly issuedAtMs: number;
}

export type ProofProblem = 'PROOF_MALFORMED' | 'PROOF_OF_ANOTHER_REQUEST' | 'CLOCK_SKEW';

export function signProof(
  request: ProvenRequest,
  by: { readonly key: KeyObject; readonly thumbprint: string },
  nowMs: number,
): string {
  const said = {
    ...{ htm: request.method, htu: request.path, iat: nowMs, jti: randomUUID() },
    bsha: digest(request.body),
  };
  return signJws({ typ: TYPE, 'x5t#S256': by.thumbprint }, said, by.key);
}

/**
 * Reads a proof and compares it with the request that it came with. Whose it is, is not known before
 * `isSignedBy`; whether it came before, the caller remembers by `jti`.
 */
export function readProof(
  text: string,
  request: ProvenRequest,
  nowMs: number,
): Proof | { readonly problem: ProofProblem } {
  const jws = readJws(text);
  if (!jws) return { problem: 'PROOF_MALFORMED' };
  const kind = header.safeParse(jws.header);
  const said = claims.safeParse(jws.payload);
  if (!kind.success || !said.success) return { problem: 'PROOF_MALFORMED' };
  const { htm, htu, iat, jti, bsha } = said.data;
  if (htm !== request.method || htu !== request.path || bsha !== digest(request.body)) {
    return { problem: 'PROOF_OF_ANOTHER_REQUEST' };
  }
  if (Math.abs(iat - nowMs) > PROOF_WINDOW_MS) return { problem: 'CLOCK_SKEW' };
  return {
    ...{ thumbprint: kind.data['x5t#S256'], jti, issuedAtMs: iat },
    ...{ signed: jws.signed, signature: jws.signature },
  };
}

function digest(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url');
}

import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { z } from 'zod';

/** Signed requests: the same pure functions at the terminal and at the platform. Known answers: signing-vectors.json. */

/** How far X-Timestamp may be from the platform's clock, both ways. */
export const TIMESTAMP_TOLERANCE_MS = 300_000;
/** A nonce is taken once within this time. */
export const NONCE_LIFETIME_MS = 600_000;
/** Z of GB/T 32918.2 is made with this user id (GB/T 35276). */
const SM2_USER_ID = '1234567812345678';

/** Order of the curve (GB/T 32918.5), in hex. */
const SM2_ORDER = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * A terminal's key as JWK: `oct` of at least 32 bytes for HMAC-SM3, or an SM2 key (`EC` with the curve name `SM2`) for
 * SM2-SM3, whose platform side needs x and y alone.
 */
export const requestKeySchema = z.discriminatedUnion('kty', [
  z.looseObject({ kty: z.literal('oct'), k: z.string().regex(/^[A-Za-z0-9_-]{43,}$/) }),
  z.looseObject({
    ...{ kty: z.literal('EC'), crv: z.literal('SM2') },
    ...{ x: coordinate, y: coordinate, d: coordinate.optional() },
  }),
]);
export type RequestKeyJwk = z.infer<typeof requestKeySchema>;

export type SignatureAlgorithm = 'HMAC-SM3' | 'SM2-SM3';

/** A key that signs, verifies, or both. */
export interface RequestKey {
  readonly algorithm: SignatureAlgorithm;
  /** @returns lower-case hex */
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
}

/** @throws ZodError for a JWK that is none of the two; `sign` throws for an SM2 key without `d` */
export function importRequestKey(jwk: RequestKeyJwk): RequestKey {
  const key = requestKeySchema.parse(jwk);
  return key.kty === 'oct' ? hmacKey(Buffer.from(key.k, 'base64url')) : sm2Key(key);
}

function hmacKey(secret: Buffer): RequestKey {
  // Made once: from its bytes each time, the key takes longer than the signature.
  const key = createSecretKey(secret);
  const mac = (text: string): Buffer => createHmac('sm3', key).update(text, 'utf8').digest();
  return {
    algorithm: 'HMAC-SM3',
    sign: (text) => mac(text).toString('hex'),
    verify: (text, signature) =>
      /^[0-9a-f]{64}$/.test(signature) && timingSafeEqual(Buffer.from(signature, 'hex'), mac(text)),
  };
}

function sm2Key({ x, y, d }: { x: string; y: string; d?: string | undefined }): RequestKey {
  const hex = (text: string): string => Buffer.from(text, 'base64url').toString('hex');
  const publicKey = `04${hex(x)}${hex(y)}`;
  const options = { hash: true, publicKey, userId: SM2_USER_ID };
  const privateKey = d === undefined ? null : hex(d);
  return {
    algorithm: 'SM2-SM3',
    sign(text) {
      if (privateKey === null) throw new TypeError('an SM2 key without its private part signs nothing');
      return sm2.doSignature(Buffer.from(text, 'utf8'), privateKey, options);
    },
    verify(text, signature) {
      if (!/^[0-9a-f]{128}$/.test(signature)) return false;
      // The library throws for numbers out of range instead of saying no; hex of one length compares like numbers.
      const isInRange = (number: string): boolean => /[^0]/.test(number) && number < SM2_ORDER;
      if (!isInRange(signature.slice(0, 64)) || !isInRange(signature.slice(64))) return false;
      return sm2.doVerifySignature(Buffer.from(text, 'utf8'), signature, publicKey, options);
    },
  };
}

/** What a signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** As it goes over the wire, percent-encoded, from `/v1/` on: a prefix of the gateway does not count. */
  readonly path: string;
  /** Parameters of the query; values not yet encoded. */
  readonly query: Readonly<Record<string, string>>;
  readonly appId: string;
  readonly terminalId: string;
  /** Milliseconds since 1970, as in X-Timestamp. */
  readonly timestamp: string;
  readonly nonce: string;
  /** Empty where the request has none. */
  readonly idempotencyKey: string;
  readonly body: Uint8Array | string;
}

/** METHOD, PATH, SORTED_QUERY, APP, TERMINAL, TIMESTAMP, NONCE, IDEMPOTENCY_KEY and hex(SM3(body)), one a line. */
export function stringToSign(request: SignedRequest): string {
  return [
    request.method,
    request.path,
    sortedQuery(request.query),
    request.appId,
    request.terminalId,
    request.timestamp,
    request.nonce,
    request.idempotencyKey,
    hash('sm3', request.body, 'hex'),
  ].join('\n');
}

/** `name=value` joined by `&`, percent-encoded (RFC 3986), sorted by the code units of the encoded names. */
export function sortedQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** All but the unreserved characters of RFC 3986 2.3; encodeURIComponent leaves five more. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

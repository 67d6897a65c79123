import { sign, verify, type KeyObject } from 'node:crypto';

/** Compact JWS with ES256, as far as terminals and centre sign for each other (RFC 7515). */

export interface ReadJws {
  readonly header: unknown;
  readonly payload: unknown;
  readonly signed: string;
  readonly signature: Uint8Array;
}

/** Longer is none of ours, unless the reader expects more. */
const MAX_CHARACTERS = 4096;

/** @param header beside `alg`; `typ` tells the kinds apart, so that none passes for another */
export function signJws(header: Readonly<Record<string, string>>, payload: object, key: KeyObject): string {
  const signed = `${encode({ ...header, alg: 'ES256' })}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** @returns null when it is none; nothing of it is trusted before {@link isSignedBy} */
export function readJws(text: string, maxCharacters = MAX_CHARACTERS): ReadJws | null {
  const parts = text.length <= maxCharacters ? text.split('.') : [];
  const [head, body, signature] = parts;
  if (parts.length !== 3 || !head || !body || !signature) return null;
  try {
    return {
      ...{ header: decode(head), payload: decode(body), signed: `${head}.${body}` },
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    return null;
  }
}

export function isSignedBy(
  { signed, signature }: Pick<ReadJws, 'signed' | 'signature'>,
  key: KeyObject,
): boolean {
  return verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @throws SyntaxError when it is no JSON */
function decode(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
}

import type { JWK } from 'jose';
import { sm2 } from 'sm-crypto-v2';
import { readSm2Cipher } from './sm2-cipher.ts';

/** SM2 (GB/T 32918) on its recommended curve (GB/T 32918.5), with SM3. Keys are JWKs: kty EC, crv SM2, x, y and d. */

export const SM2_CURVE = 'SM2';
const NUMBER_BYTES = 32;
/** The user id that GB/T 32918.2 signs along with when none is agreed: GM/T 0009-2012, section 10. */
const USER_ID = '1234567812345678';
/** GB/T 32918.4-2016 has C1 C3 C2; C1 C2 C3 is of the draft before it. */
const C1_C3_C2 = 1;

/** An uncompressed point in hex: `04`, x, y. */
export type Sm2PublicKey = string;

/** @throws TypeError when it is no point of the curve */
export function sm2PublicKey(jwk: JWK): Sm2PublicKey {
  const point = `04${numberHex(jwk.x)}${numberHex(jwk.y)}`;
  if (jwk.kty !== 'EC' || jwk.crv !== SM2_CURVE || !isOnCurve(point)) {
    throw new TypeError('a key of the platform is no point of the curve SM2');
  }
  return point;
}

/** 64 characters of hex. @throws TypeError */
export function sm2PrivateKey(jwk: JWK): string {
  const key = numberHex(jwk.d);
  if (sm2.getPublicKeyFromPrivateKey(key) !== sm2PublicKey(jwk)) {
    throw new TypeError('the two halves of an SM2 key do not belong together');
  }
  return key;
}

/** A new key pair in the memory of this process, for a platform of ours. */
export function generateSm2Key(): JWK {
  const { publicKey, privateKey } = sm2.generateKeyPairHex();
  const part = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
  return {
    ...{ kty: 'EC', crv: SM2_CURVE },
    ...{ x: part(publicKey.slice(2, 66)), y: part(publicKey.slice(66)), d: part(privateKey) },
  };
}

/**
 * Encrypts a few bytes (GB/T 32918.4) as the SM2Cipher of GB/T 35276: DER, with the parts in the order C1 C3 C2. Not
 * the raw concatenation: modules and OpenSSL speak DER, and it leaves no doubt about the order.
 */
export function sm2Encrypt(plaintext: Uint8Array, publicKey: Sm2PublicKey): Uint8Array {
  return Buffer.from(sm2.doEncrypt(plaintext, prepared(publicKey), C1_C3_C2, { asn1: true }), 'hex');
}

/** Answers null for what was not encrypted to this key. */
export function sm2Decrypt(cipher: Uint8Array, privateKey: string): Uint8Array | null {
  const parts = readSm2Cipher(cipher);
  // A point off the curve would give the private key away bit by bit, and the library does not look.
  if (!parts || !isOnCurve(`04${parts.c1}`)) return null;
  const plaintext = sm2.doDecrypt(parts.c1 + parts.c3 + parts.c2, privateKey, C1_C3_C2, { output: 'array' });
  // What does not fit its SM3 comes back empty.
  return plaintext.length === 0 ? null : plaintext;
}

/** Signature with SM3 (GB/T 32918.2): r and s, 32 bytes each. */
export function sm2Sign(message: Uint8Array, privateKey: string, publicKey: Sm2PublicKey): Uint8Array {
  return Buffer.from(sm2.doSignature(message, privateKey, { hash: true, publicKey, userId: USER_ID }), 'hex');
}

export function sm2Verify(message: Uint8Array, signature: Uint8Array, publicKey: Sm2PublicKey): boolean {
  if (signature.length !== 2 * NUMBER_BYTES) return false;
  const hex = Buffer.from(signature).toString('hex');
  if (![hex.slice(0, 64), hex.slice(64)].every(isScalar)) return false;
  return sm2.doVerifySignature(message, hex, prepared(publicKey), { hash: true, userId: USER_ID });
}

/** Order of the curve: GB/T 32918.5. */
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

function isScalar(hex: string): boolean {
  const number = BigInt(`0x${hex}`);
  return number > 0n && number < ORDER;
}

const preparedKeys = new Map<Sm2PublicKey, ReturnType<typeof sm2.precomputePublicKey>>();

/** A point with its table of multiples, six times as quick; a process knows one or two keys of a platform. */
function prepared(publicKey: Sm2PublicKey): ReturnType<typeof sm2.precomputePublicKey> {
  const point = preparedKeys.get(publicKey) ?? sm2.precomputePublicKey(publicKey);
  if (preparedKeys.size > 8) preparedKeys.clear();
  preparedKeys.set(publicKey, point);
  return point;
}

function isOnCurve(point: string): boolean {
  try {
    return sm2.verifyPublicKey(point);
  } catch {
    return false;
  }
}

function numberHex(base64url: string | undefined): string {
  const bytes = Buffer.from(base64url ?? '', 'base64url');
  if (bytes.length !== NUMBER_BYTES) throw new TypeError('a number of an SM2 key has not 32 bytes');
  return bytes.toString('hex');
}

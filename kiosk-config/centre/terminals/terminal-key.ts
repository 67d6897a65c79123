import { createPublicKey, type KeyObject } from 'node:crypto';

/** @param spki as the register keeps it: SubjectPublicKeyInfo, DER, base64 */
export function terminalKey(spki: string): KeyObject {
  return createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
}

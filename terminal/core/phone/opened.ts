import { createDecipheriv } from 'node:crypto';
import { PHONE_NONCE_BYTES, PHONE_TAG_BYTES } from '@tongban/contract/phone';

/**
 * Opens what the page on a phone has sealed: nonce, ciphertext and tag, one behind the other.
 * @param along what was sealed along
 * @returns null when it is not whole, not of this key or not for this purpose
 */
export function opened(sealed: Buffer, key: Uint8Array, along: Uint8Array): Buffer | null {
  if (sealed.length < PHONE_NONCE_BYTES + PHONE_TAG_BYTES) return null;
  const nonce = sealed.subarray(0, PHONE_NONCE_BYTES);
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: PHONE_TAG_BYTES });
  const text = sealed.subarray(PHONE_NONCE_BYTES, -PHONE_TAG_BYTES);
  decipher.setAAD(along, { plaintextLength: text.length });
  decipher.setAuthTag(sealed.subarray(-PHONE_TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    return null;
  }
}

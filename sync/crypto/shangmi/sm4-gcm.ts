import { sm4 } from 'sm-crypto-v2';

/** SM4 (GB/T 32907) in Galois/Counter Mode as RFC 8998 3.1 uses it: 128-bit key, 96-bit IV, 128-bit tag. */

export const SM4_KEY_BYTES = 16;
export const SM4_GCM_IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts; an IV is used once with a key. */
export function sm4GcmEncrypt(
  key: Uint8Array,
  iv: Uint8Array,
  plaintext: Uint8Array,
  associatedData: Uint8Array,
): { readonly ciphertext: Uint8Array; readonly tag: Uint8Array } {
  const { output, tag } = sm4.encrypt(plaintext, key, {
    ...{ mode: 'gcm', output: 'array', outputTag: true },
    ...{ iv, associatedData },
  });
  if (!tag) throw new Error('SM4-GCM gave no tag');
  return { ciphertext: output, tag };
}

/** Answers null when anything is not as it was encrypted; nothing is decrypted before the tag was checked. */
export function sm4GcmDecrypt(
  key: Uint8Array,
  iv: Uint8Array,
  ciphertext: Uint8Array,
  associatedData: Uint8Array,
  tag: Uint8Array,
): Uint8Array | null {
  // The library reads 16 bytes whatever came: a shorter tag as if zeros followed, a longer one in part.
  if (iv.length !== SM4_GCM_IV_BYTES || tag.length !== TAG_BYTES) return null;
  try {
    return sm4.decrypt(ciphertext, key, { mode: 'gcm', output: 'array', iv, associatedData, tag });
  } catch (error) {
    if (error instanceof Error && error.message === 'authentication tag mismatch') return null;
    throw error;
  }
}

import { CompactSign, compactVerify, errors, importJWK, type CryptoKey, type JWK } from 'jose';
import { envelopeAad, RECEIPT_TYPE, type EnvelopeBinding } from '../../contract/index.ts';
import { runInThread } from '../pool.ts';
import type { CryptoSuite } from '../suite.ts';
import { FOR_PLATFORM, openJose, sealJose, type JoseOpenTask } from './envelope.ts';

/** What is larger is left to a thread: OpenSSL is quick, but base64url and JSON of 2 MB take 30 ms on a busy machine. */
const INLINE_BYTES = 512 * 1024;
const SIGNATURE = 'ES256';

/** P-256, AES-256-GCM and SHA-256 by the library `jose`, which leaves the work to OpenSSL. */
export const joseSuite: CryptoSuite = {
  name: 'jose',
  hardware: false,
  takes: (key) => key.kty === 'EC' && key.crv === 'P-256',

  async sealer(jwk) {
    const platform = { platformKey: await importKey(jwk, FOR_PLATFORM), platformKeyId: jwk.kid };
    return (plaintext, binding, card) => {
      const aad = envelopeAad(binding);
      const cardKey = card?.wrappingKey ?? null;
      const task = { suite: 'jose', kind: 'seal', plaintext, aad, ...platform, cardKey } as const;
      return plaintext.length > INLINE_BYTES ? runInThread(task) : sealJose(task);
    };
  },

  openWithCard: ({ envelope, citizenRecipient }, binding, card) =>
    open(envelope, binding, { cardKey: card.wrappingKey, citizenRecipient }),

  async opener(jwk) {
    const privateKey = await importKey(jwk, FOR_PLATFORM);
    return (envelope, binding) => open(envelope, binding, { privateKey });
  },

  async receiptVerifier(receiptKey) {
    const key = await importKey(receiptKey, SIGNATURE);
    return async (text) => {
      try {
        const { protectedHeader, payload } = await compactVerify(text, key, { algorithms: [SIGNATURE] });
        return { type: protectedHeader.typ, payload };
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    };
  },

  async receiptSigner(privateKey) {
    const key = await importKey(privateKey, SIGNATURE);
    return (payload, typ = RECEIPT_TYPE) =>
      new CompactSign(payload).setProtectedHeader({ alg: SIGNATURE, typ }).sign(key);
  },
};

async function importKey(jwk: JWK, algorithm: string): Promise<CryptoKey> {
  const key = joseSuite.takes(jwk) ? await importJWK(jwk, algorithm) : null;
  if (key === null || key instanceof Uint8Array) {
    throw new TypeError('a key of the platform is not of the curve P-256');
  }
  return key;
}

function open(
  envelope: string,
  binding: EnvelopeBinding,
  keys: JoseOpenTask['with'],
): Promise<Uint8Array | null> {
  const aad = envelopeAad(binding);
  const task = { suite: 'jose', kind: 'open', envelope, aad, with: keys } as const;
  return envelope.length > INLINE_BYTES ? runInThread(task) : openJose(task);
}

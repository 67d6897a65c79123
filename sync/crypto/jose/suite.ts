import {
  CompactSign,
  compactVerify,
  errors,
  GeneralEncrypt,
  generalDecrypt,
  importJWK,
  type CryptoKey,
  type GeneralJWE,
  type JWK,
} from 'jose';
import type { KeyObject } from 'node:crypto';
import {
  envelopeAad,
  envelopeDigest,
  jweSchema,
  RECEIPT_TYPE,
  type EnvelopeBinding,
  type JweRecipient,
} from '../../contract/index.ts';
import { parseJson } from '../parse-json.ts';
import type { CryptoSuite } from '../suite.ts';

const CONTENT = 'A256GCM';
const FOR_PLATFORM = 'ECDH-ES+A256KW';
const FOR_CITIZEN = 'A256KW';
const SIGNATURE = 'ES256';

/** P-256, AES-256-GCM and SHA-256 by the library `jose`, which leaves the work to OpenSSL. */
export const joseSuite: CryptoSuite = {
  name: 'jose',
  hardware: false,
  takes: (key) => key.kty === 'EC' && key.crv === 'P-256',

  async sealer(platformKey) {
    const key = await importKey(platformKey, FOR_PLATFORM);
    const header = { alg: FOR_PLATFORM, ...(platformKey.kid === undefined ? {} : { kid: platformKey.kid }) };
    return async (plaintext, binding, card) => {
      const jwe = new GeneralEncrypt(plaintext)
        .setProtectedHeader({ enc: CONTENT })
        .setAdditionalAuthenticatedData(envelopeAad(binding));
      jwe.addRecipient(key).setUnprotectedHeader(header);
      if (card) jwe.addRecipient(card.wrappingKey).setUnprotectedHeader({ alg: FOR_CITIZEN });
      const { recipients, ...shared } = await jwe.encrypt();
      const [forPlatform, forCitizen] = recipients;
      const envelope = JSON.stringify({ ...shared, recipients: [forPlatform] });
      return {
        envelope,
        sha256: envelopeDigest(envelope),
        citizenRecipient: forCitizen ? JSON.stringify(forCitizen) : null,
      };
    };
  },

  openWithCard({ envelope, citizenRecipient }, binding, card) {
    const recipient = parseJson(citizenRecipient);
    return open(envelope, binding, card.wrappingKey, FOR_CITIZEN, recipient as JweRecipient | null);
  },

  async opener(privateKey) {
    const key = await importKey(privateKey, FOR_PLATFORM);
    return (envelope, binding) => open(envelope, binding, key, FOR_PLATFORM);
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
    const header = { alg: SIGNATURE, typ: RECEIPT_TYPE };
    return (payload) => new CompactSign(payload).setProtectedHeader(header).sign(key);
  },
};

async function importKey(jwk: JWK, algorithm: string): Promise<CryptoKey> {
  const key = joseSuite.takes(jwk) ? await importJWK(jwk, algorithm) : null;
  if (key === null || key instanceof Uint8Array) {
    throw new TypeError('a key of the platform is not of the curve P-256');
  }
  return key;
}

/** @param recipient in place of the one that the envelope came with */
async function open(
  envelope: string,
  binding: EnvelopeBinding,
  key: CryptoKey | KeyObject,
  keyManagement: string,
  recipient?: JweRecipient | null,
): Promise<Uint8Array | null> {
  const jwe = jweSchema.safeParse(parseJson(envelope));
  // The AAD is not taken from the envelope: it is what it must be here.
  const aad = Buffer.from(envelopeAad(binding)).toString('base64url');
  if (!jwe.success || jwe.data.aad !== aad || recipient === null) return null;
  const recipients = recipient ? [recipient] : jwe.data.recipients;
  try {
    const opened = await generalDecrypt({ ...jwe.data, recipients } as GeneralJWE, key, {
      keyManagementAlgorithms: [keyManagement],
      contentEncryptionAlgorithms: [CONTENT],
    });
    return opened.plaintext;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

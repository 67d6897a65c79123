import { GeneralEncrypt, generalDecrypt, importJWK, type CryptoKey, type JWK } from 'jose';
import {
  envelopeAad,
  jweSchema,
  sealedFormSchema,
  sha256Hex,
  type EnvelopeBinding,
  type JweRecipient,
  type SealedForm,
} from '../contract/index.ts';
import type { CardKey } from './card-key.ts';

/** Encrypts for the platform: its imported key and the key's id. */
export interface PlatformKey {
  readonly key: CryptoKey;
  readonly keyId: string | undefined;
}

/** One envelope as it is stored. */
export interface Sealed {
  /** JWE text with the platform's recipient alone: exactly what travels, so its digest never changes. */
  readonly envelope: string;
  readonly sha256: string;
  /** The citizen's recipient of the same JWE, kept apart so that acceptance can destroy it; null without a card key. */
  readonly citizenRecipient: string | null;
}

export async function importPlatformKey(jwk: JWK): Promise<PlatformKey> {
  const key = await importJWK(jwk, 'ECDH-ES+A256KW');
  if (key instanceof Uint8Array) throw new TypeError('the encryption key of the platform is no public key');
  return { key, keyId: jwk.kid };
}

/** Encrypts a form or a material for the platform and, with a card key, for the citizen. */
export async function seal(
  plaintext: Uint8Array,
  binding: EnvelopeBinding,
  platform: PlatformKey,
  card: CardKey | null,
): Promise<Sealed> {
  const jwe = new GeneralEncrypt(plaintext)
    .setProtectedHeader({ enc: 'A256GCM' })
    .setAdditionalAuthenticatedData(envelopeAad(binding));
  jwe.addRecipient(platform.key).setUnprotectedHeader({
    alg: 'ECDH-ES+A256KW',
    ...(platform.keyId === undefined ? {} : { kid: platform.keyId }),
  });
  if (card) jwe.addRecipient(card.wrappingKey).setUnprotectedHeader({ alg: 'A256KW' });
  const { recipients, ...shared } = await jwe.encrypt();
  const [forPlatform, forCitizen] = recipients;
  const envelope = JSON.stringify({ ...shared, recipients: [forPlatform] });
  return {
    envelope,
    sha256: sha256Hex(envelope),
    citizenRecipient: forCitizen ? JSON.stringify(forCitizen) : null,
  };
}

/** The form as it goes into its envelope. */
export function encodeForm(content: SealedForm): Uint8Array {
  return Buffer.from(JSON.stringify(sealedFormSchema.parse(content)), 'utf8');
}

/**
 * Opens an envelope with the citizen's card.
 * @returns the plaintext; null when this card did not seal it, or the envelope was altered or moved elsewhere
 */
export async function openWithCard(
  sealed: { readonly envelope: string; readonly citizenRecipient: string },
  binding: EnvelopeBinding,
  card: CardKey,
): Promise<Uint8Array | null> {
  const jwe = { ...jweSchema.parse(JSON.parse(sealed.envelope)) };
  const recipients = [JSON.parse(sealed.citizenRecipient) as JweRecipient];
  // Not the AAD that came with the envelope but the one that it must have here.
  const aad = Buffer.from(envelopeAad(binding)).toString('base64url');
  try {
    const opened = await generalDecrypt(
      { ...jwe, aad, recipients } as Parameters<typeof generalDecrypt>[0],
      card.wrappingKey,
      {
        keyManagementAlgorithms: ['A256KW'],
        contentEncryptionAlgorithms: ['A256GCM'],
      },
    );
    return opened.plaintext;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_JWE_DECRYPTION_FAILED') return null;
    throw error;
  }
}

import { GeneralEncrypt, importJWK, type CryptoKey, type JWK } from 'jose';
import {
  envelopeAad,
  sealedFormSchema,
  sha256Hex,
  type EnvelopeBinding,
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

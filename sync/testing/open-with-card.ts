import { generalDecrypt } from 'jose';
import { envelopeAad, jweSchema, type EnvelopeBinding, type JweRecipient } from '../contract/index.ts';
import type { CardKey } from '../submissions/card-key.ts';

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

import { errors, generalDecrypt, type CryptoKey, type GeneralJWE } from 'jose';
import {
  envelopeAad,
  jweSchema,
  sealedFormSchema,
  type EnvelopeBinding,
  type SealedForm,
} from '../contract/index.ts';
import { Refusal } from './refusal.ts';

/** Opens a form's envelope. @throws Refusal when it was not sealed for this platform and this very place */
export async function openForm(text: string, binding: EnvelopeBinding, key: CryptoKey): Promise<SealedForm> {
  const plaintext = await openEnvelope(text, binding, key);
  const parsed = sealedFormSchema.safeParse(parseJson(Buffer.from(plaintext).toString('utf8')));
  if (!parsed.success) throw unreadable(binding);
  return parsed.data;
}

/** Checks that a material's envelope opens, and answers its bytes. @throws Refusal */
export function openMaterial(text: string, binding: EnvelopeBinding, key: CryptoKey): Promise<Uint8Array> {
  return openEnvelope(text, binding, key);
}

async function openEnvelope(text: string, binding: EnvelopeBinding, key: CryptoKey): Promise<Uint8Array> {
  const jwe = jweSchema.safeParse(parseJson(text));
  // The AAD is not taken from the envelope: it is what it must be here.
  const aad = Buffer.from(envelopeAad(binding)).toString('base64url');
  if (!jwe.success || jwe.data.aad !== aad) throw unreadable(binding);
  try {
    const opened = await generalDecrypt(jwe.data as GeneralJWE, key, {
      keyManagementAlgorithms: ['ECDH-ES+A256KW'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return opened.plaintext;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw unreadable(binding);
    throw error;
  }
}

function unreadable(binding: EnvelopeBinding): Refusal {
  return new Refusal(422, 'ENVELOPE_UNREADABLE', 'the envelope was not sealed for this place', binding.part);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

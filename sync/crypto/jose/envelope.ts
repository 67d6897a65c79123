import { errors, GeneralEncrypt, generalDecrypt, type CryptoKey, type GeneralJWE } from 'jose';
import type { KeyObject } from 'node:crypto';
import { envelopeDigest, jweSchema, type JweRecipient } from '../../contract/index.ts';
import { parseJson } from '../parse-json.ts';
import type { Sealed } from '../suite.ts';

/** Sealing and opening as functions of what a worker thread can be sent. */

const CONTENT = 'A256GCM';
export const FOR_PLATFORM = 'ECDH-ES+A256KW';
export const FOR_CITIZEN = 'A256KW';

export interface JoseSealTask {
  readonly suite: 'jose';
  readonly kind: 'seal';
  readonly plaintext: Uint8Array;
  readonly aad: Uint8Array;
  readonly platformKey: CryptoKey;
  readonly platformKeyId: string | undefined;
  readonly cardKey: KeyObject | null;
}

export interface JoseOpenTask {
  readonly suite: 'jose';
  readonly kind: 'open';
  readonly envelope: string;
  /** What it must be here; the envelope's own is not believed. */
  readonly aad: Uint8Array;
  readonly with:
    { readonly privateKey: CryptoKey } | { readonly cardKey: KeyObject; readonly citizenRecipient: string };
}

export async function sealJose(task: JoseSealTask): Promise<Sealed> {
  const jwe = new GeneralEncrypt(task.plaintext)
    .setProtectedHeader({ enc: CONTENT })
    .setAdditionalAuthenticatedData(task.aad);
  const kid = task.platformKeyId === undefined ? {} : { kid: task.platformKeyId };
  jwe.addRecipient(task.platformKey).setUnprotectedHeader({ alg: FOR_PLATFORM, ...kid });
  if (task.cardKey) jwe.addRecipient(task.cardKey).setUnprotectedHeader({ alg: FOR_CITIZEN });
  const { recipients, ...shared } = await jwe.encrypt();
  const [forPlatform, forCitizen] = recipients;
  const envelope = JSON.stringify({ ...shared, recipients: [forPlatform] });
  return {
    envelope,
    sha256: envelopeDigest(envelope),
    citizenRecipient: forCitizen ? JSON.stringify(forCitizen) : null,
  };
}

export async function openJose(task: JoseOpenTask): Promise<Uint8Array | null> {
  const jwe = jweSchema.safeParse(parseJson(task.envelope)).data;
  if (jwe?.aad !== Buffer.from(task.aad).toString('base64url')) return null;
  const [key, keyManagement, recipient] =
    'cardKey' in task.with
      ? [task.with.cardKey, FOR_CITIZEN, parseJson(task.with.citizenRecipient) as JweRecipient | null]
      : [task.with.privateKey, FOR_PLATFORM, jwe.recipients[0]];
  if (!recipient) return null;
  try {
    const opened = await generalDecrypt({ ...jwe, recipients: [recipient] } as GeneralJWE, key, {
      keyManagementAlgorithms: [keyManagement],
      contentEncryptionAlgorithms: [CONTENT],
    });
    return opened.plaintext;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

import { hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { envelopeDigest, jweSchema, SHANGMI_PROTECTED_HEADER } from '../../contract/index.ts';
import { parseJson } from '../parse-json.ts';
import type { Sealed } from '../suite.ts';
import { sm2Decrypt, sm2Encrypt, type Sm2PublicKey } from './sm2.ts';
import { SM4_GCM_IV_BYTES, SM4_KEY_BYTES, sm4GcmDecrypt, sm4GcmEncrypt } from './sm4-gcm.ts';

/** Sealing and opening as pure functions of what a worker thread can be sent. */

export interface ShangmiSealTask {
  readonly suite: 'shangmi';
  readonly kind: 'seal';
  readonly plaintext: Uint8Array;
  readonly aad: Uint8Array;
  readonly platformKey: Sm2PublicKey;
  readonly platformKeyId: string | undefined;
  readonly cardKey: KeyObject | null;
}

export interface ShangmiOpenTask {
  readonly suite: 'shangmi';
  readonly kind: 'open';
  readonly envelope: string;
  /** What it must be here; the envelope's own is not believed. */
  readonly aad: Uint8Array;
  readonly with:
    { readonly privateKey: string } | { readonly cardKey: KeyObject; readonly citizenRecipient: string };
}

const forPlatform = z.object({ header: z.object({ alg: z.literal('SM2') }), encrypted_key: z.string() });
const forCitizen = z.object({
  header: z.object({ alg: z.literal('SM4GCMKW'), iv: z.string(), tag: z.string() }),
  encrypted_key: z.string(),
});
/** A key is wrapped by itself, with nothing beside it. */
const NO_DATA = new Uint8Array();

const text = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
const bytesOf = (base64url: string): Uint8Array => Buffer.from(base64url, 'base64url');

export function sealShangmi(task: ShangmiSealTask): Sealed {
  const contentKey = randomBytes(SM4_KEY_BYTES);
  const iv = randomBytes(SM4_GCM_IV_BYTES);
  const aad = text(task.aad);
  const { ciphertext, tag } = sm4GcmEncrypt(contentKey, iv, task.plaintext, associatedData(aad));
  const kid = task.platformKeyId === undefined ? {} : { kid: task.platformKeyId };
  // The order is part of the form: the text begins with its suite.
  const envelope = JSON.stringify({
    ...{ protected: SHANGMI_PROTECTED_HEADER, aad, iv: text(iv) },
    ...{ ciphertext: text(ciphertext), tag: text(tag) },
    recipients: [
      {
        header: { alg: 'SM2', ...kid },
        encrypted_key: text(sm2Encrypt(contentKey, task.platformKey)),
      },
    ],
  });
  const citizenRecipient = task.cardKey ? wrapForCitizen(contentKey, task.cardKey) : null;
  contentKey.fill(0);
  return { envelope, sha256: envelopeDigest(envelope), citizenRecipient };
}

export function openShangmi(task: ShangmiOpenTask): Uint8Array | null {
  const jwe = jweSchema.safeParse(parseJson(task.envelope)).data;
  const aad = text(task.aad);
  if (!jwe || jwe.protected !== SHANGMI_PROTECTED_HEADER || jwe.aad !== aad) return null;
  const contentKey =
    'privateKey' in task.with
      ? unwrapAsPlatform(jwe.recipients[0], task.with.privateKey)
      : unwrapAsCitizen(parseJson(task.with.citizenRecipient), task.with.cardKey);
  if (contentKey?.length !== SM4_KEY_BYTES) return null;
  const [iv, tag] = [bytesOf(jwe.iv), bytesOf(jwe.tag)];
  const plaintext = sm4GcmDecrypt(contentKey, iv, bytesOf(jwe.ciphertext), associatedData(aad), tag);
  contentKey.fill(0);
  return plaintext;
}

/** RFC 7516 5.1, step 14. */
function associatedData(aad: string): Uint8Array {
  return Buffer.from(`${SHANGMI_PROTECTED_HEADER}.${aad}`, 'ascii');
}

function wrapForCitizen(contentKey: Uint8Array, cardKey: KeyObject): string {
  const iv = randomBytes(SM4_GCM_IV_BYTES);
  const wrapping = sm4KeyOf(cardKey);
  const { ciphertext, tag } = sm4GcmEncrypt(wrapping, iv, contentKey, NO_DATA);
  wrapping.fill(0);
  const header = { alg: 'SM4GCMKW', iv: text(iv), tag: text(tag) };
  return JSON.stringify({ header, encrypted_key: text(ciphertext) });
}

/** The card's key has 32 bytes and is of AES in the other suite: HKDF with SM3 makes an SM4 key that is nothing else. */
function sm4KeyOf(cardKey: KeyObject): Buffer {
  return Buffer.from(hkdfSync('sm3', cardKey, NO_DATA, 'tongban card sm4-wrapping-key 1', SM4_KEY_BYTES));
}

function unwrapAsPlatform(recipient: unknown, privateKey: string): Uint8Array | null {
  const parsed = forPlatform.safeParse(recipient).data;
  return parsed ? sm2Decrypt(bytesOf(parsed.encrypted_key), privateKey) : null;
}

function unwrapAsCitizen(recipient: unknown, cardKey: KeyObject): Uint8Array | null {
  const parsed = forCitizen.safeParse(recipient).data;
  if (!parsed) return null;
  const [iv, tag] = [bytesOf(parsed.header.iv), bytesOf(parsed.header.tag)];
  const wrapping = sm4KeyOf(cardKey);
  const contentKey = sm4GcmDecrypt(wrapping, iv, bytesOf(parsed.encrypted_key), NO_DATA, tag);
  wrapping.fill(0);
  return contentKey;
}

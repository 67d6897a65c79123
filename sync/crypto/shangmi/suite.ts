import type { JWK } from 'jose';
import { z } from 'zod';
import { envelopeAad, RECEIPT_TYPE } from '../../contract/index.ts';
import { parseJson } from '../parse-json.ts';
import { runInThread } from '../pool.ts';
import type { CryptoSuite, Sealed } from '../suite.ts';
import { openShangmi, sealShangmi, type ShangmiOpenTask, type ShangmiSealTask } from './envelope.ts';
import { SM2_CURVE, sm2PrivateKey, sm2PublicKey, sm2Sign, sm2Verify } from './sm2.ts';

/** What is larger is left to a thread: here it takes about 2 ms, a scan of 2 MB would take 150 ms. */
const INLINE_BYTES = 16 * 1024;
/** Name of the signature in a JWS header: draft-dang-webauthn-sm2-00. */
const SIGNATURE = 'SM2';
const receiptHeader = z.object({ alg: z.literal(SIGNATURE), typ: z.unknown() });

/**
 * SM2, SM3 and SM4 in software: SM3 by OpenSSL, the rest by `sm-crypto-v2`, because Node hands out neither SM4-GCM nor
 * SM2 with a user id.
 */
export const shangmiSuite: CryptoSuite = {
  name: 'shangmi',
  hardware: false,
  takes: (key) => key.kty === 'EC' && key.crv === SM2_CURVE,

  sealer: settled((jwk) => {
    const platform = { platformKey: sm2PublicKey(jwk), platformKeyId: jwk.kid };
    return (plaintext, binding, card) =>
      seal({
        ...{ suite: 'shangmi', kind: 'seal', plaintext, aad: envelopeAad(binding), ...platform },
        cardKey: card?.wrappingKey ?? null,
      });
  }),

  openWithCard: ({ envelope, citizenRecipient }, binding, card) =>
    open({
      ...{ suite: 'shangmi', kind: 'open', envelope, aad: envelopeAad(binding) },
      with: { cardKey: card.wrappingKey, citizenRecipient },
    }),

  opener: settled((jwk) => {
    const privateKey = sm2PrivateKey(jwk);
    return (envelope, binding) =>
      open({ suite: 'shangmi', kind: 'open', envelope, aad: envelopeAad(binding), with: { privateKey } });
  }),

  receiptVerifier: settled((jwk) => {
    const publicKey = sm2PublicKey(jwk);
    return (text) => Promise.resolve(verifyCompact(text, publicKey));
  }),

  receiptSigner: settled((jwk) => {
    const [privateKey, publicKey] = [sm2PrivateKey(jwk), sm2PublicKey(jwk)];
    return (payload, typ = RECEIPT_TYPE) => {
      const header = base64url(Buffer.from(JSON.stringify({ alg: SIGNATURE, typ })));
      const signed = `${header}.${base64url(payload)}`;
      return Promise.resolve(`${signed}.${base64url(sm2Sign(Buffer.from(signed), privateKey, publicKey))}`);
    };
  }),
};

async function seal(task: ShangmiSealTask): Promise<Sealed> {
  return task.plaintext.length > INLINE_BYTES ? runInThread(task) : sealShangmi(task);
}

async function open(task: ShangmiOpenTask): Promise<Uint8Array | null> {
  return task.envelope.length > INLINE_BYTES ? runInThread(task) : openShangmi(task);
}

/** A compact JWS (RFC 7515 7.1) whose signature is r and s, as ES256 has it. */
function verifyCompact(text: string, publicKey: string): { type: unknown; payload: Uint8Array } | null {
  const [header, payload, signature, more] = text.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more !== undefined) {
    return null;
  }
  const bytes = Buffer.from(signature, 'base64url');
  // Node reads past what is no base64url; a text that was added to is not the one that was signed.
  if (base64url(bytes) !== signature) return null;
  const parsed = receiptHeader.safeParse(parseJson(Buffer.from(header, 'base64url').toString('utf8')));
  if (!parsed.success || !sm2Verify(Buffer.from(`${header}.${payload}`), bytes, publicKey)) return null;
  return { type: parsed.data.typ, payload: Buffer.from(payload, 'base64url') };
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/** An import of a key that needs no waiting here; a certified module may need it. */
function settled<T>(importKey: (jwk: JWK) => T): (jwk: JWK) => Promise<T> {
  return async (jwk) => importKey(jwk);
}

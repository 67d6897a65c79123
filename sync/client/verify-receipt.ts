import { compactVerify, errors, importJWK, type CryptoKey, type JWK } from 'jose';
import { RECEIPT_TYPE, receiptSchema, type Receipt } from '../contract/index.ts';

export type ReceiptVerdict =
  | { readonly ok: true; readonly receipt: Receipt }
  | {
      readonly ok: false;
      readonly reason: 'signature' | 'content' | 'other-submission' | 'other-number' | 'other-digest';
    };

export async function importReceiptKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256');
  if (key instanceof Uint8Array) throw new TypeError('the receipt key of the platform is no public key');
  return key;
}

/** Only a receipt by the pinned key, for this submission, this number and exactly what was sent is acceptance. */
export async function verifyReceipt(
  text: string,
  key: CryptoKey,
  expected: { readonly idempotencyKey: string; readonly applyNo: string; readonly digest: string },
): Promise<ReceiptVerdict> {
  let payload: Uint8Array;
  try {
    const verified = await compactVerify(text, key, { algorithms: ['ES256'] });
    if (verified.protectedHeader.typ !== RECEIPT_TYPE) return { ok: false, reason: 'content' };
    payload = verified.payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return { ok: false, reason: 'signature' };
    throw error;
  }
  const receipt = parseReceipt(payload);
  if (!receipt) return { ok: false, reason: 'content' };
  if (receipt.idempotencyKey !== expected.idempotencyKey) return { ok: false, reason: 'other-submission' };
  if (receipt.applyNo !== expected.applyNo) return { ok: false, reason: 'other-number' };
  if (receipt.digest !== expected.digest) return { ok: false, reason: 'other-digest' };
  return { ok: true, receipt };
}

function parseReceipt(payload: Uint8Array): Receipt | null {
  try {
    return receiptSchema.safeParse(JSON.parse(Buffer.from(payload).toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

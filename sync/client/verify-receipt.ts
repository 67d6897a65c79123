import type { JWK } from 'jose';
import { RECEIPT_TYPE, receiptSchema, type Receipt } from '../contract/index.ts';
import { suiteOfKey, type VerifyReceipt } from '../crypto/index.ts';

export type ReceiptVerdict =
  | { readonly ok: true; readonly receipt: Receipt }
  | {
      readonly ok: false;
      readonly reason: 'signature' | 'content' | 'other-submission' | 'other-number' | 'other-digest';
    };

/** The pinned key of the platform, ready to check with. */
export type ReceiptKey = VerifyReceipt;

/** @throws TypeError for a key of no suite */
export function importReceiptKey(jwk: JWK): Promise<ReceiptKey> {
  return suiteOfKey(jwk).receiptVerifier(jwk);
}

/** Only a receipt by the pinned key, for this submission, this number and exactly what was sent is acceptance. */
export async function verifyReceipt(
  text: string,
  key: ReceiptKey,
  expected: { readonly idempotencyKey: string; readonly applyNo: string; readonly digest: string },
): Promise<ReceiptVerdict> {
  const signed = await key(text);
  if (!signed) return { ok: false, reason: 'signature' };
  const receipt = signed.type === RECEIPT_TYPE ? parseReceipt(signed.payload) : null;
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

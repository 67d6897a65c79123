import { receiptSchema, RECEIPT_TYPE, type Receipt } from '../contract/index.ts';
import { suiteOfKey, type VerifyReceipt } from '../crypto/index.ts';
import { parseJson } from '../crypto/parse-json.ts';
import type { PlatformKeys } from './keys.ts';
import { Refusal } from './refusal.ts';

/** Receipts as the platform signs them and knows them again. */
export class Receipts {
  readonly #keys: PlatformKeys;
  #verify: Promise<VerifyReceipt> | undefined;

  constructor(keys: PlatformKeys) {
    this.#keys = keys;
  }

  sign(receipt: Receipt): Promise<string> {
    return this.#keys.sign(receipt);
  }

  /** What an earlier receipt for this key says. @throws Refusal when it is not ours, or of another submission */
  async readOwn(text: string, idempotencyKey: string): Promise<Receipt> {
    const { receiptKey } = this.#keys.public;
    this.#verify ??= suiteOfKey(receiptKey).receiptVerifier(receiptKey);
    const verified = await (await this.#verify)(text);
    const receipt =
      verified?.type === RECEIPT_TYPE
        ? receiptSchema.safeParse(parseJson(Buffer.from(verified.payload).toString('utf8'))).data
        : undefined;
    if (receipt?.idempotencyKey !== idempotencyKey) {
      throw new Refusal('RECEIPT_INVALID', 'the receipt is not ours for this key', 'earlierReceipt');
    }
    return receipt;
  }
}

import { beforeAll, describe, expect, it } from 'vitest';
import { importReceiptKey, verifyReceipt, type ReceiptKey } from '../client/verify-receipt.ts';
import { RECEIPT_TYPE, suiteNames, type Receipt, type SuiteName } from '../contract/index.ts';
import { newPrivateKey, publicHalf } from '../testing/suite-keys.ts';
import { suites } from './index.ts';
import { sm2PrivateKey, sm2PublicKey, sm2Sign } from './shangmi/sm2.ts';

const expected = { idempotencyKey: 'key-of-this-one', applyNo: 'SQ1', digest: 'ab'.repeat(32) };
const good: Receipt = {
  ...expected,
  ...{ receivedAt: '2026-02-13T02:00:00.000Z', limitDate: '2026-02-24', limitProvisional: false },
};
const other: Readonly<Record<SuiteName, SuiteName>> = { jose: 'shangmi', shangmi: 'jose' };
const forged = { ok: false, reason: 'signature' };

describe.each(suiteNames)('a receipt signed by the suite %s', (name) => {
  let sign: (receipt: Receipt) => Promise<string>;
  let pinned: ReceiptKey;
  beforeAll(async () => {
    const key = await newPrivateKey(name);
    const signer = await suites[name].receiptSigner(key);
    sign = (receipt) => signer(Buffer.from(JSON.stringify(receipt)));
    pinned = await importReceiptKey(publicHalf(key));
  });

  it('is acceptance of this submission alone', async () => {
    expect(await verifyReceipt(await sign(good), pinned, expected)).toEqual({ ok: true, receipt: good });
    const of = async (changes: Partial<Receipt>) =>
      verifyReceipt(await sign({ ...good, ...changes }), pinned, expected);
    expect(await of({ idempotencyKey: 'key-of-another' })).toEqual({ ok: false, reason: 'other-submission' });
    expect(await of({ applyNo: 'SQ2' })).toEqual({ ok: false, reason: 'other-number' });
    expect(await of({ digest: 'cd'.repeat(32) })).toEqual({ ok: false, reason: 'other-digest' });
    expect(await of({ limitDate: 'soon' })).toEqual({ ok: false, reason: 'content' });
  });

  it('is none by another key, by the other suite, or with one character changed, added or taken away', async () => {
    const text = await sign(good);
    const stranger = await importReceiptKey(publicHalf(await newPrivateKey(name)));
    const otherSuite = await importReceiptKey(publicHalf(await newPrivateKey(other[name])));
    expect(await verifyReceipt(text, stranger, expected)).toEqual(forged);
    expect(await verifyReceipt(text, otherSuite, expected)).toEqual(forged);
    for (let at = 0; at < text.length; at++) {
      const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
      // The last character of a signature of 64 bytes holds four bits that say nothing.
      if (at < text.length - 1) expect(await verifyReceipt(changed, pinned, expected)).toEqual(forged);
    }
    for (const odd of [`${text}A`, `${text}.`, ` ${text}`, text.slice(1), `${text}=`, '', '..', 'a.b.c']) {
      expect(await verifyReceipt(odd, pinned, expected)).toEqual(forged);
    }
  });
});

describe('a receipt with SM2', () => {
  it('is none when its header names another algorithm or type', async () => {
    const key = await newPrivateKey('shangmi');
    const pinned = await importReceiptKey(publicHalf(key));
    const signed = (header: object): string => {
      const text = [header, good]
        .map((each) => Buffer.from(JSON.stringify(each)).toString('base64url'))
        .join('.');
      const signature = sm2Sign(Buffer.from(text), sm2PrivateKey(key), sm2PublicKey(key));
      return `${text}.${Buffer.from(signature).toString('base64url')}`;
    };
    const verdict = (header: object) => verifyReceipt(signed(header), pinned, expected);
    expect(await verdict({ alg: 'SM2', typ: RECEIPT_TYPE })).toEqual({ ok: true, receipt: good });
    expect(await verdict({ alg: 'SM2', typ: 'JWT' })).toEqual({ ok: false, reason: 'content' });
    for (const alg of ['none', 'ES256', 'sm2', undefined]) {
      expect(await verdict({ alg, typ: RECEIPT_TYPE })).toEqual(forged);
    }
  });
});

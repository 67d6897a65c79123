import { createCipheriv } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { describe, expect, it } from 'vitest';
import { sm3Hex } from '../../contract/index.ts';
import { sm2Decrypt, sm2Verify } from './sm2.ts';
import { sm4GcmDecrypt, sm4GcmEncrypt } from './sm4-gcm.ts';

/** Known answers from the standards; each says where it is printed. */

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');

/** GB/T 32918.5-2017 annex A: the key of user A with the user id 1234567812345678, and of user B in annex C. */
const annex = {
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  k: '59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21',
  x1: '04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73',
};

describe('SM3', () => {
  it.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('GB/T 32905-2016 annex A: %s', (text, digest) => {
    expect(sm3Hex(text)).toBe(digest);
  });
});

describe('SM4', () => {
  it('GB/T 32907-2016 annex A.1: one block', () => {
    const block = bytes('0123456789abcdeffedcba9876543210');
    const cipher = createCipheriv('sm4-ecb', block, null).setAutoPadding(false);
    expect(cipher.update(block).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('RFC 8998 A.1: SM4-GCM', () => {
    const key = bytes('0123456789ABCDEFFEDCBA9876543210');
    const iv = bytes('00001234567800000000ABCD');
    const data = bytes('FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2');
    const plaintext = bytes(`AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD
      EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA`);
    const ciphertext = bytes(`17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735
      D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D`);
    const tag = bytes('83DE3541E4C2B58177E065A9BF7B62EC');
    const sealed = sm4GcmEncrypt(key, iv, plaintext, data);
    expect(Buffer.from(sealed.ciphertext)).toEqual(ciphertext);
    expect(Buffer.from(sealed.tag)).toEqual(tag);
    expect(Buffer.from(sm4GcmDecrypt(key, iv, ciphertext, data, tag) ?? [])).toEqual(plaintext);
  });

  it('a tag that was cut short or added to is none', () => {
    const [key, iv] = [Buffer.alloc(16, 1), Buffer.alloc(12, 2)];
    const { ciphertext, tag } = sm4GcmEncrypt(key, iv, Buffer.from('text'), Buffer.alloc(0));
    for (let length = 0; length < tag.length; length++) {
      expect(sm4GcmDecrypt(key, iv, ciphertext, Buffer.alloc(0), tag.subarray(0, length))).toBeNull();
    }
    expect(sm4GcmDecrypt(key, iv.subarray(1), ciphertext, Buffer.alloc(0), tag)).toBeNull();
    const longer = Buffer.concat([tag, Buffer.alloc(1)]);
    expect(sm4GcmDecrypt(key, iv, ciphertext, Buffer.alloc(0), longer)).toBeNull();
  });
});

describe('SM2', () => {
  const signature =
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
    'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';

  it('GB/T 32918.5-2017 annex A: signs with the number k printed there', () => {
    const point = { k: BigInt(`0x${annex.k}`), x1: BigInt(`0x${annex.x1}`) };
    const { privateKey, publicKey } = annex;
    const options = { hash: true, publicKey, pointPool: [point], userId: '1234567812345678' };
    expect(sm2.doSignature(Buffer.from('message digest'), privateKey, options)).toBe(signature);
  });

  it('GB/T 32918.5-2017 annex A: verifies, and nothing near it', () => {
    const right = bytes(signature);
    expect(sm2Verify(Buffer.from('message digest'), right, annex.publicKey)).toBe(true);
    expect(sm2Verify(Buffer.from('message digesT'), right, annex.publicKey)).toBe(false);
    for (let at = 0; at < right.length; at++) {
      const wrong = Buffer.from(right);
      wrong[at] = (wrong[at] as number) ^ 1;
      expect(sm2Verify(Buffer.from('message digest'), wrong, annex.publicKey)).toBe(false);
    }
    for (const odd of [Buffer.alloc(64), Buffer.alloc(64, 0xff), right.subarray(1), Buffer.alloc(0)]) {
      expect(sm2Verify(Buffer.from('message digest'), odd, annex.publicKey)).toBe(false);
    }
  });

  it('GB/T 32918.5-2017 annex C, as an SM2Cipher of GB/T 35276: decrypts', () => {
    const cipher = bytes(`307c022004ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73
      022100e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0
      042059983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766
      041321886ca989ca9c7d58087307ca93092d651efa`);
    expect(Buffer.from(sm2Decrypt(cipher, annex.privateKey) ?? []).toString()).toBe('encryption standard');
    // The same with a point beside the curve, and with a hash of something else.
    for (const at of [10, 50, 80, 120]) {
      const wrong = Buffer.from(cipher);
      wrong[at] = (wrong[at] as number) ^ 1;
      expect(sm2Decrypt(wrong, annex.privateKey)).toBeNull();
    }
  });
});

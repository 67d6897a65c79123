import { execFileSync } from 'node:child_process';
import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sm3Hex } from '../../contract/index.ts';
import { readSm2Cipher } from './sm2-cipher.ts';
import {
  generateSm2Key,
  sm2Decrypt,
  sm2Encrypt,
  sm2PrivateKey,
  sm2PublicKey,
  sm2Sign,
  sm2Verify,
} from './sm2.ts';
import { sm4GcmEncrypt } from './sm4-gcm.ts';

/** What is sealed and signed here must be read by others, and the other way round: sm-crypto and OpenSSL. */

interface SmCrypto {
  readonly sm2: {
    doEncrypt(message: Uint8Array, publicKey: string, mode: number): string;
    doDecrypt(cipher: string, privateKey: string, mode: number, options: { output: 'array' }): number[];
    doSignature(message: number[], privateKey: string, options: object): string;
    doVerifySignature(message: number[], signature: string, publicKey: string, options: object): boolean;
  };
  readonly sm3: (message: number[]) => string;
}
const other = createRequire(import.meta.url)('sm-crypto') as SmCrypto;

const ROUNDS = 20;
const message = Buffer.from('受理回执 receipt');

function keyPair() {
  const jwk = generateSm2Key();
  return { privateKey: sm2PrivateKey(jwk), publicKey: sm2PublicKey(jwk) };
}

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const integer = (hex: string): Buffer => {
  const short = Buffer.from(
    BigInt(`0x${hex}`)
      .toString(16)
      .padStart(2, '0')
      .replace(/^(?=(..)*.$)/, '0'),
    'hex',
  );
  return der(2, (short[0] as number) > 0x7f ? Buffer.concat([Buffer.alloc(1), short]) : short);
};

/** An EC private key (RFC 5915) on the curve 1.2.156.10197.1.301. */
function pemOf({ privateKey, publicKey }: { privateKey: string; publicKey: string }): string {
  const curve = Buffer.from('06082a811ccf5501822d', 'hex');
  const point = der(3, Buffer.concat([Buffer.alloc(1), Buffer.from(publicKey, 'hex')]));
  const key = der(
    0x30,
    integer('1'),
    der(4, Buffer.from(privateKey, 'hex')),
    der(0xa0, curve),
    der(0xa1, point),
  );
  return `-----BEGIN EC PRIVATE KEY-----\n${key.toString('base64')}\n-----END EC PRIVATE KEY-----\n`;
}

function openssl(...args: string[]): Buffer {
  return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });
}

describe('SM2, SM3 and SM4 beside a second implementation', () => {
  it(`sm-crypto decrypts what was encrypted here, and the other way round, ${ROUNDS} times`, () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { privateKey, publicKey } = keyPair();
      const secret = randomBytes(16);
      const parts = readSm2Cipher(sm2Encrypt(secret, publicKey));
      const raw = parts ? parts.c1 + parts.c3 + parts.c2 : '';
      expect(Buffer.from(other.sm2.doDecrypt(raw, privateKey, 1, { output: 'array' }))).toEqual(secret);
      const theirs = other.sm2.doEncrypt(secret, publicKey, 1);
      const cipher = der(
        ...([0x30, integer(theirs.slice(0, 64)), integer(theirs.slice(64, 128))] as const),
        ...([
          der(4, Buffer.from(theirs.slice(128, 192), 'hex')),
          der(4, Buffer.from(theirs.slice(192), 'hex')),
        ] as const),
      );
      expect(Buffer.from(sm2Decrypt(cipher, privateKey) ?? [])).toEqual(secret);
    }
  });

  it(`sm-crypto verifies what was signed here, and the other way round, ${ROUNDS} times`, () => {
    const options = { hash: true, userId: '1234567812345678' };
    for (let round = 0; round < ROUNDS; round++) {
      const { privateKey, publicKey } = keyPair();
      const signature = Buffer.from(sm2Sign(message, privateKey, publicKey));
      expect(other.sm2.doVerifySignature([...message], signature.toString('hex'), publicKey, options)).toBe(
        true,
      );
      const theirs = other.sm2.doSignature([...message], privateKey, { ...options, publicKey });
      expect(sm2Verify(message, Buffer.from(theirs, 'hex'), publicKey)).toBe(true);
    }
  });

  it('sm-crypto digests like OpenSSL does in this process', () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 1000]) {
      const bytes = randomBytes(length);
      expect(sm3Hex(bytes)).toBe(other.sm3([...bytes]));
    }
  });

  it('the command openssl decrypts and verifies what was made here, and the other way round', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tongban-sm-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = (name: string, content: Uint8Array | string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const pair = keyPair();
    const key = file('key.pem', pemOf(pair));
    const id = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];
    const secret = randomBytes(16);
    const cipher = file('cipher', sm2Encrypt(secret, pair.publicKey));
    expect(openssl('pkeyutl', '-decrypt', '-inkey', key, '-in', cipher)).toEqual(secret);
    const theirs = openssl('pkeyutl', '-encrypt', '-inkey', key, '-in', file('secret', secret));
    expect(Buffer.from(sm2Decrypt(theirs, pair.privateKey) ?? [])).toEqual(secret);

    const signature = Buffer.from(sm2Sign(message, pair.privateKey, pair.publicKey)).toString('hex');
    const rs = file('signature', der(0x30, integer(signature.slice(0, 64)), integer(signature.slice(64))));
    const text = file('message', message);
    const verdict = openssl('pkeyutl', '-verify', '-inkey', key, '-in', text, '-sigfile', rs, ...id);
    expect(verdict.toString()).toContain('Signature Verified Successfully');
    const signed = openssl('pkeyutl', '-sign', '-inkey', key, '-in', text, ...id);
    expect(sm2Verify(message, rawSignature(signed), pair.publicKey)).toBe(true);
    expect(openssl('dgst', '-sm3', '-r', text).toString()).toContain(sm3Hex(message));
  });

  it('SM4-GCM encrypts like the counter mode of OpenSSL, and authenticates like GHASH written out', () => {
    for (const length of [0, 1, 15, 16, 17, 300]) {
      const [key, iv, data] = [randomBytes(16), randomBytes(12), randomBytes(length % 40)];
      const plaintext = randomBytes(length);
      const { ciphertext, tag } = sm4GcmEncrypt(key, iv, plaintext, data);
      const counter = (from: number): Buffer => Buffer.concat([iv, Buffer.from([0, 0, 0, from])]);
      const encrypted = createCipheriv('sm4-ctr', key, counter(2)).update(plaintext);
      expect(Buffer.from(ciphertext)).toEqual(encrypted);
      const mask = createCipheriv('sm4-ctr', key, counter(1)).update(ghash(key, data, encrypted));
      expect(Buffer.from(tag)).toEqual(mask);
    }
  });
});

function rawSignature(signature: Buffer): Buffer {
  const number = (at: number): Buffer => signature.subarray(at + 2, at + 2 + (signature[at + 1] as number));
  const [r, s] = [number(2), number(4 + (signature[3] as number))];
  return Buffer.concat([r, s].map((each) => Buffer.concat([Buffer.alloc(32), each]).subarray(-32)));
}

/** NIST SP 800-38D 6.4, bit by bit. */
function ghash(key: Buffer, data: Buffer, ciphertext: Buffer): Buffer {
  const number = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex') || '0'}`);
  const padded = (bytes: Buffer): Buffer =>
    Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]);
  const lengths = Buffer.alloc(16);
  lengths.writeUInt32BE(data.length * 8, 4);
  lengths.writeUInt32BE(ciphertext.length * 8, 12);
  const all = Buffer.concat([padded(data), padded(ciphertext), lengths]);
  const hashKey = number(createCipheriv('sm4-ecb', key, null).update(Buffer.alloc(16)));
  let sum = 0n;
  for (let at = 0; at < all.length; at += 16) {
    let factor = hashKey;
    const block = sum ^ number(all.subarray(at, at + 16));
    sum = 0n;
    for (let bit = 127n; bit >= 0n; bit--) {
      if ((block >> bit) & 1n) sum ^= factor;
      factor = factor & 1n ? (factor >> 1n) ^ (0xe1n << 120n) : factor >> 1n;
    }
  }
  return Buffer.from(sum.toString(16).padStart(32, '0'), 'hex');
}

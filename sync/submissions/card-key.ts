import { createSecretKey, hkdfSync, scrypt, type KeyObject } from 'node:crypto';

/**
 * scrypt cost: 64 MiB and about 150 ms on a kiosk PC. Whoever has the disk and its salt pays that for every guess at
 * an ID number and a management number together. It is the same with 国密: PBKDF2 with HMAC-SM3 would need no memory,
 * so that a rented machine guesses thousands of times faster, and the tag must stay when a terminal's suite changes.
 */
const SCRYPT_COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 2 ** 20 } as const;
const SCRYPT_OUTPUT_BYTES = 32;
export const CARD_SALT_BYTES = 32;

/** What a card can do on this terminal: find its submissions and open them while they are not accepted. */
export interface CardKey {
  /** 32 bytes under which submissions of this card are filed. */
  readonly tag: Uint8Array;
  /** A256KW key of the JOSE suite; a KeyObject, so that printing it shows nothing. */
  readonly wrappingKey: KeyObject;
  /** SM4 key of the 国密 suite. */
  readonly sm4WrappingKey: KeyObject;
}

/**
 * Key of a card: scrypt over the management number (SDT command 30 05) and the ID number, then HKDF splits it
 * into a wrapping key for each suite and a lookup tag, so that the stored tag says nothing about a key.
 * @param salt this terminal's random salt, {@link CARD_SALT_BYTES} bytes
 */
export async function deriveCardKey(
  card: { readonly idNumber: string; readonly managementNumber: Uint8Array },
  salt: Uint8Array,
): Promise<CardKey> {
  // The length in front keeps the two parts apart: no other pair of numbers gives the same bytes.
  const secret = Buffer.concat([
    Buffer.from([card.managementNumber.length]),
    card.managementNumber,
    Buffer.from(card.idNumber, 'utf8'),
  ]);
  const stretched = await new Promise<Buffer>((resolve, reject) => {
    scrypt(secret, salt, SCRYPT_OUTPUT_BYTES, SCRYPT_COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
  const part = (hash: 'sha256' | 'sm3', purpose: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync(hash, stretched, salt, `tongban card ${purpose} 1`, bytes));
  const wrapping = part('sha256', 'wrapping-key', 32);
  const sm4Wrapping = part('sm3', 'sm4-wrapping-key', 16);
  const key: CardKey = {
    tag: part('sha256', 'lookup-tag', 32),
    wrappingKey: createSecretKey(wrapping),
    sm4WrappingKey: createSecretKey(sm4Wrapping),
  };
  for (const used of [secret, stretched, wrapping, sm4Wrapping]) used.fill(0);
  return key;
}

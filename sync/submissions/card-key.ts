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
  /** 32 bytes from which a suite has the key that it wraps with; a KeyObject, so that printing it shows nothing. */
  readonly wrappingKey: KeyObject;
}

/**
 * Key of a card: scrypt over the management number (SDT command 30 05) and the ID number, then HKDF-SHA256 splits it
 * into a wrapping key and a lookup tag, so that the stored tag says nothing about the key.
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
  const part = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', stretched, salt, `tongban card ${purpose} 1`, 32));
  const wrapping = part('wrapping-key');
  const key: CardKey = { tag: part('lookup-tag'), wrappingKey: createSecretKey(wrapping) };
  secret.fill(0);
  stretched.fill(0);
  wrapping.fill(0);
  return key;
}

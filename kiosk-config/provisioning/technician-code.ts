import { createHmac, diffieHellman, hkdfSync, randomInt, type KeyObject } from 'node:crypto';

/**
 * The one-time code by which a technician is let in at a terminal. The terminal shows a number, the centre answers it with
 * a code: both know a secret that was never sent, by Diffie-Hellman of the terminal's key and the authority's. So it
 * works where the network is what has to be mended, holds at one terminal and for one number, and nothing has to be
 * kept for it. Signing with these two keys and agreeing with them are kept apart by the derivation (HKDF); that one key
 * of P-256 may do both is shown in "On the Joint Security of Encryption and Signature in EMV" (Degabriele et al., 2012).
 */

const DIGITS = 8;
const SECRET_BYTES = 32;

/** A number as a terminal shows it. */
export function technicianNumber(): string {
  return String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
}

/**
 * @param privateKey of the one side, P-256
 * @param publicKey of the other, P-256
 * @param number as the terminal shows it, without spaces
 * @returns 8 digits, truncated as in HOTP (RFC 4226, 5.3)
 */
export function technicianCode(
  privateKey: KeyObject,
  publicKey: KeyObject,
  terminalId: string,
  number: string,
): string {
  const agreed = diffieHellman({ privateKey, publicKey });
  const secret = hkdfSync('sha256', agreed, '', 'tongban technician code', SECRET_BYTES);
  const hash = createHmac('sha256', Buffer.from(secret)).update(`${terminalId}\n${number}`).digest();
  const truncated = hash.readUInt32BE((hash.at(-1) ?? 0) & 0x0f) & 0x7fff_ffff;
  return String(truncated % 10 ** DIGITS).padStart(DIGITS, '0');
}

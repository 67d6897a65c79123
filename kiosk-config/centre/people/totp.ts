import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator speaks it. */
const PERIOD_S = 30;
const DIGITS = 6;
/** SHA-1's block. */
const SECRET_BYTES = 20;
/** Clocks of people's phones may be off by so many steps. */
const TOLERATED_STEPS = 1;
const ISSUER = '通办中心';

export function newTotpSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** What the authenticator is given, as a QR code or typed. */
export function totpEnrolment(secret: Uint8Array, name: string): { totpUri: string; totpSecret: string } {
  const totp = totpOf(secret, name);
  return { totpUri: totp.toString(), totpSecret: totp.secret.base32 };
}

/** @returns the 30-s step that the code belongs to; null when it belongs to none that counts now */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token: code, timestamp, window: TOLERATED_STEPS });
  return delta === null ? null : Math.floor(timestamp / (PERIOD_S * 1000)) + delta;
}

/** The code of an authenticator at a time; for tests and demonstrations. */
export function codeAt(secretBase32: string, now: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secretBase32), digits: DIGITS, period: PERIOD_S }).generate({
    timestamp: now.getTime(),
  });
}

function totpOf(secret: Uint8Array, label: string): TOTP {
  const bytes = Uint8Array.from(secret).buffer;
  return new TOTP({
    issuer: ISSUER,
    label,
    secret: new Secret({ buffer: bytes }),
    digits: DIGITS,
    period: PERIOD_S,
  });
}

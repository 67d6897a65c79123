import { randomBytes } from 'node:crypto';

/**
 * The code that admits one terminal once: five groups of Crockford's base 32 (125 bits), to be typed or to be scanned
 * as a QR code together with the centre's address and the pin of its authority.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 5;
const GROUP_CHARACTERS = 5;
const CODE = /^TBE1(?:-[0-9A-HJKMNP-TV-Z]{5}){5}$/;

/** Host names, IPv4 and ports alone: no user, no path, nothing that a screen or a shell could read as something else. */
const QR_TEXT =
  /^tongban-enrol:1;(TBE1(?:-[0-9A-HJKMNP-TV-Z]{5}){5});(https?:\/\/[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?(?::[1-9]\d{1,4})?);([A-Za-z0-9_-]{43})$/;

export interface EnrolmentTicket {
  readonly code: string;
  /** Null where the code was typed: address and trust come from the technician. */
  readonly centre: {
    readonly url: string;
    /** SHA-256 of the authority's public key (SPKI, DER), base64url. */
    readonly pin: string;
  } | null;
}

export function makeEnrolmentCode(random: (size: number) => Uint8Array = randomBytes): string {
  // 256 is a multiple of 32: each character is equally likely.
  const letters = Array.from(random(GROUPS * GROUP_CHARACTERS), (byte) => ALPHABET.charAt(byte % 32)).join(
    '',
  );
  return ['TBE1', ...(letters.match(/.{5}/g) ?? [])].join('-');
}

export function enrolmentQrText(code: string, centre: NonNullable<EnrolmentTicket['centre']>): string {
  const text = `tongban-enrol:1;${code};${centre.url};${centre.pin}`;
  if (!QR_TEXT.test(text))
    throw new Error(`The centre's address ${centre.url} cannot stand in an enrolment code`);
  return text;
}

/**
 * Reads what was scanned, or typed: small letters, blanks in the place of hyphens, and the letters that look like
 * digits (O, I, L) are a person's way of writing the same code.
 * @returns null when it is no code
 */
export function readEnrolmentCode(text: string): EnrolmentTicket | null {
  const [, code, url, pin] = QR_TEXT.exec(text) ?? [];
  if (code !== undefined && url !== undefined && pin !== undefined) return { code, centre: { url, pin } };
  if (text.length > 64) return null;
  const written = text.trim().toUpperCase().replaceAll(/[\s-]/g, '');
  const letters = /^TBE[1IL]/.test(written) ? written.slice(4) : written;
  const groups =
    letters
      .replaceAll('O', '0')
      .replaceAll(/[IL]/g, '1')
      .match(/.{1,5}/g) ?? [];
  const typed = ['TBE1', ...groups].join('-');
  return CODE.test(typed) ? { code: typed, centre: null } : null;
}

/**
 * SM2Cipher ::= SEQUENCE { XCoordinate INTEGER, YCoordinate INTEGER, HASH OCTET STRING (32), CipherText OCTET STRING }
 * (GB/T 35276-2017 7.2, GM/T 0009-2012 7.2), in DER.
 */

const NUMBER_BYTES = 32;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
const LONG_FORM_ONE_BYTE = 0x81;

/** Hex of x and y together, of the hash and of the cipher text; null when the bytes are no SM2Cipher. */
export function readSm2Cipher(
  bytes: Uint8Array,
): { readonly c1: string; readonly c3: string; readonly c2: string } | null {
  const whole = readElement(bytes, 0, SEQUENCE);
  if (!whole || whole.end !== bytes.length) return null;
  const x = readElement(whole.content, 0, INTEGER);
  const y = x && readElement(whole.content, x.end, INTEGER);
  const hash = y && readElement(whole.content, y.end, OCTET_STRING);
  const text = hash && readElement(whole.content, hash.end, OCTET_STRING);
  if (!text || text.end !== whole.content.length || hash.content.length !== NUMBER_BYTES) return null;
  const [xHex, yHex] = [coordinate(x.content), coordinate(y.content)];
  if (xHex === null || yHex === null || text.content.length === 0) return null;
  return { c1: xHex + yHex, c3: hex(hash.content), c2: hex(text.content) };
}

/** Lengths up to 255 bytes: a wrapped key has about 125. */
function readElement(
  bytes: Uint8Array,
  at: number,
  tag: number,
): { readonly content: Uint8Array; readonly end: number } | null {
  if (bytes[at] !== tag) return null;
  const long = bytes[at + 1] === LONG_FORM_ONE_BYTE;
  const length = bytes[at + (long ? 2 : 1)];
  const start = at + (long ? 3 : 2);
  if (length === undefined || (!long && length > 0x7f) || start + length > bytes.length) return null;
  return { content: bytes.subarray(start, start + length), end: start + length };
}

/** An unsigned INTEGER has a zero in front when its first bit is set, and none when it is short. */
function coordinate(content: Uint8Array): string | null {
  const bytes = content[0] === 0 ? content.subarray(1) : content;
  if (content.length === 0 || bytes.length > NUMBER_BYTES) return null;
  return hex(bytes).padStart(2 * NUMBER_BYTES, '0');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

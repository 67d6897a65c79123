import iconv from 'iconv-lite';
import { isIdNumber } from '../../id-card-reader/protocol/id-number.ts';
import { nationName, sexOf } from '../../id-card-reader/protocol/tables.ts';
import type { Sex } from '../../id-card-reader/protocol/tables.ts';
import type { CommandApdu } from './apdu.ts';

/**
 * The social-security card (LD/T 32, application SSSE): the basic files EF05 (about the card) and EF06 (about its
 * holder) hold one record a field, each a TLV of a one-byte tag and a one-byte length. They are read without a PIN.
 * Lengths in bytes; `bytes` fields have exactly that length, `text` fields at most.
 */
export const CARD_FILES = {
  EF05: {
    id: 0xef05,
    records: {
      cardIdentifier: { tag: 0x01, length: 16, form: 'bytes' },
      cardClass: { tag: 0x02, length: 1, form: 'bytes' },
      specVersion: { tag: 0x03, length: 4, form: 'text' },
      issuer: { tag: 0x04, length: 12, form: 'bytes' },
      issuedOn: { tag: 0x05, length: 4, form: 'bytes' },
      validUntil: { tag: 0x06, length: 4, form: 'bytes' },
      cardNumber: { tag: 0x07, length: 9, form: 'text' },
    },
  },
  EF06: {
    id: 0xef06,
    records: {
      idNumber: { tag: 0x08, length: 18, form: 'text' },
      name: { tag: 0x09, length: 30, form: 'text' },
      sex: { tag: 0x0a, length: 1, form: 'bytes' },
      nation: { tag: 0x0b, length: 1, form: 'bytes' },
      birthPlace: { tag: 0x0c, length: 3, form: 'bytes' },
      birth: { tag: 0x0d, length: 4, form: 'bytes' },
    },
  },
} as const;

export type CardFile = keyof typeof CARD_FILES;
export type CardField = keyof typeof CARD_FILES.EF05.records | keyof typeof CARD_FILES.EF06.records;
export interface RecordLayout {
  readonly tag: number;
  readonly length: number;
  readonly form: 'bytes' | 'text';
}
/** The answers to the reads, as they came: each a TLV. */
export type CardRecords = Readonly<Record<CardField, Uint8Array>>;

/** A social-security card as it was read. Personal data: never to be logged. Dates are YYYY-MM-DD. */
export interface SocialSecurityCard {
  readonly type: 'social-security';
  readonly name: string;
  readonly sex: Sex;
  /** GB/T 3304; the name is without 族, and empty for a code that the standard does not have. */
  readonly nation: { readonly code: string; readonly name: string };
  readonly birth: string;
  /** GB/T 2260, six digits. */
  readonly birthPlace: string;
  /** 社会保障号码: the ID number. */
  readonly idNumber: string;
  /** What is printed on the card. */
  readonly cardNumber: string;
  /** 32 hexadecimal digits; the first six are the area that issued it. */
  readonly cardIdentifier: string;
  /** One hexadecimal pair, as the card has it. */
  readonly cardClass: string;
  readonly specVersion: string;
  /** 24 hexadecimal digits. */
  readonly issuer: string;
  readonly issuedOn: string;
  /** Null on a card without an end. */
  readonly validUntil: string | null;
}

/** `malformed` names the field and never its content. */
export type CardDecoding =
  | { readonly kind: 'card'; readonly card: SocialSecurityCard }
  | { readonly kind: 'malformed'; readonly field: CardField };

/** "sx1.sh.社会保障" in GBK: the name by which the application is selected. */
const APPLICATION_NAME = Uint8Array.of(
  ...[0x73, 0x78, 0x31, 0x2e, 0x73, 0x68, 0x2e, 0xc9, 0xe7, 0xbb, 0xe1, 0xb1, 0xa3, 0xd5, 0xcf],
);

export const SELECT_APPLICATION: CommandApdu = { cla: 0, ins: 0xa4, p1: 4, p2: 0, data: APPLICATION_NAME };

/** `p1`: 02 by the letter of the standard (a file below the application); older cards know 00 alone. */
export function selectFile(file: CardFile, p1: 0x02 | 0x00): CommandApdu {
  const { id } = CARD_FILES[file];
  return { cla: 0, ins: 0xa4, p1, p2: 0, data: Uint8Array.of(id >> 8, id & 0xff) };
}

/** Reads one record by its tag; tag and length come with it. */
export function readRecordByTag({ tag, length }: RecordLayout): CommandApdu {
  return { cla: 0, ins: 0xb2, p1: tag, p2: 0x00, le: length + TLV_HEAD_LENGTH };
}

/** Reads one record by its place in the file, counted from 1. */
export function readRecordByNumber(number: number, { length }: RecordLayout): CommandApdu {
  return { cla: 0, ins: 0xb2, p1: number, p2: 0x04, le: length + TLV_HEAD_LENGTH };
}

const TLV_HEAD_LENGTH = 2;

/** The value behind the tag in a row of TLVs; null when it is not there or a length runs over the end. */
export function findValue(bytes: Uint8Array, tag: number): Uint8Array | null {
  for (let at = 0; at + TLV_HEAD_LENGTH <= bytes.length;) {
    const end = at + TLV_HEAD_LENGTH + bytes[at + 1]!;
    if (end > bytes.length) return null;
    if (bytes[at] === tag) return bytes.subarray(at + TLV_HEAD_LENGTH, end);
    at = end;
  }
  return null;
}

/** Makes a card of what was read from EF05 and EF06; every field is checked against its form. */
export function decodeCard(records: CardRecords): CardDecoding {
  const values = new Map<CardField, Uint8Array>();
  for (const { records: layouts } of Object.values(CARD_FILES)) {
    for (const [field, layout] of Object.entries(layouts) as [CardField, RecordLayout][]) {
      const value = findValue(records[field], layout.tag);
      if (value === null || !fits(value, layout)) return { kind: 'malformed', field };
      values.set(field, value);
    }
  }
  const bytes = (field: CardField): Uint8Array => values.get(field)!;
  const malformed = (field: CardField): CardDecoding => ({ kind: 'malformed', field });

  const name = textOf(bytes('name'));
  if (name === null || name === '') return malformed('name');
  const idNumber = textOf(bytes('idNumber'))?.toUpperCase() ?? '';
  if (!isIdNumber(idNumber)) return malformed('idNumber');
  const sex = sexOf(digitOf(bytes('sex')[0]!));
  if (sex === null) return malformed('sex');
  const birth = dateOf(bytes('birth'));
  if (birth === null) return malformed('birth');
  const birthPlace = hexOf(bytes('birthPlace'));
  const cardIdentifier = hexOf(bytes('cardIdentifier'));
  if (!/^\d{6}/.test(cardIdentifier)) return malformed('cardIdentifier');
  const specVersion = textOf(bytes('specVersion'));
  if (specVersion === null) return malformed('specVersion');
  const cardNumber = textOf(bytes('cardNumber'));
  if (cardNumber === null || !/^[0-9A-Z]+$/.test(cardNumber)) return malformed('cardNumber');
  const issuedOn = dateOf(bytes('issuedOn'));
  if (issuedOn === null) return malformed('issuedOn');
  const isEndless = bytes('validUntil').every((byte) => byte === 0xff || byte === 0);
  const validUntil = isEndless ? null : dateOf(bytes('validUntil'));
  if (validUntil === null && !isEndless) return malformed('validUntil');
  const nation = hexOf(bytes('nation'));
  return {
    kind: 'card',
    card: {
      type: 'social-security',
      name,
      sex,
      nation: { code: nation, name: nationName(nation) ?? '' },
      birth,
      birthPlace,
      idNumber,
      cardNumber,
      cardIdentifier,
      cardClass: hexOf(bytes('cardClass')),
      specVersion,
      issuer: hexOf(bytes('issuer')),
      issuedOn,
      validUntil,
    },
  };
}

function fits(value: Uint8Array, { length, form }: RecordLayout): boolean {
  return form === 'bytes' ? value.length === length : value.length <= length;
}

/**
 * GBK text without its padding (spaces, NUL or FF); null for bytes that are no text. GB 18030 holds all of GBK and the
 * rare characters that some issuers write in four bytes.
 */
function textOf(value: Uint8Array): string | null {
  let end = value.length;
  while (end > 0 && [0x00, 0x20, 0xff].includes(value[end - 1]!)) end--;
  const text = iconv.decode(value.subarray(0, end), 'gb18030').replace(/[ \u3000]+$/u, '');
  // Control characters, and what stands for bytes that no character has, never belong to a name or number.
  return /[\p{Cc}\p{Cn}\ufffd]/u.test(text) ? null : text;
}

/** One digit, as a character or in BCD: issuers differ. */
function digitOf(byte: number): string {
  return byte < 10 ? String(byte) : String.fromCharCode(byte);
}

function hexOf(value: Uint8Array): string {
  return Buffer.from(value).toString('hex').toUpperCase();
}

/** Four bytes of BCD, YYYYMMDD, to YYYY-MM-DD; null unless it is a day of the calendar. */
function dateOf(value: Uint8Array): string | null {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(hexOf(value));
  if (parts === null) return null;
  const iso = `${parts[1]}-${parts[2]}-${parts[3]}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : null;
}

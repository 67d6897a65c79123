import { isIdNumber } from './id-number.ts';
import { nationName, sexOf } from './tables.ts';
import type { Sex } from './tables.ts';

/**
 * The 256-byte text block of a card: UTF-16LE, fields padded with spaces. Offsets and lengths in bytes, for the
 * layout of the resident identity card. Exported for the simulator, which writes the same block.
 */
export const CITIZEN_FIELDS = {
  name: [0, 30],
  sex: [30, 2],
  nation: [32, 4],
  birth: [36, 16],
  address: [52, 70],
  idNumber: [122, 36],
  issuingAuthority: [158, 30],
  validFrom: [188, 16],
  validTo: [204, 16],
} as const satisfies Record<string, readonly [offset: number, length: number]>;
export type CitizenField = keyof typeof CITIZEN_FIELDS;

/** What the letter at byte 248 says; a citizen's card has a space there. */
const LAYOUT_MARK_OFFSET = 248;
const OTHER_LAYOUTS = {
  I: 'foreigner-2017',
  Y: 'foreigner-2023',
  J: 'hong-kong-macao-taiwan-permit',
} as const;
export type OtherCardLayout = (typeof OTHER_LAYOUTS)[keyof typeof OTHER_LAYOUTS];

/** Dates are YYYY-MM-DD. */
export interface CitizenText {
  readonly name: string;
  readonly sex: Sex;
  /** `name` is empty for a code that GB/T 3304 does not have. */
  readonly nation: { readonly code: string; readonly name: string };
  readonly birth: string;
  readonly address: string;
  readonly idNumber: string;
  readonly issuingAuthority: string;
  readonly validFrom: string;
  readonly validTo: string | 'long-term';
}

/** `malformed` names the field and never its content. */
export type TextDecoding =
  | { readonly kind: 'citizen'; readonly text: CitizenText }
  | { readonly kind: 'other-layout'; readonly layout: OtherCardLayout }
  | { readonly kind: 'malformed'; readonly field: CitizenField };

const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Text as the card has it, without its padding (spaces; some cards pad with NUL). */
export function decodeCardText(bytes: Uint8Array): string {
  return utf16.decode(bytes).replace(/[\0 \u3000]+$/u, '');
}

/** Decodes the 256 bytes that a read-base answers. */
export function decodeTextBlock(block: Uint8Array): TextDecoding {
  const mark = String.fromCharCode(block[LAYOUT_MARK_OFFSET] ?? 0);
  if (mark === 'I' || mark === 'Y' || mark === 'J') {
    return { kind: 'other-layout', layout: OTHER_LAYOUTS[mark] };
  }
  const fieldOf = (field: CitizenField): string => {
    const [offset, length] = CITIZEN_FIELDS[field];
    return decodeCardText(block.subarray(offset, offset + length));
  };
  const malformed = (field: CitizenField): TextDecoding => ({ kind: 'malformed', field });

  const name = fieldOf('name');
  if (name === '') return malformed('name');
  const sex = sexOf(fieldOf('sex'));
  if (sex === null) return malformed('sex');
  const nation = fieldOf('nation');
  const birth = dateOf(fieldOf('birth'));
  if (birth === null) return malformed('birth');
  const idNumber = fieldOf('idNumber');
  if (!isIdNumber(idNumber)) return malformed('idNumber');
  const validFrom = dateOf(fieldOf('validFrom'));
  if (validFrom === null) return malformed('validFrom');
  const validToText = fieldOf('validTo');
  const validTo = validToText === '长期' ? 'long-term' : dateOf(validToText);
  if (validTo === null) return malformed('validTo');
  return {
    kind: 'citizen',
    text: {
      name,
      sex,
      nation: { code: nation, name: nationName(nation) ?? '' },
      birth,
      address: fieldOf('address'),
      idNumber,
      issuingAuthority: fieldOf('issuingAuthority'),
      validFrom,
      validTo,
    },
  };
}

/** YYYYMMDD to YYYY-MM-DD; null unless it is a day of the calendar. */
function dateOf(text: string): string | null {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (parts === null) return null;
  const iso = `${parts[1]}-${parts[2]}-${parts[3]}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : null;
}

import {
  earlierForeignerNumber,
  isForeignerNumber2017,
  isForeignerNumber2023,
  isIdNumber,
  isPermitNumber,
} from './id-number.ts';
import {
  CITIZEN_PLACES,
  FOREIGNER_2017_PLACES,
  FOREIGNER_2023_PLACES,
  LAYOUT_MARKS,
  MARK_OFFSET,
  PERMIT_PLACES,
} from './layouts.ts';
import { nationName, sexOf } from './tables.ts';
import type { Sex } from './tables.ts';

/** What every kind of card says. Dates are YYYY-MM-DD. */
interface TextOfEveryCard {
  readonly sex: Sex;
  readonly birth: string;
  /** Of the owner, as the card's own kind numbers them. */
  readonly idNumber: string;
  readonly validFrom: string;
  readonly validTo: string | 'long-term';
}

/** Resident identity card. */
export interface CitizenText extends TextOfEveryCard {
  readonly type: 'citizen';
  readonly name: string;
  /** GB/T 3304; the name is without 族, and empty for a code that the standard does not have. */
  readonly nation: { readonly code: string; readonly name: string };
  readonly address: string;
  readonly issuingAuthority: string;
}

/** Residence permit for residents of Hong Kong (number 810000…), Macao (820000…) and Taiwan (830000…). */
export interface PermitText extends TextOfEveryCard {
  readonly type: 'hk-mo-tw-permit';
  readonly name: string;
  readonly address: string;
  readonly issuingAuthority: string;
  /** Of the travel permit with which its owner enters the mainland; empty where the card does not have it. */
  readonly travelPermitNumber: string;
  /** How often the permit was issued, two digits as on the card. */
  readonly issueCount: string;
}

/** Foreigner's permanent residence card of 2017. */
export interface Foreigner2017Text extends TextOfEveryCard {
  readonly type: 'foreigner-2017';
  readonly englishName: string;
  /** Empty for somebody who has none. */
  readonly chineseName: string;
  /** GB/T 2659, three letters. */
  readonly country: string;
  readonly cardVersion: string;
  /** Of the authority that accepted the application. */
  readonly authorityCode: string;
}

/** Foreigner's permanent residence card of 2023. */
export interface Foreigner2023Text extends TextOfEveryCard {
  readonly type: 'foreigner-2023';
  readonly englishName: string;
  /** Empty for somebody who has none. */
  readonly chineseName: string;
  /** GB/T 2659, three letters. */
  readonly country: string;
  /** How often the card was renewed, two digits as on the card. */
  readonly renewalCount: string;
  /** The number that the same person's card of 2017 had; null where the card does not lead to one. */
  readonly earlierNumber: string | null;
}

export type CardText = CitizenText | PermitText | Foreigner2017Text | Foreigner2023Text;
export type CardType = CardText['type'];

/** `malformed` names the field and never its content. */
export type TextDecoding =
  | { readonly kind: 'card'; readonly text: CardText }
  | { readonly kind: 'malformed'; readonly layout: CardType; readonly field: string };

const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Text as the card has it, without its padding (spaces; some cards pad with NUL). */
export function decodeCardText(bytes: Uint8Array): string {
  return withoutPadding(utf16.decode(bytes));
}

function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && '\0 \u3000'.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** Decodes the 256 bytes that a read-base answers, by the mark in them; any mark that is no known letter is a citizen's. */
export function decodeTextBlock(block: Uint8Array): TextDecoding {
  switch (String.fromCharCode(block[MARK_OFFSET] ?? 0)) {
    case LAYOUT_MARKS['hk-mo-tw-permit']:
      return decodePermit(block);
    case LAYOUT_MARKS['foreigner-2017']:
      return decodeForeigner2017(block);
    case LAYOUT_MARKS['foreigner-2023']:
      return decodeForeigner2023(block);
    default:
      return decodeCitizen(block);
  }
}

function decodeCitizen(block: Uint8Array): TextDecoding {
  const fields = new Fields(block, CITIZEN_PLACES);
  const nation = fields.text('nation');
  return fields.asDecoding({
    type: 'citizen',
    name: fields.required('name'),
    sex: fields.sex('sex'),
    nation: { code: nation, name: nationName(nation) ?? '' },
    birth: fields.date('birth'),
    address: fields.text('address'),
    idNumber: fields.number('idNumber', isIdNumber),
    issuingAuthority: fields.text('issuingAuthority'),
    validFrom: fields.date('validFrom'),
    validTo: fields.lastDay('validTo'),
  });
}

function decodePermit(block: Uint8Array): TextDecoding {
  const fields = new Fields(block, PERMIT_PLACES);
  return fields.asDecoding({
    type: 'hk-mo-tw-permit',
    name: fields.required('name'),
    sex: fields.sex('sex'),
    birth: fields.date('birth'),
    address: fields.text('address'),
    idNumber: fields.number('idNumber', isPermitNumber),
    issuingAuthority: fields.text('issuingAuthority'),
    validFrom: fields.date('validFrom'),
    validTo: fields.lastDay('validTo'),
    travelPermitNumber: fields.text('travelPermitNumber'),
    issueCount: fields.text('issueCount'),
  });
}

function decodeForeigner2017(block: Uint8Array): TextDecoding {
  const fields = new Fields(block, FOREIGNER_2017_PLACES);
  return fields.asDecoding({
    type: 'foreigner-2017',
    englishName: fields.required('englishName'),
    chineseName: fields.text('chineseName'),
    sex: fields.sex('sex'),
    birth: fields.date('birth'),
    idNumber: fields.number('idNumber', isForeignerNumber2017),
    country: fields.text('country'),
    validFrom: fields.date('validFrom'),
    validTo: fields.lastDay('validTo'),
    cardVersion: fields.text('cardVersion'),
    authorityCode: fields.text('authorityCode'),
  });
}

function decodeForeigner2023(block: Uint8Array): TextDecoding {
  const fields = new Fields(block, FOREIGNER_2023_PLACES);
  const country = fields.text('country');
  const idNumber = fields.number('idNumber', isForeignerNumber2023);
  const link = fields.text('earlierNumberLink');
  return fields.asDecoding({
    type: 'foreigner-2023',
    englishName: fields.required('englishName', 'englishNameRest'),
    chineseName: fields.text('chineseName'),
    sex: fields.sex('sex'),
    birth: fields.date('birth'),
    idNumber,
    country,
    renewalCount: fields.text('renewalCount'),
    validFrom: fields.date('validFrom'),
    validTo: fields.lastDay('validTo'),
    earlierNumber: earlierForeignerNumber({ country, idNumber, link }),
  });
}

/** The fields of one block. What cannot be is remembered, the first of it, and decides what comes out at the end. */
class Fields<F extends string> {
  readonly #block: Uint8Array;
  readonly #places: Readonly<Record<F, readonly [offset: number, length: number]>>;
  #malformed: F | null = null;

  constructor(block: Uint8Array, places: Readonly<Record<F, readonly [offset: number, length: number]>>) {
    this.#block = block;
    this.#places = places;
  }

  asDecoding(text: CardText): TextDecoding {
    if (this.#malformed === null) return { kind: 'card', text };
    return { kind: 'malformed', layout: text.type, field: this.#malformed };
  }

  text(field: F): string {
    return withoutPadding(this.#raw(field));
  }

  /** Must not be empty. A space at the end of `field` belongs to the text when it goes on in `rest`. */
  required(field: F, rest?: F): string {
    const text = withoutPadding(this.#raw(field) + (rest === undefined ? '' : this.#raw(rest)));
    return text === '' ? this.#wrong(field, '') : text;
  }

  sex(field: F): Sex {
    return sexOf(this.text(field)) ?? this.#wrong(field, 'unknown');
  }

  number(field: F, isNumber: (text: string) => boolean): string {
    const text = this.text(field);
    return isNumber(text) ? text : this.#wrong(field, '');
  }

  date(field: F): string {
    return dateOf(this.text(field)) ?? this.#wrong(field, '');
  }

  lastDay(field: F): string | 'long-term' {
    return this.text(field) === '长期' ? 'long-term' : this.date(field);
  }

  #raw(field: F): string {
    const [offset, length] = this.#places[field];
    return utf16.decode(this.#block.subarray(offset, offset + length));
  }

  #wrong<T>(field: F, instead: T): T {
    this.#malformed ??= field;
    return instead;
  }
}

/** YYYYMMDD to YYYY-MM-DD; null unless it is a day of the calendar. */
function dateOf(text: string): string | null {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (parts === null) return null;
  const iso = `${parts[1]}-${parts[2]}-${parts[3]}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : null;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';

/** The check character of GB 11643 (MOD 11-2) for the first 17 digits. */
export function idNumberCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return CHECK_CHARACTERS[sum % 11]!;
}

/** A citizen's number: GB 11643. */
export function isIdNumber(text: string): boolean {
  return /^\d{17}[\dX]$/.test(text) && idNumberCheckCharacter(text) === text[17];
}

/** The number of a residence permit: GB 11643 with the address code of Hong Kong, Macao or Taiwan. */
export function isPermitNumber(text: string): boolean {
  return /^8[123]0000/.test(text) && isIdNumber(text);
}

/**
 * The number of a foreigner's card of 2023: 9, province (2), country (3, digits), birth (8), sequence (3), and the
 * check character of GB 11643.
 */
export function isForeignerNumber2023(text: string): boolean {
  return text.startsWith('9') && isIdNumber(text);
}

const CYCLE_WEIGHTS = [7, 3, 1] as const;
/** A to Z count 10 to 35; `<` fills a short country code and counts nothing. */
const LETTER_VALUE_OFFSET = 'A'.charCodeAt(0) - 10;

/** The check digit of a foreigner's number of 2017: weights 7 3 1 in turn over the first 14 characters, MOD 10. */
export function foreignerCheckDigit2017(first14: string): string {
  let sum = 0;
  for (let i = 0; i < 14; i++) {
    const character = first14[i]!;
    const value = /\d/.test(character)
      ? Number(character)
      : character === '<'
        ? 0
        : character.charCodeAt(0) - LETTER_VALUE_OFFSET;
    sum += value * CYCLE_WEIGHTS[i % 3]!;
  }
  return String(sum % 10);
}

/** The number of a foreigner's card of 2017: country (3 letters), 11 digits, check digit. */
export function isForeignerNumber2017(text: string): boolean {
  return /^[A-Z][A-Z<]{2}\d{12}$/.test(text) && foreignerCheckDigit2017(text) === text[14];
}

/**
 * The number that the owner of a card of 2023 had on the card of 2017: country, province, the first two digits of the
 * link, birth YYMMDD, the last digit of the link, check digit. Null when the card has no link.
 * @param card `link`: the three digits that the card of 2023 keeps for this.
 */
export function earlierForeignerNumber(card: {
  readonly country: string;
  readonly idNumber: string;
  readonly link: string;
}): string | null {
  const { country, idNumber, link } = card;
  if (!/^\d{3}$/.test(link) || !/^[A-Z][A-Z<]{2}$/.test(country) || idNumber === '') return null;
  const first14 = country + idNumber.slice(1, 3) + link.slice(0, 2) + idNumber.slice(8, 14) + link.slice(2);
  return first14 + foreignerCheckDigit2017(first14);
}

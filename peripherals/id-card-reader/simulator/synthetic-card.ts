/** What the cards of all kinds have. Dates are YYYYMMDD, as on the card. */
interface SyntheticCardOfAnyKind {
  readonly id: string;
  /** What this card is good for, for people at the bench. */
  readonly note: { readonly zh: string; readonly en: string };
  /** GB/T 2261.1 */
  readonly sex: '1' | '2';
  readonly birth: string;
  readonly idNumber: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** What 30 03 answers; null when the address was never changed, or the card has none. */
  readonly newestAddress: string | null;
  /** What 30 05 answers, 28 bytes; null when the card does not give it. */
  readonly managementNumber: Uint8Array | null;
  /** 1,024 bytes that look like nothing and nobody. */
  readonly photoWlt: Uint8Array;
}

/** Somebody who does not exist, with a card as the reader would see it. */
export interface SyntheticCitizen extends SyntheticCardOfAnyKind {
  readonly type: 'citizen';
  readonly name: string;
  /** GB/T 3304 */
  readonly nation: string;
  readonly address: string;
  readonly issuingAuthority: string;
}

export interface SyntheticPermit extends SyntheticCardOfAnyKind {
  readonly type: 'hk-mo-tw-permit';
  readonly name: string;
  readonly address: string;
  readonly issuingAuthority: string;
  readonly travelPermitNumber: string;
  readonly issueCount: string;
}

export interface SyntheticForeigner2017 extends SyntheticCardOfAnyKind {
  readonly type: 'foreigner-2017';
  readonly name: string;
  readonly chineseName: string;
  readonly country: string;
  readonly cardVersion: string;
  readonly authorityCode: string;
}

export interface SyntheticForeigner2023 extends SyntheticCardOfAnyKind {
  readonly type: 'foreigner-2023';
  readonly name: string;
  readonly chineseName: string;
  readonly country: string;
  readonly renewalCount: string;
  /** Three digits that lead to the number of the card of 2017, or empty. */
  readonly earlierNumberLink: string;
  /** Where they lead; not on the card. */
  readonly earlierNumber: string | null;
}

export type SyntheticCard =
  SyntheticCitizen | SyntheticPermit | SyntheticForeigner2017 | SyntheticForeigner2023;

export const MANAGEMENT_NUMBER_LENGTH = 28;
export const PHOTO_LENGTH = 1024;

/** The same bytes for the same seed, always: a linear congruential generator with the constants of ANSI C. */
export function noise(seed: number, length: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) & 0xff;
  });
}

/**
 * The 256-byte text block of a card: UTF-16LE, fields padded with spaces. Places as [offset, length] in bytes, for
 * each of the four kinds of card that a reader module knows. Exported for the simulator, which writes the same blocks.
 */
type Places = Record<string, readonly [offset: number, length: number]>;

export const TEXT_LENGTH = 256;

/** Resident identity card 居民身份证. */
export const CITIZEN_PLACES = {
  name: [0, 30],
  sex: [30, 2],
  nation: [32, 4],
  birth: [36, 16],
  address: [52, 70],
  idNumber: [122, 36],
  issuingAuthority: [158, 30],
  validFrom: [188, 16],
  validTo: [204, 16],
} as const satisfies Places;

/** Residence permit for residents of Hong Kong, Macao and Taiwan 港澳台居民居住证. */
export const PERMIT_PLACES = {
  name: [0, 30],
  sex: [30, 2],
  birth: [36, 16],
  address: [52, 70],
  idNumber: [122, 36],
  issuingAuthority: [158, 30],
  validFrom: [188, 16],
  validTo: [204, 16],
  travelPermitNumber: [220, 18],
  issueCount: [238, 4],
} as const satisfies Places;

/** Foreigner's permanent residence card 外国人永久居留身份证, issued from 2017. */
export const FOREIGNER_2017_PLACES = {
  englishName: [0, 120],
  sex: [120, 2],
  idNumber: [122, 30],
  country: [152, 6],
  chineseName: [158, 30],
  validFrom: [188, 16],
  validTo: [204, 16],
  birth: [220, 16],
  cardVersion: [236, 4],
  authorityCode: [240, 8],
} as const satisfies Places;

/** The same card as issued from the end of 2023. A long English name goes on in a second place. */
export const FOREIGNER_2023_PLACES = {
  chineseName: [0, 30],
  sex: [30, 2],
  renewalCount: [32, 4],
  birth: [36, 16],
  englishName: [52, 70],
  idNumber: [122, 36],
  validFrom: [188, 16],
  validTo: [204, 16],
  englishNameRest: [220, 22],
  country: [242, 6],
  earlierNumberLink: [250, 6],
} as const satisfies Places;

/** What kind of card it is: a letter; a citizen's card has a space there. */
export const MARK_OFFSET = 248;
export const LAYOUT_MARKS = {
  citizen: ' ',
  'hk-mo-tw-permit': 'J',
  'foreigner-2017': 'I',
  'foreigner-2023': 'Y',
} as const;

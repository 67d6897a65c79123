import {
  earlierForeignerNumber,
  foreignerCheckDigit2017,
  idNumberCheckCharacter,
} from '../protocol/id-number.ts';

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

/** No district of Shanghai has this code. */
const TEST_REGION = '310199';
const MANAGEMENT_NUMBER_LENGTH = 28;
const PHOTO_LENGTH = 1024;

interface Seed {
  readonly id: string;
  readonly note: { readonly zh: string; readonly en: string };
  readonly name: string;
  readonly sex: '1' | '2';
  readonly nation?: string;
  readonly birth: string;
  /** The last of the three is odd for men. */
  readonly sequence: string;
  readonly house: number;
  readonly validFrom: string;
  readonly validTo: string;
  readonly newestAddress?: string;
  readonly withoutManagementNumber?: true;
}

function citizen(seed: Seed, index: number): SyntheticCitizen {
  const first17 = TEST_REGION + seed.birth + seed.sequence;
  return {
    id: seed.id,
    type: 'citizen',
    note: seed.note,
    name: seed.name,
    sex: seed.sex,
    nation: seed.nation ?? '01',
    birth: seed.birth,
    address: `上海市测试区虚拟路${seed.house}号`,
    idNumber: first17 + idNumberCheckCharacter(first17),
    issuingAuthority: '上海市公安局测试分局',
    validFrom: seed.validFrom,
    validTo: seed.validTo,
    newestAddress: seed.newestAddress ?? null,
    managementNumber:
      seed.withoutManagementNumber === true ? null : noise(1000 + index, MANAGEMENT_NUMBER_LENGTH),
    photoWlt: noise(2000 + index, PHOTO_LENGTH),
  };
}

/** The same bytes for the same seed, always: a linear congruential generator with the constants of ANSI C. */
function noise(seed: number, length: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) & 0xff;
  });
}

const seeds: readonly Seed[] = [
  {
    id: 'zhang',
    note: { zh: '普通成年人', en: 'An adult, nothing special' },
    name: '张测试',
    sex: '1',
    birth: '19900517',
    sequence: '013',
    house: 1,
    validFrom: '20180601',
    validTo: '20380601',
  },
  {
    id: 'li',
    note: { zh: '70 岁，长期有效证件', en: 'Aged 70, a card without an end date' },
    name: '李测试兰',
    sex: '2',
    birth: '19560308',
    sequence: '024',
    house: 65,
    validFrom: '20120409',
    validTo: '长期',
  },
  {
    id: 'wang',
    note: { zh: '姓名含生僻字（𬴊）', en: 'A rare character (𬴊) in the name' },
    name: '王测𬴊',
    sex: '1',
    birth: '19980921',
    sequence: '037',
    house: 27,
    validFrom: '20241008',
    validTo: '20341008',
  },
  {
    id: 'ayi',
    note: { zh: '姓名含间隔号，住址已变更', en: 'A dot in the name, and a newer address on the card' },
    name: '阿依努尔·测试买买提',
    sex: '2',
    nation: '05',
    birth: '20011102',
    sequence: '048',
    house: 8,
    validFrom: '20191125',
    validTo: '20291125',
    newestAddress: '上海市测试区虚拟路88号2单元301室',
  },
  {
    id: 'chen',
    note: { zh: '证件已过期', en: 'The card has expired' },
    name: '陈测试',
    sex: '1',
    birth: '19851201',
    sequence: '059',
    house: 5,
    validFrom: '20051031',
    validTo: '20251031',
  },
  {
    id: 'zhao',
    note: { zh: '读不到证件管理号', en: 'The card gives no management number' },
    name: '赵测试',
    sex: '2',
    nation: '03',
    birth: '19931224',
    sequence: '062',
    house: 62,
    validFrom: '20200220',
    validTo: '20400220',
    withoutManagementNumber: true,
  },
];

export const citizens: readonly SyntheticCitizen[] = seeds.map(citizen);

function numbered(first17: string): string {
  return first17 + idNumberCheckCharacter(first17);
}

const PERMIT = {
  type: 'hk-mo-tw-permit',
  issuingAuthority: '上海市公安局测试分局',
  validFrom: '20240315',
  validTo: '20290315',
  newestAddress: null,
} as const;

/** Address codes as such permits have them; the people, like their other numbers, are invented. */
const permits: readonly SyntheticPermit[] = [
  {
    ...PERMIT,
    id: 'hong-kong',
    note: { zh: '港澳台居民居住证（香港）', en: 'Residence permit, Hong Kong' },
    name: '何测试',
    sex: '1',
    birth: '19880704',
    idNumber: numbered('81000019880704019'),
    address: '上海市测试区虚拟路81号',
    travelPermitNumber: 'H00000000',
    issueCount: '01',
    managementNumber: noise(1101, MANAGEMENT_NUMBER_LENGTH),
    photoWlt: noise(2101, PHOTO_LENGTH),
  },
  {
    ...PERMIT,
    id: 'macao',
    note: {
      zh: '港澳台居民居住证（澳门），读不到证件管理号',
      en: 'Residence permit, Macao, no management number',
    },
    name: '马测试',
    sex: '2',
    birth: '19951220',
    idNumber: numbered('82000019951220028'),
    address: '上海市测试区虚拟路82号',
    travelPermitNumber: 'M00000000',
    issueCount: '02',
    managementNumber: null,
    photoWlt: noise(2102, PHOTO_LENGTH),
  },
  {
    ...PERMIT,
    id: 'taiwan',
    note: {
      zh: '港澳台居民居住证（台湾），住址已变更',
      en: 'Residence permit, Taiwan, a newer address on the card',
    },
    name: '戴测试',
    sex: '1',
    birth: '19790228',
    idNumber: numbered('83000019790228037'),
    address: '上海市测试区虚拟路83号',
    newestAddress: '上海市测试区虚拟路830号3单元101室',
    travelPermitNumber: '00000000',
    issueCount: '01',
    managementNumber: noise(1103, MANAGEMENT_NUMBER_LENGTH),
    photoWlt: noise(2103, PHOTO_LENGTH),
  },
];

/** XXA to XXZ are countries of nobody: user-assigned codes of ISO 3166. The digits 990 are none either. */
const TEST_COUNTRY = 'XXA';

function foreigner2017(first14: string): string {
  return first14 + foreignerCheckDigit2017(first14);
}

const foreigners2017: readonly SyntheticForeigner2017[] = [
  {
    type: 'foreigner-2017',
    id: 'foreigner-2017',
    note: { zh: '外国人永久居留证（2017 版）', en: "Foreigner's permanent residence card of 2017" },
    name: 'TEST, PERSON SEVENTEEN',
    chineseName: '测试人十七',
    sex: '2',
    birth: '19810412',
    idNumber: foreigner2017(`${TEST_COUNTRY}31998104120`),
    country: TEST_COUNTRY,
    validFrom: '20190610',
    validTo: '20290609',
    cardVersion: '01',
    authorityCode: '1500',
    newestAddress: null,
    managementNumber: noise(1201, MANAGEMENT_NUMBER_LENGTH),
    photoWlt: noise(2201, PHOTO_LENGTH),
  },
];

const FOREIGNER_2023 = {
  type: 'foreigner-2023',
  country: TEST_COUNTRY,
  validFrom: '20240102',
  validTo: '20340101',
  newestAddress: null,
} as const;
const earlier = { country: TEST_COUNTRY, idNumber: numbered('93199019810412002'), link: '990' };

const foreigners2023: readonly SyntheticForeigner2023[] = [
  {
    ...FOREIGNER_2023,
    id: 'foreigner-2023',
    note: {
      zh: '外国人永久居留身份证（新版），有旧证号',
      en: "Foreigner's card of 2023, with an earlier number",
    },
    name: 'TEST, PERSON TWENTYTHREE',
    chineseName: '测试人二三',
    sex: '2',
    birth: '19810412',
    idNumber: earlier.idNumber,
    renewalCount: '01',
    earlierNumberLink: earlier.link,
    earlierNumber: earlierForeignerNumber(earlier),
    managementNumber: noise(1301, MANAGEMENT_NUMBER_LENGTH),
    photoWlt: noise(2301, PHOTO_LENGTH),
  },
  {
    ...FOREIGNER_2023,
    id: 'foreigner-2023-long-name',
    note: {
      zh: '外国人永久居留身份证（新版），姓名很长，无中文名',
      en: "Foreigner's card of 2023, a very long name and no Chinese one",
    },
    // The 35th character, where the first place ends, is a space.
    name: 'TEST, PERSON WITH AN UNUSUALLY LON NAMEOFELEVN',
    chineseName: '',
    sex: '1',
    birth: '19991231',
    idNumber: numbered('93199019991231013'),
    renewalCount: '00',
    earlierNumberLink: '',
    earlierNumber: null,
    managementNumber: noise(1302, MANAGEMENT_NUMBER_LENGTH),
    photoWlt: noise(2302, PHOTO_LENGTH),
  },
];

/** One of every kind and more: all that a reader can meet. */
export const cards: readonly SyntheticCard[] = [
  ...citizens,
  ...permits,
  ...foreigners2017,
  ...foreigners2023,
];

import {
  earlierForeignerNumber,
  foreignerCheckDigit2017,
  idNumberCheckCharacter,
} from '../protocol/id-number.ts';
import { MANAGEMENT_NUMBER_LENGTH, PHOTO_LENGTH, noise } from './synthetic-card.ts';
import type { SyntheticForeigner2017, SyntheticForeigner2023, SyntheticPermit } from './synthetic-card.ts';

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
export const permits: readonly SyntheticPermit[] = [
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

export const foreigners2017: readonly SyntheticForeigner2017[] = [
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

export const foreigners2023: readonly SyntheticForeigner2023[] = [
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

import { idNumberCheckCharacter } from '../protocol/id-number.ts';
import { MANAGEMENT_NUMBER_LENGTH, PHOTO_LENGTH, noise } from './synthetic-card.ts';
import type { SyntheticCitizen } from './synthetic-card.ts';

/** No district of Shanghai has this code. */
const TEST_REGION = '310199';

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

const DIGITS = '零一二三四五六七八九';
const MONTHS = 12;
const DAYS = 28;
const SEQUENCES = 1000;
/** So many have numbers of their own. */
export const PASSERS_BY = MONTHS * DAYS * SEQUENCES;

/**
 * Somebody of a crowd, for whoever needs more people than those above: each number is another person with another card.
 * Even numbers are past 65.
 * @param number from 0, below {@link PASSERS_BY}
 */
export function passerBy(number: number): SyntheticCitizen {
  const two = (value: number): string => String(value).padStart(2, '0');
  const month = two(1 + (number % MONTHS));
  const day = two(1 + (Math.floor(number / MONTHS) % DAYS));
  const sequence = Math.floor(number / MONTHS / DAYS) % SEQUENCES;
  const spoken = [...String(number)].map((digit) => DIGITS[Number(digit)]).join('');
  const seed: Seed = {
    id: `passer-by-${number}`,
    note: { zh: '路人', en: 'A passer-by' },
    name: `路测${spoken}`,
    sex: sequence % 2 === 1 ? '1' : '2',
    birth: `${number % 2 === 0 ? '1950' : '1985'}${month}${day}`,
    sequence: String(sequence).padStart(3, '0'),
    house: 100 + number,
    validFrom: '20200101',
    validTo: '20400101',
  };
  return citizen(seed, 10_000 + number);
}

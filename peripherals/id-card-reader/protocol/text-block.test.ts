import { describe, expect, it } from 'vitest';
import {
  earlierForeignerNumber,
  isForeignerNumber2017,
  isForeignerNumber2023,
  isIdNumber,
  isPermitNumber,
} from './id-number.ts';
import { decodeTextBlock } from './text-block.ts';
import { nationName, sexOf } from './tables.ts';

type Texts = Readonly<Record<number, string>>;

/** Offsets written out from the manual's tables, on purpose not taken from the decoder. */
function blockOf(...layers: readonly Texts[]): Uint8Array {
  const bytes = Buffer.from(' '.repeat(128), 'utf16le');
  for (const texts of layers) {
    for (const [offset, text] of Object.entries(texts)) bytes.write(text, Number(offset), 'utf16le');
  }
  return bytes;
}

function block(changes: Texts = {}): Uint8Array {
  return blockOf(
    {
      0: '王测𬴊',
      30: '1',
      32: '05',
      36: '19980921',
      52: '上海市测试区虚拟路27号',
      122: '31019919980921037X',
      158: '上海市公安局测试分局',
      188: '20241008',
      204: '20341008',
    },
    changes,
  );
}
const checked = '310199199809210370'.slice(0, 17);
const idNumber = [...'0123456789X'].map((check) => checked + check).find(isIdNumber)!;

describe("the text of a citizen's card", () => {
  it('is decoded field by field', () => {
    expect(decodeTextBlock(block({ 122: idNumber }))).toEqual({
      kind: 'card',
      text: {
        type: 'citizen',
        name: '王测𬴊',
        sex: 'male',
        nation: { code: '05', name: '维吾尔' },
        birth: '1998-09-21',
        address: '上海市测试区虚拟路27号',
        idNumber,
        issuingAuthority: '上海市公安局测试分局',
        validFrom: '2024-10-08',
        validTo: '2034-10-08',
      },
    });
  });

  it('keeps a name that fills its field, and a dot in it', () => {
    const name = '阿依努尔·测试买买提阿布都拉';
    const decoded = decodeTextBlock(block({ 0: name.padEnd(15, '长'), 122: idNumber }));
    expect(decoded).toMatchObject({ text: { name: name.padEnd(15, '长') } });
  });

  it('knows the card without an end date', () => {
    expect(decodeTextBlock(block({ 122: idNumber, 204: '长期      ' }))).toMatchObject({
      text: { validTo: 'long-term' },
    });
  });

  it('drops padding by NUL as well', () => {
    expect(decodeTextBlock(block({ 0: '张测试'.padEnd(15, '\0'), 122: idNumber }))).toMatchObject({
      text: { name: '张测试' },
    });
  });

  it.each([
    ['name', { 0: ' '.repeat(15) }],
    ['sex', { 30: '3' }],
    ['birth', { 36: '19980231' }],
    ['birth', { 36: '1998092 ' }],
    ['idNumber', { 122: `${checked}${idNumber.endsWith('1') ? '2' : '1'}` }],
    ['validFrom', { 188: '        ' }],
    ['validTo', { 204: '不长期     ' }],
  ] as const)('names a malformed %s and never quotes it', (field, changes) => {
    const decoded = decodeTextBlock(block({ 122: idNumber, ...changes }));
    expect(decoded).toEqual({ kind: 'malformed', layout: 'citizen', field });
  });

  it('keeps the code of a nation that the standard does not have', () => {
    expect(decodeTextBlock(block({ 32: '57', 122: idNumber }))).toMatchObject({
      text: { nation: { code: '57', name: '' } },
    });
  });
});

describe('the text of a residence permit', () => {
  const permit: Texts = {
    0: '何测试',
    30: '1',
    36: '19880704',
    52: '上海市测试区虚拟路81号',
    122: '810000198807040191',
    158: '上海市公安局测试分局',
    188: '20240315',
    204: '20290315',
    220: 'H00000000',
    238: '01',
    248: 'J',
  };

  it('is decoded field by field', () => {
    expect(decodeTextBlock(blockOf(permit))).toEqual({
      kind: 'card',
      text: {
        type: 'hk-mo-tw-permit',
        name: '何测试',
        sex: 'male',
        birth: '1988-07-04',
        address: '上海市测试区虚拟路81号',
        idNumber: '810000198807040191',
        issuingAuthority: '上海市公安局测试分局',
        validFrom: '2024-03-15',
        validTo: '2029-03-15',
        travelPermitNumber: 'H00000000',
        issueCount: '01',
      },
    });
  });

  it('takes a number of Hong Kong, Macao or Taiwan only', () => {
    expect(decodeTextBlock(blockOf(permit, { 122: '11010519491231002X' }))).toEqual({
      kind: 'malformed',
      layout: 'hk-mo-tw-permit',
      field: 'idNumber',
    });
  });
});

describe("the text of a foreigner's card of 2017", () => {
  const card: Texts = {
    0: 'TEST, PERSON SEVENTEEN',
    120: '2',
    122: 'PAK310080010103',
    152: 'PAK',
    158: '测试人十七',
    188: '20190610',
    204: '20290609',
    220: '20001010',
    236: '01',
    240: '1500',
    248: 'I',
  };

  it('is decoded field by field', () => {
    expect(decodeTextBlock(blockOf(card))).toEqual({
      kind: 'card',
      text: {
        type: 'foreigner-2017',
        englishName: 'TEST, PERSON SEVENTEEN',
        chineseName: '测试人十七',
        sex: 'female',
        birth: '2000-10-10',
        idNumber: 'PAK310080010103',
        country: 'PAK',
        validFrom: '2019-06-10',
        validTo: '2029-06-09',
        cardVersion: '01',
        authorityCode: '1500',
      },
    });
  });

  it('keeps an English name that fills its 60 characters', () => {
    const name = 'TEST '.repeat(12).slice(0, 59) + 'X';
    expect(decodeTextBlock(blockOf(card, { 0: name }))).toMatchObject({ text: { englishName: name } });
  });

  it.each([
    ['englishName', { 0: ' '.repeat(60) }],
    ['idNumber', { 122: 'PAK310080010104' }],
    ['birth', { 220: '20001310' }],
  ] as const)('names a malformed %s', (field, changes) => {
    expect(decodeTextBlock(blockOf(card, changes))).toEqual({
      kind: 'malformed',
      layout: 'foreigner-2017',
      field,
    });
  });
});

describe("the text of a foreigner's card of 2023", () => {
  const card: Texts = {
    0: '测试人二三',
    30: '1',
    32: '01',
    36: '19850101',
    52: 'TEST, PERSON TWENTYTHREE',
    122: '932682198501010017',
    188: '20240102',
    204: '20340101',
    242: 'SAU',
    248: 'Y',
    250: '123',
  };

  it('is decoded field by field, with the number of the earlier card', () => {
    expect(decodeTextBlock(blockOf(card))).toEqual({
      kind: 'card',
      text: {
        type: 'foreigner-2023',
        englishName: 'TEST, PERSON TWENTYTHREE',
        chineseName: '测试人二三',
        sex: 'male',
        birth: '1985-01-01',
        idNumber: '932682198501010017',
        country: 'SAU',
        renewalCount: '01',
        validFrom: '2024-01-02',
        validTo: '2034-01-01',
        earlierNumber: 'SAU321285010136',
      },
    });
  });

  it('joins a long English name from its two places, with the space that ends the first', () => {
    const [first, rest] = ['TEST, PERSON WITH AN UNUSUALLY LON ', 'NAMEOFELEVN'];
    expect(first).toHaveLength(35);
    expect(decodeTextBlock(blockOf(card, { 52: first, 220: rest }))).toMatchObject({
      text: { englishName: first + rest },
    });
  });

  it.each(['   ', '12 ', '1A3'])('knows no earlier number where the link is "%s"', (link) => {
    expect(decodeTextBlock(blockOf(card, { 250: link }))).toMatchObject({ text: { earlierNumber: null } });
  });

  it('takes a number that begins with 9 only', () => {
    expect(decodeTextBlock(blockOf(card, { 122: '11010519491231002X' }))).toEqual({
      kind: 'malformed',
      layout: 'foreigner-2023',
      field: 'idNumber',
    });
  });
});

describe('the tables', () => {
  it('have the 56 nations and the two other codes', () => {
    const codes = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));
    expect(codes.filter((code) => nationName(code) !== null)).toHaveLength(58);
    expect(['01', '30', '46', '56', '98'].map(nationName)).toEqual([
      '汉',
      '土',
      '德昂',
      '基诺',
      '外国血统中国籍人士',
    ]);
  });

  it('have the four sexes of GB/T 2261.1', () => {
    expect(['0', '1', '2', '9', '5'].map(sexOf)).toEqual(['unknown', 'male', 'female', 'not-stated', null]);
  });
});

describe('the number of a', () => {
  it('citizen is known by its check character', () => {
    expect(isIdNumber('11010519491231002X')).toBe(true);
    expect(isIdNumber('110105194912310021')).toBe(false);
    expect(isIdNumber('11010519491231002x')).toBe(false);
    expect(isIdNumber('1101051949123100')).toBe(false);
  });

  it.each(['810000198807040191', '820000199512200289', '830000197902280379'])(
    'permit may be %s',
    (number) => {
      expect(isPermitNumber(number)).toBe(true);
      expect(isPermitNumber(number.slice(0, 17) + (number.endsWith('1') ? '2' : '1'))).toBe(false);
    },
  );

  it('permit has none of the other address codes', () => {
    const codes = ['840000', '810001', '310199'];
    const numbers = codes.flatMap((code) => [...'0123456789X'].map((check) => `${code}19880704019${check}`));
    expect(numbers.filter(isIdNumber)).toHaveLength(codes.length);
    expect(numbers.filter(isPermitNumber)).toEqual([]);
  });

  it.each(['932682198501010017', '911124198108030024', '931586198001010028'])(
    'foreigner from 2023 on may be %s',
    (number) => {
      expect(isForeignerNumber2023(number)).toBe(true);
      expect(isForeignerNumber2023(`${number.slice(0, 16)}9${number.slice(17)}`)).toBe(false);
      expect(isForeignerNumber2023(number.slice(0, 17))).toBe(false);
    },
  );

  it('foreigner of 2017 has three letters, twelve digits and the check digit 7-3-1', () => {
    expect(isForeignerNumber2017('PAK310080010103')).toBe(true);
    expect(isForeignerNumber2017('PAK310080010113')).toBe(false);
    expect(isForeignerNumber2017('pak310080010103')).toBe(false);
    expect(isForeignerNumber2017('PAK31008001010')).toBe(false);
    // D, with its fillers: 13 × 7, and the digits as above without their letters.
    expect(isForeignerNumber2017('D<<310080010109')).toBe(true);
  });

  it('foreigner of 2017 comes from the card of 2023', () => {
    const number = earlierForeignerNumber({ country: 'SAU', idNumber: '932682198501010017', link: '123' });
    expect(number).toBe('SAU321285010136');
    expect(isForeignerNumber2017(number ?? '')).toBe(true);
  });
});

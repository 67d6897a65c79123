import { describe, expect, it } from 'vitest';
import { decodeTextBlock } from './citizen-text.ts';
import { isIdNumber } from './id-number.ts';
import { nationName, sexOf } from './tables.ts';

/** Offsets written out from the manual's table, on purpose not taken from the decoder. */
function block(changes: Record<number, string> = {}): Uint8Array {
  const bytes = Buffer.from(' '.repeat(128), 'utf16le');
  const fields: Record<number, string> = {
    0: '王测𬴊',
    30: '1',
    32: '05',
    36: '19980921',
    52: '上海市测试区虚拟路27号',
    122: '31019919980921037X',
    158: '上海市公安局测试分局',
    188: '20241008',
    204: '20341008',
    ...changes,
  };
  for (const [offset, text] of Object.entries(fields)) bytes.write(text, Number(offset), 'utf16le');
  return bytes;
}
const checked = '310199199809210370'.slice(0, 17);
const idNumber = [...'0123456789X'].map((check) => checked + check).find(isIdNumber)!;

describe('the text of a card', () => {
  it('is decoded field by field', () => {
    expect(decodeTextBlock(block({ 122: idNumber }))).toEqual({
      kind: 'citizen',
      text: {
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
    expect(decodeTextBlock(block({ 122: idNumber, 204: '长期    ' }))).toMatchObject({
      text: { validTo: 'long-term' },
    });
  });

  it('drops padding by NUL as well', () => {
    expect(decodeTextBlock(block({ 0: '张测试'.padEnd(15, '\0'), 122: idNumber }))).toMatchObject({
      text: { name: '张测试' },
    });
  });

  it.each([
    ['I', 'foreigner-2017'],
    ['Y', 'foreigner-2023'],
    ['J', 'hong-kong-macao-taiwan-permit'],
  ])('with the mark %s is not read as a citizen: %s', (mark, layout) => {
    expect(decodeTextBlock(block({ 122: idNumber, 248: mark }))).toEqual({ kind: 'other-layout', layout });
  });

  it.each([
    ['name', { 0: ' '.repeat(15) }],
    ['sex', { 30: '3' }],
    ['birth', { 36: '19980231' }],
    ['birth', { 36: '1998092 ' }],
    ['idNumber', { 122: `${checked}${idNumber.endsWith('1') ? '2' : '1'}` }],
    ['validFrom', { 188: '        ' }],
    ['validTo', { 204: '不长期    ' }],
  ] as const)('names a malformed %s and never quotes it', (field, changes) => {
    const decoded = decodeTextBlock(block({ 122: idNumber, ...changes }));
    expect(decoded).toEqual({ kind: 'malformed', field });
  });

  it('keeps the code of a nation that the standard does not have', () => {
    expect(decodeTextBlock(block({ 32: '57', 122: idNumber }))).toMatchObject({
      text: { nation: { code: '57', name: '' } },
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

describe('an identity number', () => {
  it('is known by its check character', () => {
    expect(isIdNumber('11010519491231002X')).toBe(true);
    expect(isIdNumber('110105194912310021')).toBe(false);
    expect(isIdNumber('11010519491231002x')).toBe(false);
    expect(isIdNumber('1101051949123100')).toBe(false);
  });
});

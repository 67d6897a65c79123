import { describe, expect, it } from 'vitest';
import {
  aliasTableSchema,
  builtInAliases,
  composeHandlingItem,
  districts,
  isCreditCode,
  parseBasicCode,
  parseHandlingItem,
  parseImplementationCode,
  resolveBasicCode,
} from './index.ts';

describe('codes of matters (GB/T 39554)', () => {
  // Of the police, of a community centre, of Pudong.
  it.each([
    ['11310000002420447T231200021800001', '11310000002420447T', '2', '312000218000', '01'],
    ['310000999000YB0000531200037700001', '310000999000YB0000', '5', '312000377000', '01'],
    ['11310115002421239Q331050021200102', '11310115002421239Q', '3', '310500212001', '02'],
  ])('%s falls into its parts and together again', (code, unitCode, level, basicCode, serial) => {
    const parsed = parseHandlingItem(code);
    expect(parsed).toEqual({
      ...{ unitCode, level, basicCode, serial },
      implementationCode: unitCode + level + basicCode,
    });
    expect(parsed && composeHandlingItem(parsed)).toBe(code);
    expect(parseImplementationCode(code.slice(0, 31))).toMatchObject({ unitCode, basicCode });
  });

  it('tells region, type, main and sub number, letters among them', () => {
    expect(parseBasicCode('3120W0747000')).toEqual({ region: '31', type: '20', main: 'W0747', sub: '000' });
    expect(parseBasicCode('000107001000')).toMatchObject({ region: '00', type: '01' });
  });

  it.each([
    '',
    '31200021800',
    '3120002180000',
    '321000218000',
    '319900218000',
    '31200021800A',
    '3120 0218000',
  ])('%j is no basic code', (code) => {
    expect(parseBasicCode(code)).toBeNull();
  });

  it.each([
    ['one character short', '11310000002420447T23120002180000'],
    ['a level that there is not', '11310000002420447T731200021800001'],
    ['small letters', '11310000002420447t231200021800001'],
    ['a serial of letters', '11310000002420447T2312000218000A1'],
    ['a basic code of another region', '11310000002420447T244200021800001'],
  ])('a handling item with %s is refused', (_, code) => {
    expect(parseHandlingItem(code)).toBeNull();
  });

  it('parts that make no code are not put together', () => {
    const parts = { unitCode: 'GA0030', level: '5', basicCode: '312000083000', serial: '01' } as const;
    expect(() => composeHandlingItem(parts)).toThrow('is no code of a handling item');
  });
});

describe('the check digit of GB 32100', () => {
  it.each(['11310000002420447T', '11310115002421239Q', '91350100M000100Y43', '91440300708461136T'])(
    '%s of a real unit passes',
    (code) => {
      expect(isCreditCode(code)).toBe(true);
    },
  );

  it.each(['310000999000GA0000', '310000999000RS0000', '310000999000YB0000', '310000999000CL0000'])(
    '%s of the community centres does not, and is a unit all the same',
    (code) => {
      expect(isCreditCode(code)).toBe(false);
      expect(parseImplementationCode(`${code}5312000083000`)).not.toBeNull();
    },
  );

  it('finds every single wrong character and every swap of two neighbours', () => {
    const code = '11310115002421239Q';
    const passed: string[] = [];
    for (let index = 0; index < 18; index++) {
      for (const other of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
        const wrong = code.slice(0, index) + other + code.slice(index + 1);
        if (wrong !== code && isCreditCode(wrong)) passed.push(wrong);
      }
      const [a = '', b = ''] = code.slice(index, index + 2);
      const swapped = code.slice(0, index) + b + a + code.slice(index + 2);
      if (index < 17 && a !== b && isCreditCode(swapped)) passed.push(swapped);
    }
    expect(passed).toEqual([]);
  });
});

describe('other codes of a matter', () => {
  it.each([
    ['GA0030', '312000083000'],
    ['RS2039_01', '312000361000'],
    ['CL0054_01', '312000374000'],
    ['312090045000', '312000202000'],
    ['312000202000', '312000202000'],
    ['XX9999', null],
  ])('%s means %s', (code, basicCode) => {
    expect(resolveBasicCode(code)).toBe(basicCode);
  });

  const [first] = builtInAliases.aliases;
  it.each([
    ['twice', [first, first], 'GA0030 is listed twice'],
    [
      'in a chain',
      [first, { alias: '312000083000', kind: 'earlier-code', basicCode: '312000086000' }],
      '312000083000 is itself an alias',
    ],
    ['of no code', [{ ...first, basicCode: 'GA0030' }], 'is no basic code'],
  ])('are refused %s', (_, aliases, message) => {
    const read = aliasTableSchema.safeParse({ version: '2026.2', aliases });
    expect(read.error?.issues.map((issue) => issue.message)).toContain(message);
  });
});

it('names the sixteen districts', () => {
  expect(Object.keys(districts)).toHaveLength(16);
  expect(new Set(Object.values(districts).map(({ zh }) => zh)).size).toBe(16);
});

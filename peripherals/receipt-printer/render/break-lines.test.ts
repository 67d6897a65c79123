import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakLines } from './break-lines.ts';
import { columnsOf } from './write-slip.ts';

const wrap = (text: string, columns: number): string[] => breakLines(text, columnsOf, columns);

test('Chinese breaks anywhere but before a closing and after an opening mark', () => {
  expect(wrap('您的申请已收存，请放心', 14)).toEqual(['您的申请已收', '存，请放心']);
  expect(wrap('办理养老（城镇）保险', 10)).toEqual(['办理养老', '（城镇）保', '险']);
});

test('words and numbers stay whole unless they are longer than a line', () => {
  expect(wrap('请拨打 12345 查询', 10)).toEqual(['请拨打', '12345 查询']);
  expect(wrap('31019920261122', 6)).toEqual(['310199', '202611', '22']);
});

test('line ends in the text are kept', () => {
  expect(wrap('一\n\n二', 10)).toEqual(['一', '', '二']);
});

test('nothing is lost and no line is too wide, whatever the text is', () => {
  const text = fc.string({
    unit: fc.constantFrom('张', '𬴊', 'a', '7', ' ', '，', '（', '）', '-', '\n'),
    maxLength: 80,
  });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (it, columns) => {
      const lines = wrap(it, columns);
      expect(lines.join('').replace(/\s/g, '')).toBe(it.replace(/\s/g, ''));
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    }),
  );
});

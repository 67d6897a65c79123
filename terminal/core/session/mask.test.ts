import { expect, it } from 'vitest';
import { mask, maskName } from './mask.ts';
import { ageOn } from './person.ts';

it.each([
  ['id-number', '31019919500101001X', '310***********001X'],
  ['phone', '13800005678', '138****5678'],
  ['id-number', '810000198807040010', '810***********0010'],
  ['id-number', 'XXA310184020908', 'XXA********0908'],
  ['account', '6222021001112223331', '***************3331'],
  ['address', '上海市测试区虚拟路1号', '上海市测试区虚拟***'],
  ['address', '虚拟路1号', '虚拟***'],
  ['none', 'abc', 'abc'],
  // Too short to keep anything of it.
  ['phone', '12345', '*****'],
] as const)('masks a %s', (kind, text, masked) => {
  expect(mask(kind, text)).toBe(masked);
});

it.each([
  ['张三', '张*'],
  ['欧阳测试', '欧***'],
  ['𬴊测试', '𬴊**'],
  ['阿依古丽·测试', '阿***'],
  ['SPECIMEN, MARIA ANNA', 'S*** A***'],
  ['Ötest', 'Ö***'],
  ['X Y', 'X*** Y***'],
])('masks the name %s', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});

it.each([
  ['1961-11-22', '2026-11-22', 65],
  ['1961-11-23', '2026-11-22', 64],
  ['2000-02-29', '2026-02-28', 25],
  ['2000-02-29', '2026-03-01', 26],
])('who was born on %s is on %s %i years old', (birth, today, age) => {
  expect(ageOn(birth, today)).toBe(age);
});

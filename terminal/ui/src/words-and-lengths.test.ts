import { describe, expect, test } from 'vitest';
import { clock, day, daysInMonth, grouped, listed, moment, shanghaiDate, today } from './format.ts';
import { pixelsPerMillimetre } from './millimetres.ts';
import { catalogue } from './texts.ts';

describe('numbers are grouped as people read them', () => {
  const card = { kind: 'digits', group: 4 } as const;
  const phone = { kind: 'phone', group: 4 } as const;

  test('a bank card in fours, the last group short', () => {
    expect(grouped('6222021001116245678', card)).toBe('6222 0210 0111 6245 678');
    expect(grouped('6222', card)).toBe('6222');
    expect(grouped('', card)).toBe('');
  });
  test('a mobile number in 3-4-4, also while it is typed', () => {
    expect(grouped('13800138000', phone)).toBe('138 0013 8000');
    expect(grouped('1380', phone)).toBe('138 0');
  });
  test('an ID number in 6-8-4, also while it is typed', () => {
    const id = { kind: 'id-number', group: 0 } as const;
    expect(grouped('31019919500101001X', id)).toBe('310199 19500101 001X');
    expect(grouped('3101991', id)).toBe('310199 1');
  });
  test('not at all where the matter wants none', () => {
    expect(grouped('123456', { kind: 'digits', group: 0 })).toBe('123456');
  });
});

describe('dates and times are those of Shanghai', () => {
  const lateInLondon = new Date('2026-11-22T16:30:00Z');

  test('after midnight in Shanghai it is the next day', () => {
    expect(shanghaiDate(lateInLondon)).toEqual({ year: 2026, month: 11, day: 23 });
    expect(clock(lateInLondon)).toBe('00:30');
    expect(today(lateInLondon, 'zh-CN')).toBe('11月23日 星期一');
  });
  test('a limit date has its weekday in both languages', () => {
    expect(day('2026-12-31', 'zh-CN')).toBe('2026年12月31日（星期四）');
    expect(day('2026-12-31', 'en')).toContain('Thursday');
    expect(day('2026-11-22T23:59:00+08:00', 'zh-CN', false)).toBe('2026年11月22日');
  });
  test('an instant has its day and its hour, and the weekday where there is room', () => {
    expect(moment('2026-11-22T16:30:00.000Z', 'zh-CN')).toBe('11月23日 星期一 00:30');
    expect(moment('2026-11-22T16:30:00.000Z', 'zh-CN', false)).toBe('11月23日 00:30');
    expect(moment('2026-11-22T16:30:00.000Z', 'en')).toBe('Monday 23 November, 00:30');
    expect(moment('2026-11-22T16:30:00.000Z', 'en', false)).toBe('23 November, 00:30');
  });
  test('February knows leap years', () => {
    expect(daysInMonth(2028, 2)).toBe(29);
    expect(daysInMonth(2026, 2)).toBe(28);
    expect(daysInMonth(2100, 2)).toBe(28);
  });
});

test('what is listed reads as a sentence', () => {
  expect(listed(['甲'], 'zh-CN')).toBe('甲');
  expect(listed(['甲', '乙', '丙'], 'zh-CN')).toBe('甲、乙和丙');
  expect(listed(['A', 'B', 'C'], 'en')).toBe('A, B, and C');
});

describe('a millimetre', () => {
  test('is real on a panel of 21.5 inches, upright or not', () => {
    expect(pixelsPerMillimetre(21.5, 1080, 1920)).toBeCloseTo(4.034, 3);
    expect(pixelsPerMillimetre(21.5, 1920, 1080)).toBeCloseTo(4.034, 3);
  });
  test('is at least real on a larger panel, where the composition grows with it', () => {
    const real = Math.hypot(1080, 1920) / (43 * 25.4);
    expect(pixelsPerMillimetre(43, 1080, 1920)).toBeGreaterThan(real);
  });
});

describe('the catalogue of words', () => {
  const CHINESE = /\p{Script=Han}/u;
  /** Names of things that are the same in both languages. */
  const SAME = new Set(['mark', 'otherLanguage', 'helpPhoneNumber']);

  function leaves(value: unknown, path: string): [string, string][] {
    if (typeof value === 'string') return [[path, value]];
    if (typeof value === 'function') {
      const sentence = value as (first: unknown, second: unknown) => string;
      return [[path, sentence(2, 3)]];
    }
    return Object.entries(value as object).flatMap(([key, each]) =>
      leaves(each, path === '' ? key : `${path}.${key}`),
    );
  }

  test('is Chinese in Chinese and English in English, nothing empty', () => {
    const chinese = leaves(catalogue['zh-CN'], '').filter(([path]) => !SAME.has(path));
    const english = leaves(catalogue.en, '').filter(([path]) => !SAME.has(path));
    expect(english.map(([path]) => path)).toEqual(chinese.map(([path]) => path));
    expect(chinese.filter(([, words]) => !CHINESE.test(words))).toEqual([]);
    expect(english.filter(([, words]) => CHINESE.test(words) || words.trim() === '')).toEqual([]);
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildDictionary } from './build/build-dictionary.ts';
import { wordList } from './build/word-lists.ts';
import { FIRST_SYLLABLE, syllablesIn, wordsIn, type Dictionary } from './dictionary.ts';
import { Pinyin } from './index.ts';

/** Candidates on the first page in the ordinary size. */
const PAGE = 5;
/** What may stand before a word that has no part in it. */
const NAMES_AND_LONGER = 10 + 3;

let dictionary: Dictionary;
let pinyin: Pinyin;
beforeAll(async () => {
  dictionary = await buildDictionary();
  pinyin = new Pinyin(dictionary);
});

function texts(letters: string, limit = 80): string[] {
  return pinyin.candidates(letters, { limit }).map(({ text }) => text);
}

describe('a word stands first', () => {
  test.for([
    ['zhangwei', '张伟'],
    ['pudongxinqu', '浦东新区'],
    ['juzhuzheng', '居住证'],
    ['shenfenzheng', '身份证'],
    ['hukoubu', '户口簿'],
    ['shehuibaozhangka', '社会保障卡'],
    ['shanghai', '上海'],
    ['chongqing', '重庆'],
    ['xinzhuang', '莘庄'],
    ['caohejing', '漕河泾'],
    ['zhaojiabanglu', '肇嘉浜路'],
    ['nver', '女儿'],
    ['lvxiangzhen', '吕巷镇'],
  ] as const)('typed whole: %s is %s', ([letters, word]) => {
    expect(texts(letters)[0]).toBe(word);
  });

  test.for([
    ['sfz', '身份证'],
    ['jzz', '居住证'],
    ['juzz', '居住证'],
    ['pdxq', '浦东新区'],
    ['shbzk', '社会保障卡'],
    ['shenfenzh', '身份证'],
  ] as const)('typed by initials or not to its end: %s is %s', ([letters, word]) => {
    expect(texts(letters)[0]).toBe(word);
  });

  test.for([
    ['sanghai', '上海'],
    ['juzuzeng', '居住证'],
    ['senfenzheng', '身份证'],
    ['lanjin', '南京'],
    ['lingshi', '临时'],
  ] as const)(
    'typed as people who do not tell its sounds apart may: %s has %s before shorter words',
    ([letters, word]) => {
      const candidates = pinyin.candidates(letters, { limit: 600 });
      const place = candidates.findIndex(({ text }) => text === word);
      expect(place).toBeGreaterThanOrEqual(0);
      expect(candidates.slice(0, place).every(({ used }) => used === letters.length)).toBe(true);
    },
  );

  test('and what was typed exactly stays before it', () => {
    const characters = texts('si', 600);
    expect(characters[0]).toBe('死');
    expect(characters.indexOf('是')).toBeGreaterThan(characters.indexOf('斯'));
  });

  test('an apostrophe parts what could be read in two ways', () => {
    expect(texts("xi'an")[0]).toBe('西安');
    expect(texts('xian').slice(0, PAGE)).toContain('西安');
    expect(texts("xi'an")).not.toContain('先');
    expect(pinyin.candidates("'xi'an'")[0]).toEqual({ text: '西安', used: 7 });
  });

  test('capitals count as small letters', () => {
    expect(texts('JuZhuZheng')).toEqual(texts('juzhuzheng'));
  });

  test('ü is v, and the other ways to write it are understood', () => {
    for (const [character, ...spellings] of [
      ['吕', 'lv', 'lyu'],
      ['女', 'nv', 'nyu'],
      ['略', 'lve', 'lue', 'lyue'],
      ['虐', 'nve', 'nue', 'nyue'],
    ] as const) {
      for (const letters of spellings) expect(texts(letters, 2 * PAGE), letters).toContain(character);
    }
  });
});

describe('names of persons', () => {
  test.for([
    ['lixiuying', '李秀英'],
    ['wangfang', '王芳'],
    ['ouyangxiu', '欧阳修'],
    ['shanwei', '单伟'],
    ['qiuying', '仇英'],
    ['xiexiaodong', '解晓东'],
    ['zengmin', '曾敏'],
    ['yuchijun', '尉迟军'],
  ] as const)('%s offers %s on the first two pages', ([letters, name]) => {
    expect(texts(letters, 2 * PAGE)).toContain(name);
  });

  test('every surname is offered for its reading as a surname', () => {
    const missing = wordList('surnames').filter(
      ({ text, syllables }) => !texts(syllables.join(''), 40).includes(text),
    );
    expect(missing).toEqual([]);
  });
});

describe('what stands for fewer letters comes after what stands for more', () => {
  test('and leaves the others to be typed on', () => {
    const letters = 'pudongxinqucaobaolu500';
    const used = pinyin.candidates(letters).map((each) => each.used);
    expect(used).toEqual(used.toSorted((a, b) => b - a));
    expect(pinyin.candidates(letters)).toContainEqual({ text: '浦东新区', used: 11 });
    expect(pinyin.candidates(letters)).toContainEqual({ text: '浦', used: 2 });
  });

  test('an apostrophe behind it is gone with it', () => {
    expect(pinyin.candidates("pudong'lu")).toContainEqual({ text: '浦东', used: 7 });
  });

  test('a row of words is put together where no word stands for all of it', () => {
    expect(texts('pudongxinqucaobaolu')[0]).toBe('浦东新区漕宝路');
  });
});

test('rare characters are found by their sound, behind the usual ones', () => {
  for (const [letters, character] of [
    ['ji', '𠮷'],
    ['xian', '𠜎'],
    ['lin', '𬴊'],
    ['biang', '𰻞'],
  ] as const) {
    expect(texts(letters, 1000), character).toContain(character);
  }
  expect(texts('ji', 3 * PAGE).filter((text) => text > '\u{ffff}')).toEqual([]);
});

test('what is no pinyin has no candidates', () => {
  for (const nothing of ['', "'", 'v', 'iii', '500', '张', ' ']) expect(texts(nothing)).toEqual([]);
});

describe('whatever is typed', () => {
  const anything = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz', "'"), maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );

  test('nothing is thrown, no candidate comes twice, each uses some of the letters', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 100 }), (letters, limit) => {
        const found = pinyin.candidates(letters, { limit });
        expect(found.length).toBeLessThanOrEqual(limit);
        expect(new Set(found.map(({ text }) => text)).size).toBe(found.length);
        for (const { text, used } of found) {
          expect(text).toMatch(/^[\p{Script=Han}，]+$/u);
          expect(used).toBeGreaterThan(0);
          expect(used).toBeLessThanOrEqual(letters.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the same letters give the same candidates, whatever was typed between', () => {
    fc.assert(
      fc.property(anything, anything, (letters, between) => {
        const before = pinyin.candidates(letters);
        pinyin.candidates(between);
        expect(pinyin.candidates(letters)).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });
});

describe('every word of the dictionary', () => {
  test('is found by its own letters, behind more probable ones, a few names and a few longer words', () => {
    const syllables = dictionary.syllables.split(' ');
    const lines = dictionary.words.split('\n').filter((line) => syllablesIn(line) > 1);
    fc.assert(
      fc.property(fc.constantFrom(...lines), (line) => {
        const codes = [...line.slice(0, syllablesIn(line))].map(
          (code) => code.charCodeAt(0) - FIRST_SYLLABLE,
        );
        const letters = codes.map((code) => syllables[code]).join("'");
        const words = wordsIn(line).map(({ text }) => text);
        const found = texts(letters, 200);
        for (const [place, word] of words.entries()) {
          expect(found).toContain(word);
          expect(found.indexOf(word)).toBeLessThanOrEqual(place + NAMES_AND_LONGER);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of government, places and roads is on the first page, without apostrophes', () => {
    const lists = (['government', 'places', 'roads'] as const).flatMap(wordList);
    const missing = lists.filter(
      ({ text, syllables }) => syllables.length > 1 && !texts(syllables.join(''), PAGE).includes(text),
    );
    expect(missing.map(({ text }) => text)).toEqual([]);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { findMatters } from './matter-search.ts';
import { learnSounds } from './sounds.ts';

beforeAll(learnSounds);

const matters = [
  ['高龄老人补贴', 'Allowance for the very old', '市民政局', 'Civil Affairs Bureau'],
  ['老年综合津贴', 'Old-age allowance', '市民政局', 'Civil Affairs Bureau'],
  ['居住证新办', 'New residence permit', '市公安局', 'Public Security Bureau'],
  ['居住证签注', 'Residence permit endorsed for another year', '市公安局', 'Public Security Bureau'],
  ['有无违法犯罪记录证明', 'Certificate of criminal record', '市公安局', 'Public Security Bureau'],
  ['养老金卡（折）调整', 'Account of a pension changed', '市人力资源社会保障局', 'Human Resources Bureau'],
  ['门急诊就医记录册申领、更换、补发', 'Medical record booklet', '市医保局', 'Medical Insurance Bureau'],
  ['重大疾病银行卡变更', 'Bank card for serious illness', '市医保局', 'Medical Insurance Bureau'],
].map(([zh = '', en, unit = '', unitEn]) => ({
  name: { zh, en },
  beside: [{ zh: unit, en: unitEn }],
}));
const found = (typed: string, language: 'zh-CN' | 'en' = 'zh-CN') =>
  findMatters(matters, (each) => each, typed, language).map(({ name }) => name.zh);

describe('in Chinese, the first one found', () => {
  test.for([
    ['by initials', 'lnzhjt', '老年综合津贴'],
    ['by the first letters of initials', 'lnzhj', '老年综合津贴'],
    ['by the single letter for zh', 'jzzxb', '居住证新办'],
    ['by pinyin', 'juzhuzhengqianzhu', '居住证签注'],
    ['by pinyin that is not at its end', 'juzhuzhengqi', '居住证签注'],
    ['by pinyin and initials', 'juzzqz', '居住证签注'],
    ['from the middle of its name', 'fanzuijilu', '有无违法犯罪记录证明'],
    ['by characters', '综合津贴', '老年综合津贴'],
    ['by characters and letters that wait for theirs', '居住证qian', '居住证签注'],
    ['without its brackets and marks', 'kazhetiaozheng', '养老金卡（折）调整'],
    ['with spaces and in capitals', 'GL LR', '高龄老人补贴'],
    ['with a word left out', 'laonianjintie', '老年综合津贴'],
    ['by initials with one left out', 'gllb', '高龄老人补贴'],
    ['by the sound that a character has in its word', 'yinhangka', '重大疾病银行卡变更'],
    ['by its English name where no Chinese fits', 'booklet', '门急诊就医记录册申领、更换、补发'],
  ] as const)('%s: %s', ([, typed, name]) => {
    expect(found(typed)[0]).toBe(name);
  });
});

test('what the name begins with comes before what it has in its middle', () => {
  expect(found('lao').slice(0, 2)).toEqual(['老年综合津贴', '高龄老人补贴']);
  expect(found('jzz')).toEqual(['居住证新办', '居住证签注']);
});

test('a unit finds its matters, behind those that have the word in their name', () => {
  expect(found('minzheng')).toEqual(['高龄老人补贴', '老年综合津贴']);
  expect(found('公安')).toEqual(['居住证新办', '居住证签注', '有无违法犯罪记录证明']);
  expect(found('bureau', 'en')).toHaveLength(matters.length);
});

describe('a sound that was heard wrongly', () => {
  test.for([
    ['z for zh', 'juzuzeng', '居住证新办'],
    ['l for n', 'laolianzonghe', '老年综合津贴'],
    ['in for ing', 'gaolin', '高龄老人补贴'],
    ['en for eng', 'zhenmin', '有无违法犯罪记录证明'],
    ['s for sh', 'senling', '门急诊就医记录册申领、更换、补发'],
  ] as const)('%s still finds', ([, typed, name]) => {
    expect(found(typed)).toContain(name);
  });

  test('stands behind what was heard rightly', () => {
    const two = [
      { name: { zh: '证明' }, beside: [] },
      { name: { zh: '增加' }, beside: [] },
    ];
    const names = findMatters(two, (each) => each, 'zeng', 'zh-CN').map(({ name }) => name.zh);
    expect(names).toEqual(['增加', '证明']);
  });
});

test('in English the beginnings of words find, in any order, and pinyin where no word fits', () => {
  expect(found('perm res', 'en')).toEqual(['居住证签注', '居住证新办']);
  expect(found('pension', 'en')).toEqual(['养老金卡（折）调整']);
  expect(found('lnzhjt', 'en')).toEqual(['老年综合津贴']);
});

test('nothing typed leaves all in their order, and what fits nothing finds nothing', () => {
  expect(found(' ')).toEqual(matters.map(({ name }) => name.zh));
  expect(found('xyzxyz')).toEqual([]);
  expect(found('护照')).toEqual([]);
});

test('the longest input is searched within a frame, also when it could be read in many ways', () => {
  const begin = performance.now();
  for (const typed of ['z'.repeat(64), 'zhengzheng'.repeat(6), '证'.repeat(64)]) found(typed);
  expect(performance.now() - begin).toBeLessThan(150);
});

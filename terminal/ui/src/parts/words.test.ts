import { expect, test } from 'vitest';
import { catalogue } from '../texts.ts';
import { wordsOf } from './words.ts';

test.for([
  ['这次办得怎么样？', '这次 办得 怎么样？'],
  ['请把纸放进框里', '请把 纸 放进 框里'],
  ['请把身份证放在下方的读卡区', '请把 身份证 放在 下方的 读卡区'],
  ['这次没有付成，没有扣钱', '这次 没有 付成， 没有 扣 钱'],
  ['用电子证照，好吗？', '用 电子证照， 好吗？'],
] as const)('a line of %s may end between its words alone', ([sentence, words]) => {
  expect(wordsOf(sentence)).toEqual(words.split(' '));
});

test('the words of every sentence on the screens are that sentence again', () => {
  const sentences = Object.values(catalogue['zh-CN']).filter((text) => typeof text === 'string');
  expect(sentences.length).toBeGreaterThan(100);
  for (const sentence of sentences) expect(wordsOf(sentence).join('')).toBe(sentence);
});

export { heardAs } from './accent.ts';
export { Pinyin } from './pinyin.ts';
export type { Candidate } from './pinyin.ts';
export type { Dictionary } from './dictionary.ts';

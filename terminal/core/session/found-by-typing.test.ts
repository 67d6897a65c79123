import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { PublishedByHand, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';
import { learnSounds } from './sounds.ts';

let work: SessionAtWork;
let published: PublishedByHand;
beforeAll(learnSounds);
beforeEach(() => {
  published = new PublishedByHand();
  work = sessionAtWork({ published });
  work.session.start();
});
afterEach(() => work.stop());

const chosen = () => {
  const view = work.screen();
  if (view.screen !== 'choose') throw new Error(`${view.screen} is no choice`);
  return view;
};
const type = (typed: string): void => work.session.find({ by: 'typing', typed });
const names = (): string[] => chosen().matters.map(({ name }) => name.zh);

it('every matter stands there until the first letter, and each letter leaves fewer', () => {
  const all = names();
  type('');
  expect(names()).toEqual(all);
  type('jz');
  const two = names();
  expect(two).toContain('居住证新办（示例）');
  type('jzzx');
  expect(names()).toEqual(['居住证新办（示例）']);
  expect(two.length).toBeLessThan(all.length);
});

it('a matter is found by the situation of life it belongs to', () => {
  type('kanbing');
  expect(names()).toContain('居民医保参保登记（示例）');
});

it('English words find in English', () => {
  work.session.setLanguage('en');
  type('medical book');
  expect(names()).toEqual(['门急诊就医记录册申领、更换、补发（示例）']);
});

it('what was suspended is found too, with the reason', () => {
  const words = { zh: '测试', en: 'TEST' };
  const suspension = { from: '2026-01-01T00:00:00.000Z', until: null, reason: words, otherChannel: words };
  published.change({ '老年综合津贴（示例）': { status: 'suspended', suspension } });
  type('lnzhjt');
  expect(chosen().matters[0]?.unavailable).toMatchObject({ reason: 'suspended' });
});

it('nothing fits: no matter is shown, and what was typed is still there', () => {
  type('xyzxyz');
  expect(chosen()).toMatchObject({ matters: [], finding: { by: 'typing', typed: 'xyzxyz' } });
});

it('what was typed is still there behind a guide, and gone with the visit', async () => {
  type('lnzhjt');
  work.session.chooseMatter(chosen().matters[0]?.id ?? '');
  work.session.back();
  expect(chosen().finding).toEqual({ by: 'typing', typed: 'lnzhjt' });
  work.session.finish();
  await work.until('attract');
  expect(JSON.stringify(work.session.view())).not.toContain('lnzhjt');
  work.session.start();
  expect(chosen().finding).toMatchObject({ by: 'all', group: null });
});

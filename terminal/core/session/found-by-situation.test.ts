import { afterEach, beforeEach, expect, it } from 'vitest';
import { PublishedByHand, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

let work: SessionAtWork;
let published: PublishedByHand;
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
const groups = () => {
  const { finding } = chosen();
  if (!finding || finding.by === 'typing') throw new Error('not by groups');
  return finding.groups;
};
const names = (): string[] => chosen().matters.map(({ name }) => name.zh);

it('all matters stand there at first, in their order', () => {
  expect(chosen().finding).toEqual({ by: 'all', groups: [], group: null });
  expect(names().length).toBeGreaterThan(20);
});

it('every matter is found under a situation of life and under its department', () => {
  const all = names();
  for (const by of ['situation', 'department'] as const) {
    work.session.find({ by, group: null });
    const found = new Set<string>();
    for (const { key, count } of groups()) {
      work.session.find({ by, group: key });
      expect([key, names().length]).toEqual([key, count]);
      for (const name of names()) found.add(name);
    }
    expect([...found].toSorted()).toEqual(all.toSorted());
  }
});

it('a group is still open when the citizen comes back from a guide, and for the next citizen all is closed', async () => {
  work.session.find({ by: 'situation', group: 'medical' });
  const [first] = chosen().matters;
  work.session.chooseMatter(first?.id ?? '');
  expect(work.screen().screen).toBe('guide');
  work.session.back();
  expect(chosen().finding).toMatchObject({ by: 'situation', group: { key: 'medical' } });
  work.session.finish();
  await work.until('attract');
  work.session.start();
  expect(chosen().finding).toMatchObject({ by: 'all', group: null });
});

it('what was suspended stays under its situation, with the reason', () => {
  const words = { zh: '测试', en: 'TEST' };
  const suspension = { from: '2026-01-01T00:00:00.000Z', until: null, reason: words, otherChannel: words };
  const name = '老年综合津贴（示例）';
  published.change({ [name]: { status: 'suspended', suspension } });
  work.session.find({ by: 'situation', group: 'retirement' });
  const found = chosen().matters.find((each) => each.name.zh === name);
  expect(found?.unavailable).toMatchObject({ reason: 'suspended' });
});

it('a group that does not exist any more shows the groups that do', () => {
  work.session.find({ by: 'situation', group: 'no-such-thing' });
  expect(chosen().finding).toMatchObject({ by: 'situation', group: null });
  expect(groups().length).toBeGreaterThan(5);
});

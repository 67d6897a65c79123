import type { AnnouncementView } from '@tongban/contract';
import { describe, expect, it } from 'vitest';
import { shownInTurn } from './turns.ts';

const told = (zh: string, severity: AnnouncementView['severity'] = 'notice'): AnnouncementView => ({
  ...{ severity, title: null },
  text: { zh },
});
const words = (list: readonly AnnouncementView[]) => list.map(({ text }) => text.zh);
const turns = (list: readonly AnnouncementView[], places: 1 | 2, count: number) =>
  Array.from({ length: count }, (_, turn) => words(shownInTurn(list, places, turn)));

describe('announcements on the greeting', () => {
  it('stay where there is room for all', () => {
    expect(turns([told('a'), told('b')], 2, 3)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(turns([], 1, 1)).toEqual([[]]);
  });

  it('each has its turn where there are more', () => {
    expect(turns([told('a'), told('b'), told('c')], 2, 3)).toEqual([
      ['a', 'b'],
      ['c', 'a'],
      ['b', 'c'],
    ]);
    expect(turns([told('u', 'urgent'), told('a'), told('b')], 1, 4)).toEqual([['u'], ['a'], ['b'], ['u']]);
  });

  it('what is pressing is on the screen at any time where there is room for two', () => {
    const list = [told('u', 'urgent'), told('w', 'warning'), told('a'), told('b'), told('c')];
    expect(turns(list, 2, 4)).toEqual([
      ['u', 'a'],
      ['w', 'b'],
      ['u', 'c'],
      ['w', 'a'],
    ]);
    expect(turns([told('u', 'urgent'), told('v', 'urgent'), told('w', 'warning')], 2, 2)).toEqual([
      ['u', 'v'],
      ['w', 'u'],
    ]);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { PublishedByHand, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

const words = (text: string) => ({ zh: `测试${text}`, en: `test ${text}` });
const long = '2020-01-01T00:00:00.000Z';
const DAY_MS = 86_400_000;

let work: SessionAtWork;
afterEach(() => {
  work.stop();
  vi.useRealTimers();
});

describe('announcements', () => {
  it('are on the screen in their time, the urgent first, before what the site itself says', () => {
    const published = new PublishedByHand();
    work = sessionAtWork({ published });
    const shared = { from: long, until: '2099-01-01T00:00:00.000Z' };
    published.change(
      {},
      {
        announcements: [
          { ...shared, id: 'a', title: words('a'), text: words('notice'), severity: 'notice' },
          { ...shared, id: 'b', title: words('b'), text: words('urgent'), severity: 'urgent' },
          {
            ...shared,
            id: 'c',
            title: words('c'),
            text: words('over'),
            severity: 'urgent',
            until: '2021-01-01T00:00:00.000Z',
          },
          {
            ...shared,
            id: 'd',
            title: words('d'),
            text: words('later'),
            severity: 'urgent',
            from: '2098-01-01T00:00:00.000Z',
          },
        ],
      },
    );
    expect(work.views.at(-1)?.site.announcements.map(({ text }) => text.en)).toEqual([
      'test urgent',
      'test notice',
    ]);
  });
});

describe('time alone', () => {
  it('begins and ends a maintenance window, and the screen follows without anybody touching it', async () => {
    const start = Date.parse('2026-03-02T00:00:00.000Z');
    vi.useFakeTimers({ now: start });
    const published = new PublishedByHand();
    work = sessionAtWork({ published });
    const from = new Date(start + 90_000).toISOString();
    const until = new Date(start + 180_000).toISOString();
    published.change({
      '老年综合津贴（示例）': { maintenance: [{ from, until, reason: words('maintenance') }] },
    });
    work.session.start();
    const closed = (): number => {
      const view = work.views.at(-1)?.session;
      if (view?.screen !== 'choose') return -1;
      return view.matters.filter(({ unavailable }) => unavailable?.reason === 'maintenance').length;
    };
    // Only views that were pushed count.
    expect(closed()).toBe(0);
    await vi.advanceTimersByTimeAsync(59_000);
    work.session.touch();
    await vi.advanceTimersByTimeAsync(31_100);
    expect(closed()).toBe(1);
    work.session.touch();
    await vi.advanceTimersByTimeAsync(59_000);
    work.session.touch();
    await vi.advanceTimersByTimeAsync(31_100);
    expect(closed()).toBe(0);
  });
});

describe('a catalogue', () => {
  it('that never came closes the terminal, with a word for staff', () => {
    const published = new PublishedByHand();
    const { inForce } = published;
    published.inForce = null;
    work = sessionAtWork({ published });
    expect(work.screen()).toEqual({ screen: 'attract', matterCount: 0, closed: 'no-catalogue' });
    work.session.start();
    expect(work.screen().screen).toBe('attract');
    published.switchTo(inForce);
    expect(work.views.at(-1)?.session).toMatchObject({ screen: 'attract', closed: null });
    work.session.start();
    expect(work.screen().screen).toBe('choose');
  });

  it('that was not confirmed for a week takes nothing new, and says so', () => {
    const published = new PublishedByHand();
    published.confirmedAt = new Date(Date.now() - 8 * DAY_MS);
    work = sessionAtWork({ published });
    expect(work.screen()).toMatchObject({ screen: 'attract', matterCount: 0, closed: null });
    work.session.start();
    expect(work.screen()).toMatchObject({
      matters: expect.arrayContaining([
        expect.objectContaining({ unavailable: expect.objectContaining({ reason: 'catalogue-too-old' }) }),
      ]),
    });
    published.confirmedAt = new Date();
    work.session.back();
  });
});

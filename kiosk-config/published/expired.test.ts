import { afterEach, describe, expect, it, vi } from 'vitest';
import { LIFETIME_MS } from './lifetimes.ts';
import { renew } from './publish.ts';
import { testCentre, testMatter, versionsIn, type TestCentre } from './testing/centre.ts';

let centre: TestCentre;
afterEach(() => {
  vi.useRealTimers();
  centre.remove();
});

const start = new Date('2026-03-02T00:00:00.000Z');
const later = (ms: number): Date => new Date(start.getTime() + ms);

describe('a centre that signs no more, or an old state that is replayed', () => {
  it('is refused once its timestamp has expired, and the old version stays', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    centre = await testCentre();
    await centre.publish([testMatter(1)]);
    const terminal = centre.terminal();
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    const confirmed = terminal.confirmedAt();

    vi.setSystemTime(later(LIFETIME_MS.timestamp + 1000));
    expect(await terminal.refresh()).toMatchObject({ kind: 'refused', reason: 'expired' });
    expect(versionsIn(terminal)).toEqual({ [testMatter(1).entry.handleItem]: ['2026.1'] });
    // Its age can be told, and grows.
    expect(terminal.confirmedAt()).toEqual(confirmed);
  });

  it('goes on when the centre signs again', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    centre = await testCentre();
    const terminal = centre.terminal();
    await terminal.refresh();
    vi.setSystemTime(later(LIFETIME_MS.targets + 1000));
    expect(await terminal.refresh()).toMatchObject({ kind: 'refused', reason: 'expired' });
    expect(await renew(centre.store, centre.signers, new Date())).toMatchObject({ kind: 'published' });
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    expect(terminal.confirmedAt()).toEqual(new Date());
  });

  it('is signed anew in time: each role when half of its time is spent, and not before', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    centre = await testCentre();
    const versions = async (ms: number) => {
      const outcome = await renew(centre.store, centre.signers, later(ms));
      const read = async (path: string) => (await centre.store.read(`metadata/${path}`)) !== null;
      return [
        outcome.kind,
        await read('2.timestamp.json'),
        await read('2.snapshot.json'),
        await read('2.targets.json'),
      ];
    };
    expect(await versions(LIFETIME_MS.timestamp / 2 - 1000)).toEqual(['unchanged', false, false, false]);
    expect(await versions(LIFETIME_MS.timestamp / 2 + 1000)).toEqual(['published', true, false, false]);
    expect(await versions(LIFETIME_MS.snapshot / 2 + 1000)).toEqual(['published', true, true, false]);
    expect(await versions(LIFETIME_MS.targets / 2 + 1000)).toEqual(['published', true, true, true]);
  });
});

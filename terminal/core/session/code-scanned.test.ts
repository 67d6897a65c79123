import type { ScannedCode } from '@tongban/peripherals/code-scanner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => {
  work.stop();
  vi.useRealTimers();
});

const slip: ScannedCode = { kind: 'acceptance-number', number: 'SQ26112200012345' };
const held: ScannedCode = { kind: 'temporary-number', number: 'T199T012611220001X' };
const phone: ScannedCode = { kind: 'citizen-code', token: 'TESTtoken0000000000000000' };
const nothing: ScannedCode = { kind: 'not-a-valid-code' };

describe.each(['a scanner at the terminal', 'a scanner that types'])('%s', (how) => {
  const scan = (code: ScannedCode): void => {
    if (how === 'a scanner that types') work.session.codeScanned(code);
    else work.codeScanner.show(code);
  };

  it.each([slip, held])('a slip asks for the card and leads to its submissions: $kind', async (code) => {
    scan(code);
    expect(work.screen()).toMatchObject({ screen: 'card', purpose: 'my-submissions' });
    expect(work.visits).toEqual([true]);
    work.reader.place(woman70);
    await work.until('my-submissions');
    expect(work.log.join()).not.toMatch(/SQ2611|T199T0/);
  });

  it('a slip does so among the matters too', () => {
    work.session.start();
    scan(slip);
    expect(work.screen()).toMatchObject({ screen: 'card', purpose: 'my-submissions' });
  });

  it('another code of ours is of no use here, and a carton of milk is no code', () => {
    scan(phone);
    expect(work.session.view()).toMatchObject({ notice: 'code-not-here', session: { screen: 'attract' } });
    scan(nothing);
    expect(work.session.view().notice).toBe('code-not-valid');
    expect(work.log.join() + JSON.stringify(work.views)).not.toContain('TESTtoken');
  });
});

it('is looked for on the first two screens only', async () => {
  expect(work.codeScanner.scanning).toBe(true);
  work.session.start();
  expect(work.codeScanner.scanning).toBe(true);
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters[0]!.id);
  expect(work.codeScanner.scanning).toBe(false);
  work.session.back();
  expect(work.codeScanner.scanning).toBe(true);
});

it('is said to be of no use by a scanner that types into any other step, which goes on', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  work.session.codeScanned(slip);
  expect(work.session.view()).toMatchObject({ notice: 'code-not-here', session: { screen: 'question' } });
});

it('is said for five seconds', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  work.session.codeScanned(nothing);
  vi.advanceTimersByTime(4999);
  expect(work.views.at(-1)?.notice).toBe('code-not-valid');
  vi.advanceTimersByTime(1);
  expect(work.views.at(-1)?.notice).toBeNull();
});

it('is said no longer after the next touch or step', () => {
  work.session.codeScanned(nothing);
  work.session.touch();
  expect(work.views.at(-1)?.notice).toBeNull();
  work.session.codeScanned(nothing);
  work.session.start();
  expect(work.views.at(-1)?.notice).toBeNull();
});

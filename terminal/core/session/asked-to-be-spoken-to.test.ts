import { expect, it, onTestFinished, vi } from 'vitest';
import { sessionAtWork, woman70 } from '../testing/session-at-work.ts';

/** Speech that remembers what it was asked to say. */
function speechAtHand() {
  const listeners = new Set<() => void>();
  const said: string[] = [];
  return {
    available: true,
    said,
    say(text: string, language: string): Promise<string | null> {
      said.push(`${language} ${text}`);
      return Promise.resolve('UklGRg==');
    },
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    breaks() {
      this.available = false;
      for (const listener of listeners) listener();
    },
  };
}

function begin(options: Omit<Parameters<typeof sessionAtWork>[0], 'speech'> = {}) {
  const speech = speechAtHand();
  const work = sessionAtWork({ ...options, speech });
  onTestFinished(() => work.stop());
  return { ...work, speech, view: () => work.session.view().speech };
}

it('says nothing before it was asked to, then in the language of the screens', async () => {
  const { session, speech, log, view } = begin();
  expect(view()).toEqual({ available: true, on: false, volume: 3, onlyHeadset: false });
  expect(await session.speaking.say('您好')).toBeNull();
  session.speaking.set(true);
  expect(await session.speaking.say('您好')).toEqual({ wav: 'UklGRg==' });
  session.setLanguage('en');
  await session.speaking.say('Hello');
  expect(speech.said).toEqual(['zh-CN 您好', 'en Hello']);
  expect(log.join()).not.toContain('您好');
});

it('lasts through the goodbye; the next citizen finds it off and at its usual volume', async () => {
  const { session, reader, until, identify, view } = begin();
  session.speaking.set(true);
  await identify('老年综合津贴（示例）', woman70);
  session.speaking.setVolume(5);
  session.finish();
  await until('take-card');
  expect(view()).toMatchObject({ on: true, volume: 5 });
  reader.show('no-card');
  await until('attract');
  expect(view()).toMatchObject({ on: false, volume: 3 });
});

it('whoever asks for it on the attract screen and walks away leaves a silent terminal', async () => {
  const { session, view } = begin({ session: { idleMs: 20, countdownMs: 20, careFactor: 1 } });
  session.speaking.set(true);
  session.speaking.setVolume(5);
  await expect.poll(view).toMatchObject({ on: false, volume: 3 });
});

it('who has begun is not cut off by that, and has more time, as in care mode', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { session, view } = begin({ session: { idleMs: 1000, countdownMs: 60_000, careFactor: 2 } });
  session.speaking.set(true);
  vi.advanceTimersByTime(100_000);
  session.start();
  vi.advanceTimersByTime(1900);
  expect(session.view().idleSecondsLeft).toBeNull();
  vi.advanceTimersByTime(30_000);
  expect(session.view().idleSecondsLeft).not.toBeNull();
  expect(view().on).toBe(true);
});

it('a program that is gone takes the offer off the screens', () => {
  const { session, speech, view, views } = begin({ headset: 'always' });
  session.speaking.set(true);
  expect(view()).toEqual({ available: true, on: true, volume: 3, onlyHeadset: true });
  speech.breaks();
  expect(views.at(-1)?.speech).toMatchObject({ available: false, on: false });
  session.speaking.set(true);
  expect(view().on).toBe(false);
});

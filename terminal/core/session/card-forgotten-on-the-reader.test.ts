import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { man40, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

/** A card that was lifted and put back, or put down by somebody who was not served, would open its papers to the next one. */

const A_MINUTE_MS = 60_000;

let work: SessionAtWork;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  work = sessionAtWork();
});
afterEach(() => {
  work.stop();
  vi.useRealTimers();
});

const cardsRead = (): number => work.log.filter((line) => line.includes('card.read')).length;

it('lifted and put back in the middle of a visit: it is asked to be taken at its end', async () => {
  work.session.start();
  work.session.openMySubmissions();
  work.reader.place(woman70);
  await work.until('my-submissions');
  work.reader.show('no-card');
  work.reader.place(woman70);
  work.session.finish();
  expect(work.screen()).toEqual({ screen: 'take-card', slipPrinted: false, inSlot: false });
  work.reader.show('no-card');
  await work.until('attract');
  work.session.start();
  work.session.openMySubmissions();
  work.reader.place(man40);
  await work.until('my-submissions');
  expect(cardsRead()).toBe(2);
});

it('put down by somebody who begins nothing: after a minute it has to be taken before anybody is served', async () => {
  work.reader.place(woman70);
  await vi.advanceTimersByTimeAsync(A_MINUTE_MS - 1000);
  expect(work.screen().screen).toBe('attract');
  await vi.advanceTimersByTimeAsync(2000);
  expect(work.screen().screen).toBe('take-card');
  work.session.start();
  expect(work.screen().screen).toBe('take-card');
  work.reader.show('no-card');
  await work.until('attract');
  expect(cardsRead()).toBe(0);
});

it('the same for the slot of social-security cards', async () => {
  work.smartCardReader.become({ kind: 'card-present', availability: 'ready' });
  await vi.advanceTimersByTimeAsync(A_MINUTE_MS + 1000);
  expect(work.screen()).toEqual({ screen: 'take-card', slipPrinted: false, inSlot: true });
  work.smartCardReader.takeOut();
  await work.until('attract');
});

it('who puts it down and begins is served, and it is asked for at the end as ever', async () => {
  work.reader.place(woman70);
  await vi.advanceTimersByTimeAsync(A_MINUTE_MS / 2);
  work.session.start();
  work.session.openMySubmissions();
  await work.until('my-submissions');
  work.session.finish();
  expect(work.screen().screen).toBe('take-card');
});

it('put back while the goodbye is shown: it is asked to be taken at once, and nobody is taken for who left', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  work.reader.show('no-card');
  work.session.finish();
  expect(work.screen().screen).toBe('end');
  work.reader.place(woman70);
  expect(work.screen()).toEqual({ screen: 'take-card', slipPrinted: false, inSlot: false });
  work.reader.show('no-card');
  await work.until('attract');
  expect(cardsRead()).toBe(1);
});

it('pushed back into the slot while the goodbye is shown: the same', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  work.reader.show('no-card');
  work.session.finish();
  work.smartCardReader.become({ kind: 'card-present', availability: 'ready' });
  expect(work.screen()).toEqual({ screen: 'take-card', slipPrinted: false, inSlot: true });
  work.smartCardReader.takeOut();
  await work.until('attract');
});

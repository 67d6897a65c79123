import { afterEach, beforeEach, expect, it } from 'vitest';
import { man40, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

/** A reader that is pulled out sees no card, also not the one that somebody leaves on it. */

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

/** The first citizen's visit, at whose end nobody saw the card. */
async function leaveCardAtReader(): Promise<void> {
  await work.identify('老年综合津贴（示例）', woman70);
  work.reader.show('disconnected');
  work.session.finish();
  await work.until('attract');
}
const personal = (): boolean => JSON.stringify(work.session.view()).includes(woman70.name.slice(0, 1));

/** The next citizen asks for papers, and the reader is back with what lies there. */
function theNextIsAskedToTakeIt(): void {
  work.session.start();
  work.session.openMySubmissions();
  work.reader.place(woman70);
  expect(work.screen()).toEqual({ screen: 'take-card', slipPrinted: false, inSlot: false });
  expect(personal()).toBe(false);
  expect(work.log.filter((line) => line.includes('card.read'))).toHaveLength(1);
}

it('the next citizen is not taken for who left it: it is to be taken first', async () => {
  await leaveCardAtReader();
  theNextIsAskedToTakeIt();
  work.reader.show('no-card');
  await work.until('attract');
  work.session.start();
  work.session.openMySubmissions();
  work.reader.place(man40);
  await work.until('my-submissions');
});

it('it is asked to be taken as soon as the reader is back, before anybody comes', async () => {
  await leaveCardAtReader();
  work.reader.show('card-present');
  expect(work.screen().screen).toBe('take-card');
  work.reader.show('no-card');
  expect(work.screen().screen).toBe('end');
});

it('pulled out while it is to be taken: the same', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  work.session.finish();
  expect(work.screen().screen).toBe('take-card');
  work.reader.show('disconnected');
  await work.until('attract');
  work.session.start();
  work.session.openMySubmissions();
  work.reader.place(woman70);
  expect(work.screen().screen).toBe('take-card');
});

it('taken, and put back while the reader was away: it is not read for the next citizen', async () => {
  await work.identify('老年综合津贴（示例）', woman70);
  work.reader.show('no-card');
  work.reader.show('disconnected');
  work.session.finish();
  await work.until('attract');
  theNextIsAskedToTakeIt();
});

it('a reader that is back and empty reads the next card as ever', async () => {
  await leaveCardAtReader();
  work.reader.show('no-card');
  work.session.start();
  work.session.openMySubmissions();
  work.reader.place(man40);
  await work.until('my-submissions');
});

it('a card that is put there before the visit is its own', async () => {
  work.reader.show('card-present');
  work.session.start();
  work.session.openMySubmissions();
  work.reader.place(man40);
  await work.until('my-submissions');
});

it('practice in between, and a technician, change nothing: it is still whose it was', async () => {
  await leaveCardAtReader();
  work.inUse.practise(true);
  work.inUse.practise(false);
  work.inUse.pause();
  work.inUse.resume();
  const { current } = work.inUse;
  current.start();
  current.openMySubmissions();
  work.reader.place(woman70);
  expect(current.view().session).toMatchObject({ screen: 'take-card' });
  expect(JSON.stringify(current.view())).not.toContain(woman70.name.slice(0, 1));
  expect(work.log.filter((line) => line.includes('card.read'))).toHaveLength(1);
});

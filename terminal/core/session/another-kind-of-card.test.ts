import { afterEach, expect, it } from 'vitest';
import type { SessionView } from '@tongban/contract';
import { man40, permit, sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';

let work: SessionAtWork;
afterEach(() => work.stop());

function readerOf(view: SessionView): string {
  return view.screen === 'card' ? view.reader : view.screen;
}

async function askedForCard(): Promise<void> {
  work = sessionAtWork();
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters[0]!.id);
  work.session.confirmGuide();
  await work.until('card');
}

it('is told to be unsupported, and the citizen goes on with a resident identity card', async () => {
  await askedForCard();
  work.reader.place(permit);
  expect(readerOf(work.screen())).toBe('unsupported');
  expect(work.session.view().session).not.toHaveProperty('holder');
  work.reader.show('no-card');
  expect(readerOf(work.screen())).toBe('waiting');
  work.reader.place(man40);
  await expect.poll(() => work.screen().screen, { interval: 5 }).not.toBe('card');
});

it('may be swapped for a resident identity card between two looks of the reader', async () => {
  await askedForCard();
  work.reader.place(permit);
  work.reader.place(man40);
  await expect.poll(() => work.screen().screen, { interval: 5 }).not.toBe('card');
});

it('is asked back when the citizen leaves', async () => {
  await askedForCard();
  work.reader.place(permit);
  work.session.finish();
  expect(work.screen().screen).toBe('take-card');
  work.reader.show('no-card');
  expect(work.screen().screen).toBe('end');
});

it('does not open what the owner of a card that was taken away has typed', async () => {
  work = sessionAtWork();
  await work.identify('老年综合津贴（示例）', woman70);
  work.reader.show('no-card');
  await work.until('trouble');
  work.reader.place(permit);
  expect(work.screen().screen).toBe('take-card');
});

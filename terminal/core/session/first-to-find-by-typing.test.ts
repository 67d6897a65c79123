import { expect, onTestFinished, test } from 'vitest';
import { sessionAtWork } from '../testing/session-at-work.ts';

test('letters that come before the sounds are learned find once they are', async () => {
  const work = sessionAtWork();
  onTestFinished(() => work.stop());
  work.session.start();
  /** What the screens were told last. */
  const names = (): string[] | undefined => {
    const told = work.views.at(-1)?.session;
    return told?.screen === 'choose' ? told.matters.map(({ name }) => name.zh) : undefined;
  };
  work.session.find({ by: 'typing', typed: 'jzzx' });
  expect(names()).toEqual([]);
  await expect.poll(names, { timeout: 10_000 }).toEqual(['居住证新办（示例）']);
});

import { expect, it, onTestFinished, vi } from 'vitest';
import { charactersOfScreens } from '../src/fonts-ahead.ts';
import { eventually, PATIENCE_MS } from './gallery-in-tests.ts';
import { openSession } from './session-in-a-page.ts';

vi.setConfig({ testTimeout: 9 * PATIENCE_MS });

it('the first change to English waits for no font', async () => {
  const at = await openSession('never');
  onTestFinished(() => at[Symbol.asyncDispose]());
  const { page } = at;
  const loaded = (): Promise<boolean> =>
    page.evaluate(
      (text) => document.fonts.check(`1em ${getComputedStyle(document.documentElement).fontFamily}`, text),
      [...charactersOfScreens()].join(''),
    );
  await eventually(loaded).toBe(true);
  // What is loaded stays within what the screens say: the whole font would be 101 pieces.
  const pieces = await page.evaluate(
    () => [...document.fonts].filter(({ status }) => status === 'loaded').length,
  );
  expect(pieces).toBeLessThan(101);

  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.locator('[data-action="setLanguage"]').click();
  await page.locator('h1', { hasText: 'What can we do' }).waitFor();
  await page.evaluate(() => document.fonts.ready);
  expect(asked).toEqual([]);
});

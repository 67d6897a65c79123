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

it('the pieces of the greeting come with the page, before its script asks for them', async () => {
  const at = await openSession('never');
  onTestFinished(() => at[Symbol.asyncDispose]());
  const { page } = at;
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const askedBy = await page.evaluate(() => {
    const shown = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    return (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name, startTime }) => name.endsWith('.woff2') && startTime < shown)
      .map(({ initiatorType }) => initiatorType);
  });
  expect(askedBy).toContain('link');
  expect(askedBy).not.toContain('css');
  // A tenth of the font is enough to greet.
  expect(askedBy.length).toBeLessThan(15);
});

import { expect } from 'vitest';
import type { Kiosk } from '../../tools/stack/kiosk.ts';
import type { Stack } from '../../tools/stack/stack.ts';
import { MATTERS } from '../support/citizen-at-core.ts';
import { action, type Hand } from './hands.ts';

/** What a citizen comes for, from the first touch until the terminal is free again. */
export interface Flow {
  readonly kiosk: Kiosk;
  readonly stack: Stack;
  readonly hand: Hand;
  /** After the first touch, and with every screen: what the mode is to be seen by. */
  readonly onScreen: (name: string) => Promise<void>;
  /** Chooses the mode; the screen is that of the choice of a matter. */
  readonly begin: () => Promise<void>;
}

const PATIENCE_MS = 20_000;

/** A matter online: accepted, with the platform's number. */
export async function doneOnline(flow: Flow): Promise<void> {
  const { kiosk, stack, begin } = flow;
  await arrive(flow);
  await begin();
  await chooseAndShowCard(flow, MATTERS.allowance, 'li');
  await answer(flow, { digits: '6222021001112223331' });
  await answer(flow, { digits: '13800005678' });
  await answer(flow, { choice: 'this-centre' });
  await answer(flow, { choice: 'agree' });
  await submit(flow);
  const done = await kiosk.screen('done');
  await done.locator('[data-slip="printed"]').waitFor({ timeout: PATIENCE_MS });
  const number = await done.locator('[data-number]').innerText();
  const known = (await stack.applications()).map(({ applyNo }) => applyNo);
  expect(known).toContain(number.replaceAll(/\s/g, ''));
  await goHome(flow);
}

/** A matter without a network: kept, and accepted when the network is back; the same card shows the number. */
export async function doneOffline(flow: Flow): Promise<void> {
  const { kiosk, stack, hand, begin } = flow;
  const before = (await stack.applications()).length;
  await stack.bench('network', { verb: 'off' });
  await arrive(flow);
  await begin();
  await chooseAndShowCard(flow, MATTERS.insurance, 'zhang');
  await answer(flow, { choice: 'registered' });
  await answer(flow, { choice: 'this-year' });
  await answer(flow, { digits: '13700002468' });
  await answer(flow, { choice: 'agree' });
  await submit(flow);
  const done = await kiosk.screen('done');
  await done.locator('[data-slip="printed"]').waitFor({ timeout: PATIENCE_MS });
  await goHome(flow);
  expect(await stack.applications()).toHaveLength(before);

  await stack.bench('network', { verb: 'on' });
  await expect.poll(async () => (await stack.applications()).length).toBe(before + 1);
  const applyNo = (await stack.applications()).map((each) => each.applyNo).at(-1) ?? '';
  await arrive(flow);
  await begin();
  await hand.press(action('openMySubmissions'));
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
  const mine = await kiosk.screen('my-submissions');
  await flow.onScreen('my-submissions');
  await mine.getByText(applyNo).waitFor({ timeout: PATIENCE_MS });
  await goHome(flow);
}

async function arrive({ kiosk, hand }: Flow): Promise<void> {
  await kiosk.screen('attract');
  await hand.press(action('start'));
  await kiosk.screen('choose');
}

async function chooseAndShowCard(flow: Flow, matter: string, citizen: string): Promise<void> {
  const { kiosk, stack, hand, onScreen } = flow;
  await onScreen('choose');
  await hand.press(action('chooseMatter', matter));
  await kiosk.screen('guide');
  await onScreen('guide');
  await hand.press(action('confirmGuide'));
  await kiosk.screen('card');
  await onScreen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen });
  await (
    await kiosk.page()
  )
    .locator('[data-screen="question"], [data-screen="already-submitted"]')
    .waitFor({ timeout: PATIENCE_MS });
  // The same person did the same matter in another mode.
  if (await (await kiosk.page()).locator('[data-screen="already-submitted"]').count()) {
    await onScreen('already-submitted');
    await hand.press(action('submitAgain'));
  }
}

async function answer(
  { kiosk, hand, onScreen }: Flow,
  said: { readonly digits: string } | { readonly choice: string },
): Promise<void> {
  const page = await kiosk.screen('question');
  await onScreen('question');
  const question = await page.locator('h1').innerText();
  if ('digits' in said) await hand.digits(said.digits);
  else await hand.press(`[data-value="${said.choice}"]`);
  await page.locator('[data-action="answer"]:enabled').waitFor({ timeout: PATIENCE_MS });
  await hand.press(action('answer'));
  await page.locator('h1').filter({ hasNotText: question }).waitFor({ timeout: PATIENCE_MS });
}

async function submit({ kiosk, hand, onScreen }: Flow): Promise<void> {
  await kiosk.screen('review');
  await onScreen('review');
  await hand.press(action('submit'));
}

async function goHome({ kiosk, stack, hand, onScreen }: Flow): Promise<void> {
  await onScreen('last');
  await hand.press(action('finish'));
  await kiosk.screen('take-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  await kiosk.screen('attract');
}

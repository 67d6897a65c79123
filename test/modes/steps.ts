import type { Kiosk } from '../../tools/stack/kiosk.ts';
import type { Stack } from '../../tools/stack/stack.ts';
import { action, type Hand } from './hands.ts';

/** What a citizen comes for, from the first touch until the terminal is free again, is made of these. */
export interface Flow {
  readonly kiosk: Kiosk;
  readonly stack: Stack;
  readonly hand: Hand;
  /** After the first touch, and with every screen: what the mode is to be seen by. */
  readonly onScreen: (name: string) => Promise<void>;
  /** Chooses the mode; the screen is that of the choice of a matter. */
  readonly begin: () => Promise<void>;
}

export const PATIENCE_MS = 20_000;

export async function arrive({ kiosk, hand, begin }: Flow): Promise<void> {
  await kiosk.screen('attract');
  await hand.press(action('start'));
  await kiosk.screen('choose');
  await begin();
}

/** @param behind the screens that may come behind the guide */
export async function chooseMatter(flow: Flow, matter: string, behind: 'card' | 'for-whom'): Promise<void> {
  const { kiosk, hand, onScreen } = flow;
  await onScreen('choose');
  await hand.press(action('chooseMatter', matter));
  await kiosk.screen('guide');
  await onScreen('guide');
  await hand.press(action('confirmGuide'));
  await kiosk.screen(behind);
  await onScreen(behind);
}

/** @param next what may come behind the card */
export async function showCard(flow: Flow, citizen: string, next: string): Promise<void> {
  const { kiosk, stack, hand, onScreen } = flow;
  await stack.bench('id-card-reader', { verb: 'place-card', citizen });
  const page = await kiosk.page();
  const shown = `[data-screen="${next}"], [data-screen="already-submitted"]`;
  await page.locator(shown).waitFor({ timeout: PATIENCE_MS });
  // The same person did the same matter in another mode.
  if (await page.locator('[data-screen="already-submitted"]').count()) {
    await onScreen('already-submitted');
    await hand.press(action('submitAgain'));
    await kiosk.screen(next);
  }
}

/** Answers question by question, by the keypad or by a choice. */
export async function answer(flow: Flow, ...values: readonly string[]): Promise<void> {
  const { kiosk, hand } = flow;
  for (const value of values) {
    await answerBy(flow, async () => {
      const keypad = (await kiosk.page()).locator('[data-key]');
      if (await keypad.count()) await hand.digits(value);
      else await hand.press(`[data-value="${value}"]`);
    });
  }
}

/** Answers one question. @param write puts the answer where it is asked for */
export async function answerBy({ kiosk, hand, onScreen }: Flow, write: () => Promise<void>): Promise<void> {
  const page = await kiosk.screen('question');
  await onScreen('question');
  const question = await page.locator('h1').innerText();
  await write();
  await page.locator('[data-action="answer"]:enabled').waitFor({ timeout: PATIENCE_MS });
  await hand.press(action('answer'));
  await page.locator('h1').filter({ hasNotText: question }).waitFor({ timeout: PATIENCE_MS });
}

/** A photograph of the paper under the camera, for the material that is asked for. */
export async function photograph({ kiosk, stack, hand, onScreen }: Flow): Promise<void> {
  const page = await kiosk.screen('material');
  await onScreen('material');
  await stack.bench('camera', { verb: 'put-paper', paper: 'income-certificate' });
  await hand.press(action('openCamera'));
  await page.locator('[data-action="shoot"]:enabled').waitFor({ timeout: PATIENCE_MS });
  await onScreen('preview');
  await hand.press(action('shoot'));
  await page.locator('[data-action="addPhoto"]:enabled').waitFor({ timeout: PATIENCE_MS });
  await onScreen('photograph');
  await hand.press(action('addPhoto'));
  await page.locator('[data-page]').waitFor({ timeout: PATIENCE_MS });
  await onScreen('pages');
  await hand.press(action('confirmMaterial'));
  // The heading is another one with each step of a material, so it does not tell that the material is done.
  await page.locator(action('confirmMaterial')).waitFor({ state: 'detached', timeout: PATIENCE_MS });
}

export async function sign({ kiosk, hand, onScreen }: Flow): Promise<void> {
  const page = await kiosk.screen('signature');
  await onScreen('signature');
  await hand.sign();
  await page.locator('[data-screen="signature"]').waitFor({ state: 'detached', timeout: PATIENCE_MS });
}

export async function submit({ kiosk, hand, onScreen }: Flow): Promise<void> {
  await kiosk.screen('review');
  await onScreen('review');
  await hand.press(action('submit'));
}

/** @returns the number on the last screen, once the slip is out */
export async function done({ kiosk, onScreen }: Flow): Promise<string> {
  const page = await kiosk.screen('done');
  await page.locator('[data-slip="printed"]').waitFor({ timeout: PATIENCE_MS });
  await onScreen('done');
  return (await page.locator('[data-number]').innerText()).replaceAll(/\s/g, '');
}

/** To "my submissions" of a citizen. */
export async function comeBack(flow: Flow, citizen: string): Promise<void> {
  await arrive(flow);
  await flow.hand.press(action('openMySubmissions'));
  await flow.kiosk.screen('card');
  await flow.stack.bench('id-card-reader', { verb: 'place-card', citizen });
  await flow.kiosk.screen('my-submissions');
  await flow.onScreen('my-submissions');
}

export async function goHome({ kiosk, stack, hand, onScreen }: Flow): Promise<void> {
  await onScreen('last');
  await hand.press(action('finish'));
  await kiosk.screen('take-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  await kiosk.screen('attract');
}

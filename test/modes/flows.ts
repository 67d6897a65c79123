import { expect } from 'vitest';
import { MATTERS } from '../support/citizen-at-core.ts';
import { action } from './hands.ts';
import {
  answer,
  answerBy,
  arrive,
  chooseMatter,
  comeBack,
  done,
  goHome,
  PATIENCE_MS,
  photograph,
  showCard,
  sign,
  submit,
  type Flow,
} from './steps.ts';

const SUBSISTENCE = '310000999000MZ0000531051100100001';
const TRANSPORT_SUBSIDY = '310000999000CL0000531200037400001';
const BOOKLET = '310000999000YB0000531200037700001';
const EMPLOYMENT = '310000999000RS0000531209902200001';
/** An enterprise of the sandbox's register for which everybody may act. */
const CREDIT_CODE = '91310199MA1TE0001A';
const EMPLOYEE = '310199198605170018';
const BANK_CARD = '6222021001112223331';

/** A matter online: accepted, with the platform's number. @returns the number */
export async function doneOnline(flow: Flow): Promise<string> {
  await arrive(flow);
  await chooseMatter(flow, MATTERS.allowance, 'card');
  await showCard(flow, 'li', 'question');
  await answer(flow, BANK_CARD, '13800005678', 'this-centre', 'agree');
  await submit(flow);
  const number = await done(flow);
  expect((await flow.stack.applications()).map(({ applyNo }) => applyNo)).toContain(number);
  await goHome(flow);
  return number;
}

/** A matter without a network: kept, and accepted when the network is back; the same card shows the number. */
export async function doneOffline(flow: Flow): Promise<void> {
  const { kiosk, stack } = flow;
  const before = (await stack.applications()).length;
  await stack.bench('network', { verb: 'off' });
  await arrive(flow);
  await chooseMatter(flow, MATTERS.insurance, 'card');
  await showCard(flow, 'zhang', 'question');
  await answer(flow, 'registered', 'this-year', '13700002468', 'agree');
  await submit(flow);
  await done(flow);
  await goHome(flow);
  expect(await stack.applications()).toHaveLength(before);

  await stack.bench('network', { verb: 'on' });
  await expect.poll(async () => (await stack.applications()).length).toBe(before + 1);
  const applyNo = (await stack.applications()).map((each) => each.applyNo).at(-1) ?? '';
  await comeBack(flow, 'zhang');
  await (await kiosk.page()).getByText(applyNo).waitFor({ timeout: PATIENCE_MS });
  await goHome(flow);
}

/** A paper under the camera, and a signature: both arrive at the platform. */
export async function papersGiven(flow: Flow): Promise<void> {
  await arrive(flow);
  await chooseMatter(flow, SUBSISTENCE, 'card');
  await showCard(flow, 'zhang', 'question');
  await answer(flow, '2', 'low-wage', '1860', BANK_CARD, '13700002468', 'agree');
  await photograph(flow);
  await sign(flow);
  await submit(flow);
  const number = await done(flow);
  expect((await flow.stack.applications()).map(({ applyNo }) => applyNo)).toContain(number);
  await goHome(flow);
}

/** A matter with a fee, paid with a phone. */
export async function paidByPhone(flow: Flow): Promise<void> {
  const { kiosk, stack } = flow;
  await arrive(flow);
  await chooseMatter(flow, MATTERS.insurance, 'card');
  await showCard(flow, 'zhang', 'question');
  await answer(flow, 'registered', 'this-year', '13700002468', 'agree');
  await submit(flow);
  await (await kiosk.screen('pay')).locator('[data-qr]').waitFor({ timeout: PATIENCE_MS });
  await flow.onScreen('pay');
  await kiosk.payByPhone(stack);
  await done(flow);
  await goHome(flow);
}

/** For another person: whose card is put after that of who files. */
export async function filedForAnother(flow: Flow): Promise<void> {
  const { kiosk, stack, hand, onScreen } = flow;
  await arrive(flow);
  await chooseMatter(flow, TRANSPORT_SUBSIDY, 'for-whom');
  await hand.press(action('forWhom', 'other'));
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
  await (await kiosk.page()).locator('[data-reader="take-yours"]').waitFor({ timeout: PATIENCE_MS });
  await onScreen('take-your-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  await showCard(flow, 'li', 'question');
  await answer(flow, BANK_CARD, '13700002468', 'agree');
  for (;;) {
    const page = await kiosk.page();
    const screen = await page.locator('[data-screen]').first().getAttribute('data-screen');
    if (screen === 'review') break;
    await (screen === 'signature' ? sign(flow) : photograph(flow));
  }
  await submit(flow);
  await done(flow);
  await goHome(flow);
}

/** For an enterprise: its code, what the register says of it, and its form. */
export async function filedForAnEnterprise(flow: Flow): Promise<void> {
  const { kiosk, stack, hand, onScreen } = flow;
  await arrive(flow);
  await chooseMatter(flow, EMPLOYMENT, 'card');
  await showCard(flow, 'zhang', 'question');
  await answer(flow, CREDIT_CODE);
  const page = await kiosk.screen('enterprise');
  await page.locator('[data-action="confirmEnterprise"]:enabled').waitFor({ timeout: PATIENCE_MS });
  await onScreen('enterprise');
  await hand.press(action('confirmEnterprise'));
  await answerBy(flow, () => hand.words('ceshi'));
  await answer(flow, EMPLOYEE);
  await answerBy(flow, () => hand.press('[data-key="today"]'));
  await answer(flow, 'fixed', '13700002468', 'agree');
  await submit(flow);
  const number = await done(flow);
  expect((await stack.applications()).map(({ applyNo }) => applyNo)).toContain(number);
  await goHome(flow);
}

/** What was returned is corrected with the card of who submitted it, under the same number. */
export async function corrected(flow: Flow): Promise<void> {
  const { kiosk, stack, hand } = flow;
  const applyNo = await doneOnline(flow);
  await stack.order({ verb: 'return-for-correction', applyNo, field: 'cardDelivery' });
  await comeBack(flow, 'li');
  const correct = action('correct', applyNo);
  await (await kiosk.page()).locator(correct).waitFor({ timeout: PATIENCE_MS });
  await flow.onScreen('returned');
  await hand.press(correct);
  // What was accepted only the platform can open, so all is asked anew.
  await answer(flow, BANK_CARD, '13800005678', 'neighbourhood', 'agree');
  await submit(flow);
  expect(await done(flow)).toBe(applyNo);
  await (await kiosk.page()).locator('[data-outcome="accepted"]').waitFor({ timeout: PATIENCE_MS });
  await goHome(flow);
}

/** A finished matter: its sealed result comes out of the document printer. */
export async function resultPrinted(flow: Flow): Promise<void> {
  const { kiosk, stack, hand, onScreen } = flow;
  await arrive(flow);
  await chooseMatter(flow, BOOKLET, 'card');
  await showCard(flow, 'wang', 'question');
  await answer(flow, 'first', 'agree');
  await submit(flow);
  const applyNo = await done(flow);
  await goHome(flow);
  await stack.order({ verb: 'finish', applyNo });
  await comeBack(flow, 'wang');
  const open = action('openResult', applyNo);
  await (await kiosk.page()).locator(open).waitFor({ timeout: PATIENCE_MS });
  await hand.press(open);
  await kiosk.screen('sealed-result');
  await onScreen('copies');
  await hand.press(action('printResult'));
  const page = await kiosk.page();
  await page.locator('[data-action="back"].main').waitFor({ timeout: PATIENCE_MS });
  expect(await page.locator('[data-result-problem]').count()).toBe(0);
  await onScreen('printed');
  await hand.press(action('back'));
  await kiosk.screen('my-submissions');
  await goHome(flow);
}

/** One's own licences, asked for with the card and the leave of its owner. */
export async function licencesLooked(flow: Flow): Promise<void> {
  await arrive(flow);
  await flow.hand.press(action('openMyLicences'));
  await flow.kiosk.screen('card');
  await showCard(flow, 'zhang', 'my-licences');
  await (await flow.kiosk.page()).locator('[data-licence]').first().waitFor({ timeout: PATIENCE_MS });
  await flow.onScreen('my-licences');
  await goHome(flow);
}

/** A complaint at 12345, without a card and without a number to call back. */
export async function complainedTo12345(flow: Flow): Promise<void> {
  const { kiosk, hand, onScreen } = flow;
  await arrive(flow);
  await hand.press(action('help'));
  await onScreen('help');
  await hand.press(action('openHotline'));
  await kiosk.screen('hotline');
  await onScreen('hotline');
  await hand.press(action('chooseWant', 'complaint'));
  await hand.press(action('chooseTopic', 'service'));
  const page = await kiosk.page();
  await page.locator('[data-action="writeWords"]').waitFor({ timeout: PATIENCE_MS });
  await onScreen('words');
  await hand.words('paiduitaijiu');
  await page.locator('[data-action="writeWords"]:enabled').waitFor({ timeout: PATIENCE_MS });
  await hand.press(action('writeWords'));
  await page.locator('[data-action="send"]').waitFor({ timeout: PATIENCE_MS });
  await onScreen('phone');
  await hand.press(action('send'));
  await page.locator('[data-ticket] [data-number]').waitFor({ timeout: PATIENCE_MS });
  await onScreen('sent');
  await hand.press(action('closeHotline'));
  await kiosk.screen('choose');
  await hand.press(action('leave'));
  await kiosk.screen('attract');
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startVirtualDisplay } from '../stack/display.ts';
import { Kiosk } from '../stack/kiosk.ts';
import type { TongbanApi } from '@tongban/contract';
import type { SandboxApplication } from '@tongban/sync/sandbox';
import { startStack, type Stack } from '../stack/stack.ts';
import { Album } from './album.ts';
import { walkServices } from './services.ts';

/**
 * `npm run walkthrough`: a citizen of 70 applies for the old-age allowance online; another one, with a rare character
 * in his name, does a matter while the network is cut; then the network is back and the same card shows the acceptance
 * number. Everything is real but the hardware and the platform, which speak the real bytes. Leaves numbered pictures,
 * the printed slips and summary.json in out/walkthrough.
 */
const ROOT = join(import.meta.dirname, '../..');
const OUT = join(ROOT, 'out/walkthrough');
const PORTRAIT = { width: 1080, height: 1920 };
const LANDSCAPE = { width: 1920, height: 1080 };
const MATTERS = {
  allowance: '310000999000MZ0000531059901800001',
  certificate: '11310000002420447T231200021800001',
  insurance: '310000999000YB0000531200036100001',
  subsistence: '310000999000MZ0000531051100100001',
} as const;

async function newSubmission(
  stack: Stack,
  known: readonly SandboxApplication[],
  timeoutMs: number,
): Promise<SandboxApplication> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const fresh = (await stack.applications()).find(
      (each) => each.submits > 0 && !known.some((other) => other.applyNo === each.applyNo),
    );
    if (fresh) return fresh;
    if (Date.now() > until) throw new Error(`the platform accepted nothing within ${timeoutMs} ms`);
    await pause(20);
  }
}

async function walkOnline(stack: Stack, kiosk: Kiosk, album: Album) {
  const startedAt = performance.now();
  const known = await stack.applications();
  const attract = await kiosk.screen('attract');
  // A driver that is still starting is no state to take a picture of.
  await attract.waitForFunction(async () => {
    const { tongban } = window as unknown as { readonly tongban: TongbanApi };
    const { devices } = await tongban.call('view.get', {});
    return devices.every(({ availability }) => availability === 'ready');
  });
  await album.picture(attract, 'attract');
  await kiosk.touch('start');
  const choice = await kiosk.screen('choose');
  await album.picture(choice, 'choose-a-matter');
  await kiosk.touch('find', 'situation');
  await choice.locator('[data-action="findIn"]').first().waitFor();
  await album.picture(choice, 'choose-by-situation');
  await kiosk.touch('findIn', 'retirement');
  await choice.locator('[data-action="findOther"]').waitFor();
  await kiosk.touch('chooseMatter', MATTERS.allowance);
  await album.picture(await kiosk.screen('guide'), 'guide');
  await kiosk.touch('confirmGuide');
  await album.picture(await kiosk.screen('card'), 'put-your-card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'li' });
  const question = await kiosk.screen('question');
  for (const digit of '6222021001112') await question.locator(`[data-key="${digit}"]`).click();
  await album.picture(question, 'question-digits-missing');
  await kiosk.answer('223331');
  for (const digit of '1380000567') await question.locator(`[data-key="${digit}"]`).click();
  await album.picture(question, 'question-phone');
  await kiosk.answer('8');
  await album.picture(question, 'question-choice');
  await kiosk.answer('this-centre');
  await album.picture(question, 'question-consent');
  await kiosk.answer(true);
  await album.picture(await kiosk.screen('review'), 'review');
  await kiosk.touch('submit');
  const done = await kiosk.screen('done');
  const application = await newSubmission(stack, known, 10_000);
  await done.locator('[data-slip="printed"]').waitFor();
  const ms = Math.round(performance.now() - startedAt);
  await album.picture(done, 'done-accepted');
  const applyNo = await done.locator('[data-number]').innerText();
  if (applyNo !== application.applyNo)
    throw new Error('the screen shows another number than the platform gave');
  await album.paper(stack, 'slip-accepted');
  await kiosk.touch('openRating');
  const rating = await kiosk.screen('rating');
  await album.picture(rating, 'how-was-it');
  await rating.locator('[data-stars="5"]').click();
  await (await kiosk.screen('done')).locator('[data-rated]').waitFor();
  await kiosk.touch('finish');
  await album.picture(await kiosk.screen('take-card'), 'take-your-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  await album.picture(await kiosk.screen('end'), 'goodbye');
  await kiosk.screen('attract');
  return { submissionId: application.idempotencyKey, applyNo: application.applyNo, ms };
}

async function walkOffline(stack: Stack, kiosk: Kiosk, album: Album) {
  const known = await stack.applications();
  await stack.bench('network', { verb: 'off' });
  await kiosk.touch('start');
  await kiosk.screen('choose');
  await kiosk.touch('chooseMatter', MATTERS.certificate);
  await kiosk.screen('guide');
  await kiosk.touch('confirmGuide');
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'wang' });
  await kiosk.answer('abroad');
  await kiosk.answer('europe');
  await kiosk.answer('this-centre');
  await kiosk.answer('13900001234');
  await kiosk.answer(true);
  await album.picture(await kiosk.screen('review'), 'offline-review');
  await stack.bench('receipt-printer', { verb: 'run-out-of-paper' });
  await kiosk.touch('submit');
  await album.picture(await kiosk.screen('trouble'), 'offline-paper-out');
  await stack.bench('receipt-printer', { verb: 'load-paper' });
  await kiosk.touch('try-again');
  const done = await kiosk.screen('done');
  const heldAt = performance.now();
  await done.locator('[data-slip="printed"]').waitFor();
  await album.picture(done, 'offline-done-held');
  await album.paper(stack, 'slip-held');
  await kiosk.touch('finish');
  await kiosk.screen('take-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  await kiosk.screen('attract');
  if ((await stack.applications()).length !== known.length)
    throw new Error('a submission got through a cut cable');

  await stack.bench('network', { verb: 'on' });
  const backAt = performance.now();
  const application = await newSubmission(stack, known, 10_000);
  const acceptedAfterMs = Math.round(performance.now() - backAt);
  const heldMs = Math.round(performance.now() - heldAt);
  await kiosk.touch('openMySubmissions');
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'wang' });
  const mine = await kiosk.screen('my-submissions');
  await mine.getByText(application.applyNo).waitFor();
  await album.picture(mine, 'same-card-shows-acceptance-number');
  await kiosk.touch('finish');
  await kiosk.screen('take-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  await kiosk.screen('attract');
  return { submissionId: application.idempotencyKey, applyNo: application.applyNo, heldMs, acceptedAfterMs };
}

/** A paper under the document camera, another one through the scanner, and a signature with a finger. */
async function walkPapers(stack: Stack, kiosk: Kiosk, album: Album) {
  const known = await stack.applications();
  await kiosk.touch('start');
  await kiosk.screen('choose');
  await kiosk.touch('chooseMatter', MATTERS.subsistence);
  await album.picture(await kiosk.screen('guide'), 'papers-guide');
  await kiosk.touch('confirmGuide');
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
  await kiosk.answer('2');
  await kiosk.answer('low-wage');
  await kiosk.answer('1860');
  await kiosk.answer('6222021001112223331');
  await kiosk.answer('13700002468');
  await kiosk.answer(true);
  await album.picture(await kiosk.screen('material'), 'papers-ways-to-give');
  await stack.bench('camera', { verb: 'put-paper', paper: 'income-certificate' });
  await kiosk.touch('openCamera');
  const camera = await kiosk.screen('material');
  await camera.locator('[data-action="shoot"]:enabled').waitFor();
  await album.picture(camera, 'papers-preview');
  await kiosk.touch('shoot');
  await camera.locator('[data-action="addPhoto"]:enabled').waitFor();
  await album.picture(camera, 'papers-photograph');
  await kiosk.touch('addPhoto');
  await camera.locator('[data-page]').waitFor();
  await stack.bench('document-scanner', { verb: 'load-feeder', sheets: 1 });
  await kiosk.touch('scan');
  await camera.locator('[data-page]').nth(1).waitFor();
  await album.picture(await kiosk.screen('material'), 'papers-two-pages');
  await kiosk.touch('confirmMaterial');
  const signing = await kiosk.screen('signature');
  await kiosk.writeSignature();
  await album.picture(signing, 'signature');
  await kiosk.touch('sign');
  await album.picture(await kiosk.screen('review'), 'papers-review');
  await kiosk.touch('submit');
  const done = await kiosk.screen('done');
  const application = await newSubmission(stack, known, 20_000);
  await done.locator('[data-slip="printed"]').waitFor();
  await kiosk.touch('finish');
  await kiosk.screen('take-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  await kiosk.screen('attract');
  return { submissionId: application.idempotencyKey, applyNo: application.applyNo };
}

/** Care mode, English and what happens when a card is pulled: pictures for the README and for whoever looks. */
async function walkAside(stack: Stack, kiosk: Kiosk, album: Album): Promise<void> {
  await kiosk.touch('start');
  await kiosk.screen('choose');
  await kiosk.touch('display');
  await kiosk.touch('setDisplay', 'large');
  await kiosk.touch('close');
  await album.picture(await kiosk.screen('choose'), 'care-mode-choose');
  await kiosk.touch('chooseMatter', MATTERS.insurance);
  await album.picture(await kiosk.screen('guide'), 'care-mode-guide');
  await kiosk.touch('display');
  await kiosk.touch('setDisplay', 'normal');
  await kiosk.touch('close');
  await kiosk.touch('setLanguage');
  await album.picture(await kiosk.screen('guide'), 'english-guide');
  await kiosk.touch('confirmGuide');
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
  await album.picture(await kiosk.screen('question'), 'english-question');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  await album.picture(await kiosk.screen('trouble'), 'english-card-taken-away');
  await kiosk.touch('finish');
  await kiosk.screen('attract');
}

async function walkLandscape(stack: Stack, kiosk: Kiosk, album: Album): Promise<void> {
  await album.picture(await kiosk.screen('attract'), 'landscape-attract');
  await kiosk.touch('start');
  await album.picture(await kiosk.screen('choose'), 'landscape-choose');
  await kiosk.touch('chooseMatter', MATTERS.insurance);
  await album.picture(await kiosk.screen('guide'), 'landscape-guide');
  await kiosk.touch('confirmGuide');
  await album.picture(await kiosk.screen('card'), 'landscape-card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
  await kiosk.answer('registered');
  await kiosk.answer('this-year');
  await album.picture(await kiosk.screen('question'), 'landscape-question');
  await kiosk.answer('13700002468');
  await kiosk.answer(true);
  await album.picture(await kiosk.screen('review'), 'landscape-review');
  await kiosk.touch('submit');
  const pay = await kiosk.screen('pay');
  await pay.locator('[data-qr]').waitFor();
  await album.picture(pay, 'landscape-pay');
  await kiosk.payByPhone(stack);
  const done = await kiosk.screen('done');
  await done.locator('[data-slip="printed"]').waitFor();
  await album.picture(done, 'landscape-done-instant');
  await album.paper(stack, 'slip-instant');
  await kiosk.touch('finish');
  await kiosk.screen('take-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
}

async function walk(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-walk-'));
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => rmSync(folder, { recursive: true, force: true }));
  const portrait = await startVirtualDisplay(join(folder, 'portrait'), PORTRAIT);
  cleanUp.defer(() => portrait.stop());
  const stack = await startStack({ folder, devices: 'all' });
  cleanUp.defer(() => stack.stop());
  const album = new Album(OUT);

  const kiosk = await Kiosk.start(stack, portrait.display, PORTRAIT);
  let stopKiosk: (() => Promise<void>) | null = () => kiosk.stop();
  cleanUp.defer(async () => stopKiosk?.());
  const electron = await kiosk.app.evaluate(() => process.versions['electron'] ?? '');
  const online = await walkOnline(stack, kiosk, album);
  const offline = await walkOffline(stack, kiosk, album);
  const papers = await walkPapers(stack, kiosk, album);
  await walkServices(stack, kiosk, album);
  await walkAside(stack, kiosk, album);
  await kiosk.stop();
  stopKiosk = null;

  const landscape = await startVirtualDisplay(join(folder, 'landscape'), LANDSCAPE);
  cleanUp.defer(() => landscape.stop());
  const wide = await Kiosk.start(stack, landscape.display, LANDSCAPE);
  cleanUp.defer(() => wide.stop());
  await walkLandscape(stack, wide, album);
  await album.sheet(
    'online',
    ['attract', 'guide', 'put-your-card', 'question-digits-missing', 'done-accepted'],
    760,
  );
  await album.sheet(
    'offline',
    ['offline-paper-out', 'offline-done-held', 'slip-held', 'same-card-shows-acceptance-number'],
    760,
  );
  await album.sheet(
    'papers',
    ['papers-ways-to-give', 'papers-preview', 'papers-two-pages', 'signature'],
    760,
  );
  await album.sheet('services', ['my-licences', 'hotline-topics', 'result-is-there', 'result-copies'], 760);
  await album.sheet('landscape', ['landscape-choose', 'landscape-pay'], 480);
  return { ok: true, electron, node: process.versions.node, online, offline, papers, screens: album.screens };
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
let summary: Record<string, unknown>;
try {
  summary = await walk();
} catch (error) {
  console.error(error);
  summary = { ok: false, reason: error instanceof Error ? error.message : 'unknown' };
}
writeFileSync(join(OUT, 'summary.json'), JSON.stringify(summary, null, 2));
console.log(JSON.stringify(summary));
process.exit(summary['ok'] === true ? 0 : 1);

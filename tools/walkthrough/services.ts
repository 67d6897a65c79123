import type { Kiosk } from '../stack/kiosk.ts';
import type { Stack } from '../stack/stack.ts';
import type { Album } from './album.ts';

const BOOKLET = '310000999000YB0000531200037700001';

/** What a terminal does besides taking applications: licences, 12345, and a sealed result. */
export async function walkServices(stack: Stack, kiosk: Kiosk, album: Album): Promise<void> {
  await lookAtLicences(stack, kiosk, album);
  await writeTo12345(kiosk, album);
  await fetchResult(stack, kiosk, album);
}

async function lookAtLicences(stack: Stack, kiosk: Kiosk, album: Album): Promise<void> {
  await kiosk.touch('start');
  await kiosk.screen('choose');
  await kiosk.touch('openMyLicences');
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
  const licences = await kiosk.screen('my-licences');
  await licences.locator('[data-licence]').first().waitFor();
  await album.picture(licences, 'my-licences');
  await leave(stack, kiosk);
}

async function writeTo12345(kiosk: Kiosk, album: Album): Promise<void> {
  await kiosk.touch('start');
  await kiosk.screen('choose');
  await kiosk.touch('help');
  await kiosk.touch('openHotline');
  const hotline = await kiosk.screen('hotline');
  await kiosk.touch('chooseWant', 'complaint');
  await hotline.locator('[data-action="chooseTopic"]').first().waitFor();
  await album.picture(hotline, 'hotline-topics');
  await kiosk.touch('chooseTopic', 'service');
  await hotline.locator('[data-action="writeWords"]').waitFor();
  await album.picture(hotline, 'hotline-words');
  // Nothing is sent: by way of the topics to the menu, and from there to the matters.
  for (const passed of ['chooseTopic', 'chooseWant']) {
    await kiosk.touch('back');
    await hotline.locator(`[data-action="${passed}"]`).first().waitFor();
  }
  await kiosk.touch('back');
  await kiosk.screen('choose');
  await kiosk.touch('leave');
  await kiosk.screen('attract');
}

async function fetchResult(stack: Stack, kiosk: Kiosk, album: Album): Promise<void> {
  await kiosk.touch('start');
  await kiosk.screen('choose');
  await kiosk.touch('chooseMatter', BOOKLET);
  await kiosk.screen('guide');
  await kiosk.touch('confirmGuide');
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'wang' });
  await kiosk.answer('first');
  await kiosk.answer(true);
  await kiosk.screen('review');
  await kiosk.touch('submit');
  const done = await kiosk.screen('done');
  await done.locator('[data-slip="printed"]').waitFor();
  const applyNo = await done.locator('[data-number]').innerText();
  await leave(stack, kiosk);

  await stack.order({ verb: 'finish', applyNo });
  await kiosk.touch('openMySubmissions');
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'wang' });
  const mine = await kiosk.screen('my-submissions');
  await mine.locator(`[data-action="openResult"][data-value="${applyNo}"]`).waitFor();
  await album.picture(mine, 'result-is-there');
  await kiosk.touch('openResult', applyNo);
  const result = await kiosk.screen('sealed-result');
  await album.picture(result, 'result-copies');
  await kiosk.touch('printResult');
  await result.locator('[data-action="back"].main').waitFor();
  await album.picture(result, 'result-printed');
  await kiosk.touch('back');
  await kiosk.screen('my-submissions');
  await leave(stack, kiosk);
}

async function leave(stack: Stack, kiosk: Kiosk): Promise<void> {
  await kiosk.touch('finish');
  await kiosk.screen('take-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  await kiosk.screen('attract');
}

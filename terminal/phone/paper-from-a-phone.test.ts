import { AxeBuilder } from '@axe-core/playwright';
import { createCanvas } from '@napi-rs/canvas';
import { PDFDocument } from '@cantoo/pdf-lib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, devices, type Browser, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PHONE_PICTURE } from '@tongban/contract/phone';
import { phoneHandOvers } from '../core/phone/hand-over.ts';
import { comeToPaper, drawing, paper, photo, photoSize } from '../core/testing/papers.ts';
import { makeAuthority } from '../../kiosk-config/centre/terminals/authority.ts';
import { sessionAtWork, type SessionAtWork } from '../core/testing/session-at-work.ts';
import { text } from './words.ts';

/** The built page in Chromium as a phone has it, before a real session that listens. */

const { defaultBrowserType: _, ...PHONE } = devices['Pixel 7']!;
const NARROW = { width: 320, height: 560 };

let browser: Browser;
let work: SessionAtWork;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
});
afterAll(() => browser.close());
beforeEach(async () => {
  work = sessionAtWork({ phones: (log) => phoneHandOvers({ address: '127.0.0.1', port: 0 }, log) });
  await comeToPaper(work);
});
afterEach(() => work.stop());

interface Phone {
  readonly page: Page;
  /** Of console, scripts and policy. */
  readonly errors: string[];
  task(name: string): Promise<void>;
  touch(action: string): Promise<void>;
  /** Takes a photograph, or picks one from the album. */
  pick(from: 'camera' | 'album', name: string, mimeType: string, buffer: Buffer): Promise<void>;
  text(): Promise<string>;
}

/** A phone of its own that opens an address. */
async function phoneAt(address: string): Promise<Phone> {
  const context = await browser.newContext({ ...PHONE, reducedMotion: 'reduce', ignoreHTTPSErrors: true });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address);
  return {
    ...{ page, errors },
    task: (name) => page.locator(`body[data-task="${name}"]`).waitFor(),
    touch: (action) => page.locator(`[data-action="${action}"]`).tap(),
    async pick(from, name, mimeType, buffer) {
      const chooser = page.waitForEvent('filechooser');
      await page.locator(`[data-action="${from}"]`).tap();
      await (await chooser).setFiles({ name, mimeType, buffer });
    },
    text: () => page.locator('body').innerText(),
  };
}

async function code(): Promise<string> {
  await work.session.phone.open();
  const qr = paper(work).handOver?.qr;
  if (!qr) throw new Error('no code on the screen');
  return qr;
}

/** A phone that has scanned the code on the screen and is connected. */
async function connected(): Promise<Phone> {
  const phone = await phoneAt(await code());
  await phone.task('choose');
  return phone;
}

async function takeAndSend(phone: Phone): Promise<void> {
  await phone.pick('camera', 'IMG_TEST.jpg', 'image/jpeg', photo);
  await phone.task('look');
  await phone.touch('send');
}

/** As a phone held upright writes it: turned by a note beside the picture, with more that is nobody's business. */
function withNotes(jpeg: Buffer): Buffer {
  const turned = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex');
  const content = Buffer.concat([Buffer.from('Exif\0\0'), turned, Buffer.from('GPS-OF-THE-TEST')]);
  const header = Buffer.from([0xff, 0xe1, 0, content.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), header, content, jpeg.subarray(2)]);
}

function firstPage(): Buffer {
  const { dataUrl } = work.session.materials.page(paper(work).pages[0]!.id)!;
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
}

it('a paper is photographed, looked at, sent, and goes into the submission', async () => {
  const phone = await connected();
  expect(await phone.text()).toContain(text.choose.zh);
  await takeAndSend(phone);
  await phone.task('sent');
  expect(await phone.text()).toContain('已传到终端，请看屏幕');
  expect(paper(work)).toMatchObject({
    ...{ phase: 'phone', handOver: { state: 'connected', qr: null } },
    pages: [photoSize],
  });
  await phone.pick('album', 'IMG_TEST.jpg', 'image/jpeg', photo);
  await phone.task('look');
  await phone.touch('send');
  await phone.task('sent');
  work.session.phone.close();
  work.session.materials.confirm();
  work.session.materials.sign(drawing);
  work.session.submit();
  await work.until('done');
  const pdf = work.sync.inputs[0]?.materials.find(({ code }) => code === 'MZ0511-03');
  expect((await PDFDocument.load(pdf!.bytes)).getPageCount()).toBe(2);
  expect(phone.errors).toEqual([]);
});

it('what a phone notes beside a photograph stays there, and the picture stands upright', async () => {
  const phone = await connected();
  const noted = withNotes(photo);
  expect(noted.includes('GPS-OF-THE-TEST')).toBe(true);
  await phone.pick('camera', 'IMG_TEST.jpg', 'image/jpeg', noted);
  await phone.task('look');
  await phone.touch('send');
  await phone.task('sent');
  expect(paper(work).pages).toMatchObject([{ widthPx: photoSize.heightPx, heightPx: photoSize.widthPx }]);
  expect(firstPage().includes('Exif')).toBe(false);
  expect(firstPage().includes('GPS-OF-THE-TEST')).toBe(false);
});

it('the largest photograph arrives no larger than a page needs; a PNG arrives as JPEG', async () => {
  const phone = await connected();
  const large = createCanvas(6000, 8000);
  large.getContext('2d').fillRect(1000, 1000, 3000, 3000);
  await phone.pick('album', 'IMG_TEST.png', 'image/png', large.toBuffer('image/png'));
  await phone.task('look');
  await phone.touch('send');
  await phone.task('sent');
  const { widthPx, heightPx } = paper(work).pages[0]!;
  expect(widthPx * heightPx).toBeLessThanOrEqual(PHONE_PICTURE.pixels);
  expect(widthPx * heightPx).toBeGreaterThan(PHONE_PICTURE.pixels * 0.99);
  expect(firstPage().subarray(0, 2).toString('hex')).toBe('ffd8');
});

it.each([
  ['no picture', Buffer.from('TEST')],
  ['a picture that breaks off before it begins', photo.subarray(0, 200)],
  ['one on which nothing can be read', Buffer.from(createCanvas(300, 300).toBuffer('image/jpeg'))],
])('%s is refused in words, and another one can be taken', async (_name, bytes) => {
  const phone = await connected();
  await phone.pick('album', 'IMG_TEST.jpg', 'image/jpeg', bytes);
  await expect.poll(() => phone.page.locator('body').getAttribute('data-task')).toMatch(/look|unreadable/);
  if ((await phone.page.locator('body').getAttribute('data-task')) === 'look') await phone.touch('send');
  await phone.task('unreadable');
  expect(await phone.text()).toContain(text.unreadable.zh);
  await takeAndSend(phone);
  await phone.task('sent');
  expect(paper(work).pages).toHaveLength(1);
});

it('a second phone is told that the code was used', async () => {
  const address = await code();
  const first = await phoneAt(address);
  await first.task('choose');
  const second = await phoneAt(address);
  await second.task('used');
  expect(await second.text()).toContain(text.used.zh);
  await takeAndSend(first);
  await first.task('sent');
});

it('a page that the phone dropped while its camera was in front goes on where it was', async () => {
  const phone = await connected();
  await phone.page.reload();
  await phone.task('choose');
  await takeAndSend(phone);
  await phone.task('sent');
});

it('a phone that loses the network in the middle sends once more, and it is one page', async () => {
  const phone = await connected();
  await phone.pick('camera', 'IMG_TEST.jpg', 'image/jpeg', photo);
  await phone.task('look');
  await phone.page.context().setOffline(true);
  await phone.touch('send');
  await phone.task('failed');
  await phone.page.context().setOffline(false);
  await phone.touch('sendAgain');
  await phone.task('sent');
  expect(paper(work).pages).toHaveLength(1);
});

it('whoever left the screen has ended it: the phone says where a new code is', async () => {
  const phone = await connected();
  await phone.pick('camera', 'IMG_TEST.jpg', 'image/jpeg', photo);
  await phone.task('look');
  work.session.phone.close();
  await phone.touch('send');
  await phone.task('failed');
  expect(await phone.text()).toContain('请在终端上要一个新码');
  expect(paper(work).pages).toEqual([]);
});

it('the key leaves the address at once, and all of it leaves the phone with the last page', async () => {
  const address = await code();
  const key = address.split('#')[1]!;
  const asked: string[] = [];
  const phone = await phoneAt('about:blank');
  phone.page.on('request', (request) => asked.push(JSON.stringify([request.url(), request.headers()])));
  await phone.page.goto(address);
  await phone.task('choose');
  expect(phone.page.url()).not.toContain('#');
  for (let count = 0; count < 6; count++) {
    await takeAndSend(phone);
    await phone.task(count < 5 ? 'sent' : 'last');
  }
  expect(asked.length).toBeGreaterThan(8);
  expect(asked.join()).not.toContain(key);
  expect(await phone.page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
  expect(await phone.page.context().cookies()).toEqual([]);
  expect(paper(work)).toMatchObject({ phase: 'pages', pages: { length: 6 } });
});

it('a site with a certificate serves the page and takes pictures by HTTPS', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-phone-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  const made = await makeAuthority(new Date());
  writeFileSync(tls.certFile, made.certificate);
  writeFileSync(tls.keyFile, made.key);
  work.stop();
  const settings = { address: '127.0.0.1', port: 0, tls };
  work = sessionAtWork({ phones: (log) => phoneHandOvers(settings, log) });
  await comeToPaper(work);
  const phone = await connected();
  expect(phone.page.url()).toMatch(/^https:/);
  await takeAndSend(phone);
  await phone.task('sent');
});

it('an address without its key says what to do', async () => {
  const phone = await phoneAt((await code()).split('#')[0]!);
  await phone.task('over');
  expect(await phone.text()).toContain(text.newCode.zh);
});

describe('on every state of the page', () => {
  async function looksGood(phone: Phone): Promise<void> {
    const { violations } = await new AxeBuilder({ page: phone.page }).setLegacyMode().analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join()}`),
    ).toEqual([]);
    const before = phone.page.viewportSize()!;
    for (const size of [before, NARROW]) {
      await phone.page.setViewportSize(size);
      const overflow = await phone.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(overflow, `${size.width} px`).toBeLessThanOrEqual(0);
      for (const button of await phone.page.locator('button').all()) {
        expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(60);
      }
    }
    await phone.page.setViewportSize(before);
  }
  it('nothing overflows, buttons are large, and axe finds nothing', async () => {
    const address = await code();
    const phone = await phoneAt(address);
    await phone.task('choose');
    await looksGood(phone);
    await phone.pick('camera', 'IMG_TEST.jpg', 'image/jpeg', photo);
    await phone.task('look');
    await looksGood(phone);
    await phone.page.context().setOffline(true);
    await phone.touch('send');
    await phone.task('failed');
    await looksGood(phone);
    await phone.page.context().setOffline(false);
    await phone.touch('sendAgain');
    await phone.task('sent');
    await looksGood(phone);
    await phone.pick('album', 'IMG_TEST.jpg', 'image/jpeg', Buffer.from('TEST'));
    await phone.task('unreadable');
    await looksGood(phone);
    const second = await phoneAt(address);
    await second.task('used');
    await looksGood(second);
    const third = await phoneAt(address.split('#')[0]!);
    await third.task('over');
    await looksGood(third);
  });
});

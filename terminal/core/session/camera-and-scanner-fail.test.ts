import type { ScanFailure } from '@tongban/peripherals/document-scanner';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comeToPaper, paper, photo, photograph, scannedPage } from '../testing/papers.ts';
import { man40, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

let work: SessionAtWork;
beforeEach(async () => {
  work = sessionAtWork();
  await comeToPaper(work);
});
afterEach(() => work.stop());
const pages = (...numbers: number[]) => numbers.map(scannedPage);
const untilPages = () => expect.poll(() => paper(work).phase, { interval: 5 }).toBe('pages');

describe('the camera', () => {
  it('is open until it is closed', () => {
    work.session.materials.openCamera();
    expect(paper(work).phase).toBe('camera');
    work.session.materials.closeCamera();
    expect(paper(work)).toMatchObject({ phase: 'pages', problem: null });
  });

  it.each([
    ['ended', 'camera-gone'],
    ['not-found', 'camera-gone'],
    ['in-use', 'camera-failed'],
    ['failed', 'camera-failed'],
  ] as const)('says when the page could not show it: %s', (reason, problem) => {
    work.session.materials.openCamera();
    work.session.materials.cameraFailed(reason);
    expect(paper(work)).toMatchObject({ phase: 'pages', problem });
    work.session.materials.openCamera();
    expect(paper(work), 'and may be tried again').toMatchObject({ phase: 'camera', problem: null });
  });

  it('is pulled out while it shows: that is said, and the pages are still there', () => {
    photograph(work);
    work.session.materials.openCamera();
    work.camera.unplug();
    expect(paper(work)).toMatchObject({
      ...{ phase: 'pages', problem: 'camera-gone', pages: { length: 1 } },
      camera: { state: 'offline', usbId: null },
    });
    work.session.materials.openCamera();
    expect(paper(work).phase, 'it is not there').toBe('pages');
    work.camera.plugIn();
    expect(paper(work).camera).toEqual({ state: 'ready', usbId: '1bcf:2c99' });
  });

  it.each([
    ['cut off', photo.subarray(0, photo.length / 2)],
    ['no picture', Buffer.from('TEST')],
  ])('gives a photograph that is %s: refused, and said', (_, bytes) => {
    photograph(work, bytes);
    expect(paper(work)).toMatchObject({ phase: 'pages', problem: 'photo-unreadable', pages: [] });
  });

  it('gives no photograph while it is off', () => {
    work.session.materials.addPhoto(photo.toString('base64'));
    expect(paper(work)).toMatchObject({ pages: [], problem: null });
  });
});

describe('the scanner', () => {
  it('takes all sheets of the feeder, one page after the other', async () => {
    work.scanner.feeder = pages(1, 2, 3);
    work.scanner.rests = true;
    work.session.materials.scan();
    await expect.poll(() => paper(work).pages.length, { interval: 5 }).toBe(1);
    expect(paper(work).phase).toBe('scanning');
    work.scanner.rests = false;
    work.scanner.goOn();
    await untilPages();
    expect(paper(work)).toMatchObject({ problem: null, pages: { length: 3 } });
    expect(work.scanner.requests.map(({ source }) => source)).toEqual(['feeder']);
  });

  it('takes the sheet on the glass when the feeder is empty', async () => {
    work.scanner.glass = scannedPage(1);
    work.session.materials.scan();
    await untilPages();
    expect(paper(work)).toMatchObject({ problem: null, pages: { length: 1 } });
    expect(work.scanner.requests.map(({ source }) => source)).toEqual(['feeder', 'flatbed']);
  });

  it('goes to the glass at once when it says itself that the feeder is empty', async () => {
    work.scanner.glass = scannedPage(1);
    work.scanner.become({ kind: 'no-paper-in-feeder', availability: 'ready' });
    work.session.materials.scan();
    await untilPages();
    expect(work.scanner.requests.map(({ source }) => source)).toEqual(['flatbed']);
  });

  it('has no glass and no paper', async () => {
    work.scanner.capabilities = {
      ...work.scanner.capabilities!,
      sources: work.scanner.capabilities!.sources.filter(({ source }) => source === 'feeder'),
    };
    work.session.materials.scan();
    await untilPages();
    expect(paper(work).problem).toBe('scanner-no-paper');
    expect(work.scanner.requests).toHaveLength(1);
  });

  it.each<[ScanFailure, string]>([
    ['jammed', 'scanner-jammed'],
    ['cover-open', 'scanner-cover-open'],
    ['busy', 'scanner-busy'],
    ['disconnected', 'scanner-gone'],
    ['timeout', 'scanner-failed'],
    ['fault', 'scanner-failed'],
    ['page-unreadable', 'page-unreadable'],
    ['too-many-pages', 'too-many-pages'],
  ])('ends with %s: that is said, and the page before it is kept', async (failure, problem) => {
    work.scanner.feeder = pages(1);
    work.scanner.failure = failure;
    work.session.materials.scan();
    await untilPages();
    expect(paper(work)).toMatchObject({ problem, pages: { length: 1 } });
  });

  it('is stopped by the citizen: the pages that came are kept, and it can be started again', async () => {
    work.scanner.feeder = pages(1, 2, 3);
    work.scanner.rests = true;
    work.session.materials.scan();
    await expect.poll(() => paper(work).pages.length, { interval: 5 }).toBe(1);
    work.session.materials.stopScan();
    expect(paper(work)).toMatchObject({ phase: 'pages', problem: null, pages: { length: 1 } });
    work.scanner.rests = false;
    work.scanner.feeder = pages(2);
    work.session.materials.scan();
    await untilPages();
    expect(paper(work).pages).toHaveLength(2);
  });

  it('is given more sheets than the matter takes: it stops, and that is said', async () => {
    work.scanner.feeder = pages(1, 2, 3, 4, 5, 6, 7, 8);
    work.session.materials.scan();
    await untilPages();
    expect(paper(work)).toMatchObject({ problem: 'too-many-pages', pages: { length: 6 } });
  });

  it('does not hear that it is stopped: what it still brings is nobody’s, and the next scan waits for it', async () => {
    work.scanner.feeder = pages(1, 2);
    work.scanner.rests = true;
    work.scanner.isDeaf = true;
    work.session.materials.scan();
    await expect.poll(() => paper(work).pages.length, { interval: 5 }).toBe(1);
    work.session.finish();
    work.reader.show('no-card');
    await work.until('attract');
    await comeToPaper(work);
    work.scanner.feeder = pages(3);
    work.session.materials.scan();
    work.scanner.rests = false;
    work.scanner.goOn();
    await untilPages();
    expect(paper(work).pages).toHaveLength(1);
    expect(work.scanner.requests).toHaveLength(2);
  });

  it('brings nothing to the next citizen when the one before left in mid-scan', async () => {
    work.scanner.feeder = pages(1, 2);
    work.scanner.rests = true;
    work.session.materials.scan();
    await expect.poll(() => paper(work).pages.length, { interval: 5 }).toBe(1);
    work.session.finish();
    work.reader.show('no-card');
    await work.until('attract');
    expect((await comeToPaper(work)).pages).toEqual([]);
    work.scanner.goOn();
    await expect.poll(() => work.log.filter((line) => line.includes('scan.ended')).length).toBe(1);
    expect(paper(work)).toMatchObject({ phase: 'pages', pages: [], problem: null });
  });
});

describe('the card is taken away', () => {
  it('while the camera shows: it is off, and the pages are there when the card is back', async () => {
    photograph(work);
    work.session.materials.openCamera();
    work.reader.show('no-card');
    expect(work.screen()).toMatchObject({ screen: 'trouble', kind: 'card-removed' });
    work.reader.place(man40);
    expect(await work.until('material')).toMatchObject({ phase: 'pages', pages: { length: 1 } });
  });

  it('while a sheet is scanned: the scanner stops', async () => {
    work.scanner.feeder = pages(1, 2, 3);
    work.scanner.rests = true;
    work.session.materials.scan();
    await expect.poll(() => paper(work).pages.length, { interval: 5 }).toBe(1);
    work.reader.show('no-card');
    await expect.poll(() => work.log.join(), { interval: 5 }).toContain('"outcome":"cancelled"');
    expect(work.screen().screen).toBe('trouble');
    work.reader.place(man40);
    expect(await work.until('material')).toMatchObject({ phase: 'pages', pages: { length: 1 } });
  });
});

it('a running scan holds the idle clock', async () => {
  work.stop();
  work = sessionAtWork({ session: { idleMs: 200, countdownMs: 100 } });
  await comeToPaper(work);
  work.scanner.feeder = pages(1);
  work.scanner.rests = true;
  work.session.materials.scan();
  await expect.poll(() => paper(work).pages.length, { interval: 5 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(paper(work).phase).toBe('scanning');
  work.scanner.goOn();
  await expect.poll(() => work.screen().screen, { timeout: 3000 }).toBe('take-card');
});

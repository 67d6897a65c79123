import type { ReviewView } from '@tongban/contract';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  comeToPaper,
  drawing,
  givePapers,
  MATTER_WITH_PAPERS,
  paper,
  photo,
  photograph,
  photoSize,
  subsistenceAnswers,
} from '../testing/papers.ts';
import { man40, sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork();
});
afterEach(() => work.stop());

it('asks for paper and signature after the last question, and for the review after both', async () => {
  expect(await comeToPaper(work)).toMatchObject({
    ...{ number: 1, of: 2, phase: 'pages', pages: [], maxPages: 6, problem: null, fromReview: false },
    material: { name: { zh: '家庭收入证明' } },
    camera: { state: 'ready', usbId: '1bcf:2c99' },
    scanner: 'ready',
  });
  photograph(work);
  expect(paper(work)).toMatchObject({ phase: 'pages', pages: [{ id: expect.any(String), ...photoSize }] });
  work.session.materials.confirm();
  expect(work.screen()).toMatchObject({
    ...{ screen: 'signature', number: 2, of: 2 },
    statement: { zh: expect.stringContaining('授权') as string },
  });
  expect(work.session.materials.sign(drawing)).toEqual({ ok: true });
  expect(work.screen()).toMatchObject({
    screen: 'review',
    materials: [
      { source: 'card', pages: 0 },
      { source: 'shared', pages: 0 },
      { source: 'document', pages: 1 },
      { source: 'signature', pages: 0 },
    ],
  });
});

it('submits one PDF for a paper and one drawing for a signature', async () => {
  await comeToPaper(work);
  photograph(work);
  photograph(work);
  work.session.materials.confirm();
  work.session.materials.sign(drawing);
  work.session.submit();
  await work.until('done');
  const [card, pdf, svg] = work.sync.inputs[0]?.materials ?? [];
  expect([card?.code, pdf?.code, svg?.code]).toEqual(['MZ0511-01', 'MZ0511-03', 'MZ0511-04']);
  expect([pdf?.mediaType, svg?.mediaType]).toEqual(['application/pdf', 'image/svg+xml']);
  expect((await PDFDocument.load(pdf!.bytes)).getPageCount()).toBe(2);
  expect(Buffer.from(pdf!.bytes).includes(photo)).toBe(true);
  expect(Buffer.from(svg!.bytes).toString()).toMatch(/^<svg .*<path /s);
});

it('does not go on without a page, nor with a dot for a name', async () => {
  await comeToPaper(work);
  work.session.materials.confirm();
  expect(work.screen().screen).toBe('material');
  photograph(work);
  work.session.materials.confirm();
  expect(work.session.materials.sign({ ...drawing, strokes: [] })).toEqual({ ok: false, problem: 'empty' });
  const dot = [drawing.strokes[0]!.slice(0, 2)];
  expect(work.session.materials.sign({ ...drawing, strokes: dot })).toEqual({
    ok: false,
    problem: 'too-short',
  });
  expect(work.screen().screen).toBe('signature');
});

it('shows a page and takes it away again', async () => {
  await comeToPaper(work);
  photograph(work);
  photograph(work);
  const [first, second] = paper(work).pages.map(({ id }) => id);
  expect(work.session.materials.page(first!)).toEqual({
    dataUrl: `data:image/jpeg;base64,${photo.toString('base64')}`,
  });
  work.session.materials.removePage(first!);
  expect(paper(work).pages.map(({ id }) => id)).toEqual([second]);
  expect(work.session.materials.page(first!)).toBeNull();
});

it('shows a page nowhere but where it is given', async () => {
  await comeToPaper(work);
  photograph(work);
  const [page] = paper(work).pages;
  work.session.materials.confirm();
  expect(work.session.materials.page(page!.id)).toBeNull();
});

it('takes as many pages as the matter takes', async () => {
  await comeToPaper(work);
  for (let count = 0; count < 6; count++) photograph(work);
  expect(paper(work)).toMatchObject({ pages: { length: 6 }, problem: null });
  work.session.materials.openCamera();
  expect(paper(work)).toMatchObject({ phase: 'pages', problem: 'too-many-pages' });
  work.session.materials.scan();
  expect(paper(work)).toMatchObject({ phase: 'pages', problem: 'too-many-pages' });
});

it('opens one again from the review and comes back to it', async () => {
  await comeToPaper(work);
  await givePapers(work);
  work.session.materials.edit('MZ0511-03');
  expect(paper(work)).toMatchObject({ fromReview: true, pages: { length: 1 } });
  photograph(work);
  work.session.materials.confirm();
  expect(work.screen()).toMatchObject({ screen: 'review', materials: [{}, {}, { pages: 2 }, {}] });
  work.session.materials.edit('MZ0511-04');
  work.session.back();
  expect(work.screen().screen).toBe('review');
  work.session.materials.edit('MZ0511-01');
  expect(work.screen().screen, 'the card is no paper').toBe('review');
});

it('asks again for a paper whose pages were taken away from the review', async () => {
  await comeToPaper(work);
  await givePapers(work);
  work.session.materials.edit('MZ0511-03');
  work.session.materials.removePage(paper(work).pages[0]!.id);
  work.session.back();
  work.session.submit();
  expect(work.screen().screen).toBe('material');
  expect(work.sync.inputs).toEqual([]);
});

it('is named when the platform did not get it, and goes with the next try', async () => {
  await comeToPaper(work);
  await givePapers(work);
  work.sync.platform = 'misses-paper';
  work.session.submit();
  expect(await work.until('trouble')).toMatchObject({
    kind: 'platform-rejected',
    words: { zh: '请核对：家庭收入证明' },
  });
  work.sync.platform = 'accepts';
  work.session.resolveTrouble('go-back');
  work.session.submit();
  await work.until('done');
  expect(work.sync.inputs[1]?.materials).toHaveLength(3);
});

it('goes back step by step, and forth to what is still open', async () => {
  await comeToPaper(work);
  await givePapers(work);
  work.session.back();
  expect(work.screen().screen).toBe('signature');
  work.session.back();
  expect(paper(work).pages).toHaveLength(1);
  work.session.materials.openCamera();
  work.session.back();
  expect(paper(work).phase).toBe('pages');
  work.session.back();
  expect(work.screen()).toMatchObject({ screen: 'question', field: { name: 'promise' } });
  work.session.answer('promise', true);
  expect(work.screen().screen).toBe('review');
});

it('keeps nothing of the papers when the visit ends, and logs nothing of them', async () => {
  await comeToPaper(work);
  photograph(work);
  const [page] = paper(work).pages;
  work.session.finish();
  work.reader.show('no-card');
  await work.until('attract');
  expect(await comeToPaper(work)).toMatchObject({ pages: [] });
  expect(work.session.materials.page(page!.id)).toBeNull();
  expect(work.log.join()).not.toContain(photo.toString('base64').slice(0, 100));
});

it('says on the guide, before the card, that this terminal has nothing to take papers with', async () => {
  work.stop();
  work = sessionAtWork({ papers: 'nothing' });
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find((each) => each.name.zh === MATTER_WITH_PAPERS)!.id);
  expect(work.screen()).toMatchObject({ screen: 'guide', cannotHere: 'papers-cannot-be-taken' });
  work.session.confirmGuide();
  expect(work.screen().screen).toBe('guide');
  work.session.back();
  work.session.chooseMatter(matters.find((each) => each.name.zh === '老年综合津贴（示例）')!.id);
  expect(work.screen()).toMatchObject({ cannotHere: null });
});

it('says on the guide, before the card, that this terminal cannot write a permit card', async () => {
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find((each) => each.name.zh === '居住证签注（示例）')!.id);
  expect(work.screen()).toMatchObject({ screen: 'guide', cannotHere: 'permit-card-cannot-be-written' });
  work.session.confirmGuide();
  expect(work.screen().screen).toBe('guide');
});

it('says the same while camera and scanner are away, and no longer when one is back', async () => {
  work.camera.unplug();
  work.scanner.become({ kind: 'disconnected', availability: 'offline' });
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters.find((each) => each.name.zh === MATTER_WITH_PAPERS)!.id);
  expect(work.screen()).toMatchObject({ cannotHere: 'papers-cannot-be-taken' });
  work.scanner.become({ kind: 'jammed', availability: 'needs-attention' });
  expect(work.screen()).toMatchObject({ cannotHere: null });
  work.session.confirmGuide();
  work.reader.place(man40);
  await work.fillIn(subsistenceAnswers);
  expect(paper(work)).toMatchObject({ camera: { state: 'offline' }, scanner: 'needs-attention' });
});

it('who cannot write confirms the statement with a key, and the officer reads that it was so', async () => {
  await comeToPaper(work);
  photograph(work);
  work.session.materials.confirm();
  // Nothing is confirmed by somebody who was not asked.
  work.session.materials.confirmStatement();
  expect(work.screen()).toMatchObject({ screen: 'signature', byKey: false });
  work.session.materials.cannotWrite();
  expect(work.screen()).toMatchObject({ screen: 'signature', byKey: true });
  work.session.back();
  expect(work.screen()).toMatchObject({ screen: 'signature', byKey: false });
  work.session.materials.cannotWrite();
  work.session.materials.confirmStatement();
  const signed = (): unknown =>
    (work.screen() as ReviewView).materials.find(({ source }) => source === 'signature');
  expect(signed()).toMatchObject({ byKey: true });
  // Signed after all, it is a signature like any other.
  work.session.materials.edit('MZ0511-04');
  work.session.materials.sign(drawing);
  expect(signed()).toMatchObject({ byKey: false });
  work.session.materials.edit('MZ0511-04');
  work.session.materials.cannotWrite();
  work.session.materials.confirmStatement();
  work.session.submit();
  await work.until('done');
  const svg = work.sync.inputs[0]?.materials.at(-1);
  expect(svg).toMatchObject({ code: 'MZ0511-04', mediaType: 'image/svg+xml' });
  const text = Buffer.from(svg!.bytes).toString('utf8');
  expect(text).toContain('按键确认同意，代替签名');
  expect(text).not.toContain(man40.name);
});

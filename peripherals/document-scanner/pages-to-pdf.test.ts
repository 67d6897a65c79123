import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test } from 'vitest';
import { pagesToPdf } from './index.ts';
import type { PageForPdf } from './index.ts';
import { makePng } from './test-pictures.ts';

function jpegPage(widthPx: number, heightPx: number, resolutionDpi: number, colour: string): PageForPdf {
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, widthPx, heightPx);
  return {
    mediaType: 'image/jpeg',
    bytes: canvas.toBuffer('image/jpeg', 90),
    widthPx,
    heightPx,
    resolutionDpi,
  };
}

/** Runs a program of poppler on the PDF, which never read a line of the library that wrote it. */
function withPoppler<T>(pdf: Uint8Array, use: (path: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-test-'));
  try {
    const path = join(folder, 'pages.pdf');
    writeFileSync(path, pdf);
    return use(path, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function poppler(program: 'pdfinfo' | 'pdftoppm', args: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8' });
  } catch (cause) {
    throw new Error(`${program} does not run: install the Debian package poppler-utils.`, { cause });
  }
}

test('ten pages are one PDF of ten, each as large as its paper, and it names nobody', async () => {
  const pages = Array.from({ length: 10 }, () => jpegPage(620, 877, 75, '#00c'));
  const pdf = await pagesToPdf(pages);
  expect((await PDFDocument.load(pdf)).getPageCount()).toBe(10);
  const info = withPoppler(pdf, (path) => poppler('pdfinfo', [path]));
  expect(info).toMatch(/^Pages: +10$/m);
  expect(info).toMatch(/^Page size: +595\.2 x 841\.92 pts/m);
  expect(info).not.toMatch(/^(Title|Author|Creator|Producer|CreationDate|ModDate)/m);
  expect(Buffer.from(pdf).toString('latin1')).not.toMatch(/\/(Info|Metadata|Producer|Author|CreationDate)\b/);
});

test.each([
  ['JPEG', jpegPage(300, 400, 100, '#c00'), [204, 0, 0]],
  ['PNG', { mediaType: 'image/png', ...pngPage(3, 8) }, [191, 191, 191]],
  ['grey PNG', { mediaType: 'image/png', ...pngPage(1, 8) }, [191, 191, 191]],
  ['black and white PNG', { mediaType: 'image/png', ...pngPage(1, 1) }, [255, 255, 255]],
] as const)('a %s is drawn over the whole page', async (_, page, [red, green, blue]) => {
  const pdf = await pagesToPdf([page]);
  const png = withPoppler(pdf, (path, folder) => {
    poppler('pdftoppm', ['-png', '-r', '100', '-singlefile', path, join(folder, 'page')]);
    return readFileSync(join(folder, 'page.png'));
  });
  const image = await loadImage(png);
  expect([image.width, image.height]).toEqual([300, 400]);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const [r, g, b] = context.getImageData(150, 300, 1, 1).data;
  for (const [seen, wanted] of [
    [r, red],
    [g, green],
    [b, blue],
  ] as const) {
    expect(Math.abs((seen ?? -99) - wanted)).toBeLessThanOrEqual(4);
  }
});

function pngPage(channels: 1 | 3, bitsPerDot: 1 | 8): Omit<PageForPdf, 'mediaType'> {
  const size = { widthPx: 300, heightPx: 400 };
  return { bytes: makePng({ ...size, channels, bitsPerDot }), ...size, resolutionDpi: 100 };
}

test('a PDF without pages, or of what is no page, is refused', async () => {
  await expect(pagesToPdf([])).rejects.toThrow('at least one page');
  const noPng: PageForPdf = { ...pngPage(1, 8), mediaType: 'image/png', bytes: Buffer.from('no PNG') };
  await expect(pagesToPdf([noPng])).rejects.toThrow('not a PNG');
});

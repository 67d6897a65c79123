import type { PDFDocument, PDFRef } from '@cantoo/pdf-lib';
import { readPng } from './protocol/picture.ts';
import type { ScannedPage } from './scan.ts';

const POINTS_PER_INCH = 72;

/** With the first paper: core starts without it. */
const loadPdf = (): Promise<typeof import('@cantoo/pdf-lib')> => import('@cantoo/pdf-lib');

export type PageForPdf = Pick<ScannedPage, 'mediaType' | 'bytes' | 'widthPx' | 'heightPx' | 'resolutionDpi'>;

/**
 * One PDF of all pages, in order, each as large as the paper was (dots and dots per inch). The pictures go in as they
 * are, without being decoded. The file says nothing of who made it, when and with what.
 * @throws Error when there is no page, or a page is not one that `scan` would have delivered.
 */
export async function pagesToPdf(pages: readonly PageForPdf[]): Promise<Uint8Array> {
  if (pages.length === 0) throw new Error('A PDF needs at least one page.');
  const pdfLib = await loadPdf();
  const pdf = await pdfLib.PDFDocument.create({ updateMetadata: false });
  for (const page of pages) {
    const width = (page.widthPx / page.resolutionDpi) * POINTS_PER_INCH;
    const height = (page.heightPx / page.resolutionDpi) * POINTS_PER_INCH;
    const picture =
      page.mediaType === 'image/jpeg'
        ? (await pdf.embedJpg(page.bytes)).ref
        : addPng(pdfLib, pdf, page.bytes);
    const sheet = pdf.addPage([width, height]);
    const name = sheet.node.newXObject('Page', picture);
    sheet.pushOperators(
      pdfLib.pushGraphicsState(),
      pdfLib.concatTransformationMatrix(width, 0, 0, height, 0, 0),
      pdfLib.drawObject(name),
      pdfLib.popGraphicsState(),
    );
  }
  return pdf.save();
}

/** A PNG's rows are what PDF calls predictor 15, so they need not be unpacked. */
function addPng(
  { PDFRawStream }: Awaited<ReturnType<typeof loadPdf>>,
  pdf: PDFDocument,
  bytes: Uint8Array,
): PDFRef {
  const png = readPng(bytes);
  if (png === null) throw new Error('The page is not a PNG as scanners make it.');
  const dict = pdf.context.obj({
    Type: 'XObject',
    Subtype: 'Image',
    Width: png.widthPx,
    Height: png.heightPx,
    ColorSpace: png.channels === 3 ? 'DeviceRGB' : 'DeviceGray',
    BitsPerComponent: png.bitsPerDot,
    Filter: 'FlateDecode',
    DecodeParms: {
      Predictor: 15,
      Colors: png.channels,
      BitsPerComponent: png.bitsPerDot,
      Columns: png.widthPx,
    },
    Length: png.data.length,
  });
  return pdf.context.register(PDFRawStream.of(dict, png.data));
}

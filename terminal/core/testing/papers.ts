import type { MaterialView, MethodParams } from '@tongban/contract';
import { FULL_HD, INCOME_CERTIFICATE, photographDesk } from '@tongban/peripherals/camera/simulator';
import type { ScannedPage } from '@tongban/peripherals/document-scanner';
import { man40, type SessionAtWork } from './session-at-work.ts';

/** What a citizen brings and does for the matter that needs a paper and a signature; everything is synthetic. */

export const MATTER_WITH_PAPERS = '最低生活保障金申请（示例）';
export const subsistenceAnswers = {
  householdSize: '2',
  mainReason: 'no-work',
  monthlyIncome: '1980',
  bankCard: '6222021001112223331',
  phone: '13800005678',
  promise: true,
} as const;

/** As the document camera takes it; a whole JPEG. */
export const photo = photographDesk(INCOME_CERTIFICATE);
export const photoSize = FULL_HD;

const SMALL_SHEET = { widthPx: 210, heightPx: 297 };
const sheet = photographDesk(INCOME_CERTIFICATE, SMALL_SHEET);
export function scannedPage(number: number): ScannedPage {
  return { number, mediaType: 'image/jpeg', bytes: sheet, ...SMALL_SHEET, resolutionDpi: 25 };
}

/** A zigzag of 40 mm: no name, and long enough for one. */
export const drawing: MethodParams<'session.sign'> = {
  width: 1600,
  height: 500,
  strokes: [
    Array.from({ length: 40 }, (_, index) => ({
      x: 100 + index * 10,
      y: index % 2 === 0 ? 100 : 200,
      t: index * 10,
      pressure: 0.5,
    })),
  ],
};

/** From the attract screen to the first paper. */
export async function comeToPaper(work: SessionAtWork): Promise<MaterialView> {
  await work.identify(MATTER_WITH_PAPERS, man40);
  await work.fillIn(subsistenceAnswers);
  return work.until('material');
}

/** The paper that is being given; fails on any other screen. */
export function paper(work: SessionAtWork): MaterialView {
  const view = work.screen();
  if (view.screen !== 'material') throw new Error(`not at a paper but at ${view.screen}`);
  return view;
}

export function photograph(work: SessionAtWork, bytes: Uint8Array = photo): void {
  work.session.materials.openCamera();
  work.session.materials.addPhoto(Buffer.from(bytes).toString('base64'));
}

/** Through paper and signature to the review. */
export async function givePapers(work: SessionAtWork): Promise<void> {
  photograph(work);
  work.session.materials.confirm();
  await work.until('signature');
  work.session.materials.sign(drawing);
  await work.until('review');
}

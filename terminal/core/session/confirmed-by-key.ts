import { shanghaiTime } from '../slip/compose-slip.ts';

/** Of the field that others sign in, in tenths of a millimetre. */
const WIDTH = 1600;
const HEIGHT = 500;

/**
 * What stands in the place of a signature when somebody cannot write, or does not see where: they heard or read the
 * statement and confirmed it with a key, their identity being known. By 电子签名法 art. 2 data that identify the signer and
 * show that he approves the content are an electronic signature; the officer reads that it was made in this way.
 */
export function confirmedByKey(at: Date): string {
  const lines = [
    '申请人身份已在自助终端核验。',
    '因不便书写，已阅（听）上述内容，并按键确认同意，代替签名。',
    shanghaiTime(at.toISOString()),
  ];
  const texts = lines.map((line, index) => `<text x="60" y="${150 + 110 * index}">${line}</text>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH / 10}mm" height="${HEIGHT / 10}mm" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-size="50" font-family="Noto Sans SC, sans-serif">${texts}</svg>`;
}

/** A finger that writes in the keyboard's square. */

/** What 十 is taken for. */
export const LIKE_TEN: readonly string[] = [...'十千干于士土丁寸才木卜上下工王斗升午牛半'];

/** The strokes of 十, in hundredths of the square. */
const TEN = [
  [
    [16, 46],
    [50, 44],
    [86, 43],
  ],
  [
    [50, 14],
    [51, 52],
    [50, 88],
  ],
] as const;

/** Writes 十 with events of a pen, as a panel sends them. */
export function writeTen(): void {
  const sheet = document.querySelector('[data-writing] canvas')?.parentElement;
  if (!sheet) return;
  const { left, top, width, height } = sheet.getBoundingClientRect();
  const send = (type: string, [x, y]: readonly [number, number]): void => {
    const place = { clientX: left + (x / 100) * width, clientY: top + (y / 100) * height };
    sheet.dispatchEvent(new PointerEvent(type, { pointerId: 7, pointerType: 'mouse', ...place }));
  };
  // No pointer of the browser's own is down that could be captured.
  sheet.setPointerCapture = () => undefined;
  for (const stroke of TEN) {
    const [first] = stroke;
    send('pointerdown', first);
    for (const [index, to] of stroke.entries()) {
      const from = stroke[index - 1] ?? first;
      for (let step = 1; step <= 8; step += 1) {
        const at = (axis: 0 | 1) => from[axis] + ((to[axis] - from[axis]) * step) / 8;
        send('pointermove', [at(0), at(1)]);
      }
    }
    send('pointerup', first);
  }
}

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { PORTRAIT } from './gallery-page.ts';

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });
/** Of the panel of 21.5 inches that the fixture views have, in pixels. */
const PIXELS_PER_MM = Math.hypot(1080, 1920) / (21.5 * 25.4);

const gallery = galleryInTests();
const { show, called, action } = gallery;
beforeEach(() => show('view=attract'));

describe('papers', () => {
  test('the ways that this terminal has are offered, one that is away has a plain word', async () => {
    await show('view=material-first&lang=zh');
    await action('openCamera').click();
    await action('scan').click();
    expect([await called('session.openCamera'), await called('session.scan')]).toEqual([[{}], [{}]]);
    expect(await action('confirmMaterial').isDisabled()).toBe(true);
    await show('view=material-camera-offline&lang=zh');
    expect(await gallery.page.locator('[data-away="openCamera"]').textContent()).toBe('高拍仪没有连上');
    expect(await action('openCamera').count()).toBe(0);
    await show('view=material-camera-only&lang=zh');
    expect(await action('scan').count()).toBe(0);
    expect(await gallery.page.locator('[data-away]').count()).toBe(0);
  });

  test('a page is looked at large, kept, and removed', async () => {
    await show('view=material-pages&lang=zh');
    await gallery.page.locator('[data-page="page-2"] img').waitFor();
    await gallery.page.locator('[data-page="page-2"] button').click();
    const large = gallery.page.locator('[data-overlay="page"]');
    expect(await large.textContent()).toContain('第 2 页');
    await eventually(() =>
      large.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBe(594);
    await large.locator('[data-action="close"]').click();
    expect(await called('session.removePage')).toEqual([]);
    await gallery.page.locator('[data-page="page-2"] button').click();
    await large.locator('[data-action="removePage"]').click();
    expect(await called('session.removePage')).toEqual([{ page: 'page-2' }]);
    await eventually(() => large.count()).toBe(0);
    await action('confirmMaterial').click();
    expect(await called('session.confirmMaterial')).toEqual([{}]);
  });

  test('each picture is fetched once, however often core tells of the page', async () => {
    await gallery.page.evaluate(() => window.gallery.show('view=material-pages&lang=en'));
    await gallery.page.locator('[data-page="page-3"] img').waitFor();
    await gallery.page.evaluate(async () => {
      for (let push = 0; push < 5; push += 1) {
        window.gallery.push();
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    const asked = await called('session.page');
    expect(asked.map(({ page }) => page)).toEqual(['page-1', 'page-2', 'page-3']);
  });

  test('a second tap on the shutter does not keep a photograph that nobody looked at', async () => {
    await show('view=material-camera&lang=zh');
    await gallery.page.locator('[data-camera="live"]').waitFor();
    await action('shoot').dblclick();
    await gallery.page.locator('[data-camera="frozen"]').waitFor();
    expect(await called('session.addPhoto')).toEqual([]);
    await gallery.page.locator('[data-action="retake"]').click();
    await gallery.page.locator('[data-camera="live"]').waitFor();
    await action('closeCamera').click();
    expect(await called('session.closeCamera')).toEqual([{}]);
  });
});

describe('a signature', () => {
  beforeEach(async () => {
    await gallery.page.setViewportSize(PORTRAIT);
    await show('view=signature&lang=zh&care=0');
    await gallery.page.evaluate(() => (window.gallery.sign = { ok: true }));
  });

  /** One straight stroke, in millimetres from the field's upper left corner. */
  async function stroke(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const box = await gallery.page.locator('[data-signature]').boundingBox();
    if (box === null) throw new Error('no field');
    const at = ([x, y]: readonly [number, number]) =>
      [box.x + x * PIXELS_PER_MM, box.y + y * PIXELS_PER_MM] as const;
    await gallery.page.mouse.move(...at(from));
    await gallery.page.mouse.down();
    await gallery.page.mouse.move(...at(to), { steps: 10 });
    await gallery.page.mouse.up();
  }
  const inkedPixels = () =>
    gallery.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-signature] canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return data?.filter((value, index) => index % 4 === 3 && value > 128).length ?? 0;
    });

  test('goes to core in tenths of a millimetre, with its time', async () => {
    expect(await action('sign').textContent()).toContain('请先签名');
    await stroke([20, 20], [80, 60]);
    await stroke([100, 20], [100, 70]);
    expect(await inkedPixels()).toBeGreaterThan(1000);
    await action('sign').click();
    const [sent] = await called('session.sign');
    const box = await gallery.page.locator('[data-signature]').boundingBox();
    expect(sent?.width).toBeCloseTo(((box?.width ?? 0) / PIXELS_PER_MM) * 10, -1);
    expect(sent?.height).toBeCloseTo(((box?.height ?? 0) / PIXELS_PER_MM) * 10, -1);
    expect(sent?.strokes).toHaveLength(2);
    const [first, second] = sent?.strokes ?? [];
    // A pixel is two and a half tenths.
    expect(Math.abs((first?.[0]?.x ?? 0) - 200)).toBeLessThan(4);
    expect(Math.abs((first?.at(-1)?.y ?? 0) - 600)).toBeLessThan(4);
    expect(Math.abs((second?.at(-1)?.y ?? 0) - 700)).toBeLessThan(4);
    expect(first?.[0]?.t).toBe(0);
    expect(second?.[0]?.t).toBeGreaterThanOrEqual(first?.at(-1)?.t ?? Infinity);
  });

  test('that is too short is said at the field, until it is written anew', async () => {
    await gallery.page.evaluate(() => (window.gallery.sign = { ok: false, problem: 'too-short' }));
    await stroke([20, 20], [24, 24]);
    await action('sign').click();
    const problem = gallery.page.locator('[data-problem="too-short"]');
    await eventually(() => problem.textContent()).toContain('请把姓名写完整');
    await action('signAgain').click();
    await eventually(() => problem.count()).toBe(0);
    expect(await inkedPixels()).toBe(0);
    expect(await action('sign').isDisabled()).toBe(true);
  });

  test('stays when core pushes a view of the same step', async () => {
    await stroke([20, 20], [80, 60]);
    const before = await inkedPixels();
    await gallery.page.evaluate(() => window.gallery.push({ network: 'offline', notice: null }));
    expect(await inkedPixels()).toBe(before);
    expect(await action('sign').isEnabled()).toBe(true);
  });

  test('is written by one finger; the screen does not scroll under it', async () => {
    const box = await gallery.page.locator('[data-signature]').boundingBox();
    if (box === null) throw new Error('no field');
    const session = await gallery.page.context().newCDPSession(gallery.page);
    const point = (id: number, x: number, y: number) => ({
      id,
      x: box.x + x,
      y: box.y + y,
      radiusX: 12,
      radiusY: 12,
    });
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: ReturnType<typeof point>[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    await touch('touchStart', [point(1, 100, 100)]);
    await touch('touchStart', [point(1, 100, 100), point(2, 600, 300)]);
    for (let step = 1; step <= 10; step += 1) {
      await touch('touchMove', [point(1, 100, 100 + step * 20), point(2, 600 - step * 20, 300)]);
    }
    await touch('touchEnd', []);
    await action('sign').click();
    const [sent] = await called('session.sign');
    expect(sent?.strokes).toHaveLength(1);
    const written = sent?.strokes[0] ?? [];
    expect(written.length).toBeGreaterThan(5);
    expect(new Set(written.map((each) => Math.round(each.x))).size).toBe(1);
  });
});

describe('what is told on whatever screen', () => {
  test('a code that is of no use, for as long as core says so', async () => {
    await show('view=material-first&lang=zh&notice=code-not-valid');
    const notice = gallery.page.locator('[data-notice]');
    expect(await notice.textContent()).toContain('这个码在这里不能用');
    await gallery.page.evaluate(() => window.gallery.push({ notice: null }));
    await eventually(() => notice.count()).toBe(0);
  });

  test('what this terminal cannot do, before somebody begins', async () => {
    await show('view=attract&lang=zh&devices=broken');
    expect(await gallery.page.locator('[data-cannot]').textContent()).toContain('暂时不能读身份证');
    await show('view=guide-cannot-here&lang=zh');
    expect(await action('confirmGuide').isDisabled()).toBe(true);
    expect(await action('back').isEnabled()).toBe(true);
  });

  test('papers and signatures of the review can be given anew, what comes from the card cannot', async () => {
    await show('view=review&lang=zh');
    const change = gallery.page.locator('[data-action="editMaterial"]');
    expect(await change.count()).toBe(2);
    await change.first().click();
    expect(await called('session.editMaterial')).toEqual([{ code: 'household-register' }]);
  });
});

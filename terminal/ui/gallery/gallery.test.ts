import { AxeBuilder } from '@axe-core/playwright';
import jsqr from 'jsqr';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { TURN_MS } from '../src/attract/turns.ts';
import { LANDSCAPE, openGallery, PORTRAIT, showIn, type GalleryPage } from './gallery-page.ts';
import { LIMITS, measureViews } from './measure.ts';
import { distinct, situations } from './situations.ts';
import { views } from './views.ts';

const SUITE_TIMEOUT_MS = 180_000;
/** A browser on a busy machine may be slow; a condition that holds is seen at once. */
const PATIENCE_MS = 20_000;
vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

const everyWay = situations.flatMap((hash) =>
  ['zh', 'en'].flatMap((language) => ['0', '1'].map((care) => `${hash}&lang=${language}&care=${care}`)),
);

let gallery: GalleryPage;
beforeAll(async () => {
  gallery = await openGallery();
}, SUITE_TIMEOUT_MS);
afterAll(async () => {
  await gallery[Symbol.asyncDispose]();
});

const show = (hash: string): Promise<void> => showIn(gallery.page, hash);
function called(method: string): Promise<unknown[]> {
  return gallery.page.evaluate(
    (wanted) => window.gallery.calls.filter((call) => call.method === wanted).map((call) => call.params),
    method,
  );
}
const eventually = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: PATIENCE_MS });
const action = (name: string) => gallery.page.locator(`[data-action="${name}"]`).first();

describe('every view', () => {
  test.for([PORTRAIT, LANDSCAPE])(
    'fits $width × $height in both languages and sizes',
    { timeout: SUITE_TIMEOUT_MS },
    async (viewport) => {
      await gallery.page.setViewportSize(viewport);
      expect(await gallery.page.evaluate(measureViews, { hashes: everyWay, limits: LIMITS })).toEqual([]);
    },
  );

  test('has no fault that axe knows', { timeout: SUITE_TIMEOUT_MS }, async () => {
    const found: string[] = [];
    for (const [index, situation] of distinct.entries()) {
      // One way of drawing each, taken in turn: the ways differ in size and words, not in structure.
      await gallery.page.setViewportSize(index % 2 === 0 ? PORTRAIT : LANDSCAPE);
      await show(`${situation}&lang=${index % 3 === 0 ? 'en' : 'zh'}&care=${index % 4 === 0 ? '1' : '0'}`);
      const { violations } = await new AxeBuilder({ page: gallery.page }).setLegacyMode().analyze();
      for (const { id, nodes } of violations) {
        found.push(`${situation}: ${id} ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
      }
    }
    expect(found).toEqual([]);
  });

  test('draws without an error of script, console or policy', () => {
    expect(gallery.errors).toEqual([]);
  });
});

describe('behaviour', () => {
  beforeEach(async () => {
    await gallery.page.setViewportSize(PORTRAIT);
  });

  test('a view older than the one shown is ignored', async () => {
    await show('view=guide&lang=zh');
    await gallery.page.evaluate(() => window.gallery.push({ revision: 1, language: 'en' }));
    expect(await gallery.page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await gallery.page.evaluate(() => window.gallery.push({ language: 'en' }));
    expect(await gallery.page.locator('html').getAttribute('lang')).toBe('en');
  });

  test('announcements for which there is no room have their turn, and fit then too', async () => {
    const browser = gallery.page.context().browser();
    if (!browser) throw new Error('the gallery has no browser');
    const page = await browser.newPage({ viewport: PORTRAIT });
    onTestFinished(() => page.close());
    await page.clock.install();
    await page.goto(new URL('/', gallery.page.url()).href);
    await page.locator('[data-screen]').waitFor();
    for (const [care, places] of [
      ['0', 2],
      ['1', 1],
    ] as const) {
      const hash = `view=attract&told=urgent&lang=zh&care=${care}`;
      await showIn(page, hash);
      const seen = new Set<string>();
      for (let turn = 0; turn < 3; turn += 1) {
        const titles = await page.locator('[data-announcement] b').allTextContents();
        expect(titles).toHaveLength(places);
        for (const title of titles) seen.add(title.trim());
        expect(await page.evaluate(measureViews, { hashes: [hash], limits: LIMITS })).toEqual([]);
        await page.clock.runFor(TURN_MS);
      }
      expect([...seen].sort()).toEqual(['公告', '系统维护', '紧急停办'].sort());
    }
  });

  test('any touch on the attract screen starts, its quiet buttons do only what they say', async () => {
    await show('view=attract&lang=zh');
    await gallery.page.mouse.click(500, 300);
    expect(await called('session.start')).toHaveLength(1);
    await show('view=attract&lang=zh&care=0');
    await action('setDisplay').click();
    expect(await called('session.setDisplay')).toEqual([{ text: 'large', contrast: 'normal', reach: false }]);
    await action('setReach').click();
    expect((await called('session.setDisplay')).at(-1)).toEqual({
      ...{ text: 'normal', contrast: 'normal', reach: true },
    });
    expect(await called('session.start')).toHaveLength(0);
  });

  test('the heading of a new screen has the focus', async () => {
    await show('view=guide&lang=zh');
    await show('view=review&lang=zh');
    const focused = gallery.page.locator('h1:focus');
    expect(await focused.textContent()).toBe('请核对，没有问题就提交');
  });

  test('keys of the screen and of a keyboard type digits, and what is missing is said', async () => {
    await show('view=question-phone-empty&lang=zh');
    await gallery.page.locator('[data-key="1"]').click();
    await gallery.page.keyboard.type('38x00');
    await gallery.page.locator('[data-key="delete"]').click();
    await eventually(() => gallery.page.locator('[data-typed]').textContent()).toBe('138 0');
    await eventually(() => action('answer').textContent()).toBe('还差 7 位');
    expect(await action('answer').isDisabled()).toBe(true);
    await gallery.page.keyboard.type('0138001');
    await eventually(() => action('answer').isEnabled()).toBe(true);
    await action('answer').click();
    expect(await called('session.answer')).toEqual([{ field: 'fieldphone', value: '13800138001' }]);
  });

  test('only the answer to the latest check counts', async () => {
    await show('view=guide&lang=zh');
    await show('view=question-phone-empty&lang=zh');
    await gallery.page.evaluate(() => {
      const usual = window.gallery.check;
      const late: (() => void)[] = [];
      window.gallery.check = (value) =>
        value === '1'
          ? new Promise((resolve) => late.push(() => resolve({ ok: true })))
          : usual(value).then((result) => {
              for (const release of late.splice(0)) release();
              return result;
            });
    });
    await gallery.page.keyboard.type('13');
    await eventually(() => action('answer').textContent()).toBe('还差 9 位');
    expect(await action('answer').isDisabled()).toBe(true);
  });

  test('what is typed stays when core pushes a view of the same question', async () => {
    await show('view=guide&lang=zh');
    await show('view=question-phone-empty&lang=zh&care=1');
    await gallery.page.keyboard.type('139');
    await gallery.page.evaluate(() => window.gallery.push({ network: 'offline', idleSecondsLeft: null }));
    expect(await gallery.page.locator('[data-typed]').textContent()).toBe('139');
  });

  test('a full number is shown only while its button is pressed', async () => {
    await show('view=review&lang=zh');
    const value = gallery.page.locator('[data-field="bankCard"] [data-shown]');
    const button = gallery.page.locator('[data-action="reveal"][data-value="bankCard"]');
    const masked = '6222 **** **** 5678';
    const full = '6222 0210 0111 6245 678';
    await button.hover();
    expect(await value.textContent()).toBe(masked);
    for (const letGo of [
      () => gallery.page.mouse.up(),
      () => gallery.page.mouse.move(10, 10),
      () => gallery.page.evaluate(() => window.dispatchEvent(new Event('blur'))),
      () => gallery.page.evaluate(() => window.dispatchEvent(new PointerEvent('pointercancel'))),
    ]) {
      await button.hover();
      await gallery.page.mouse.down();
      await eventually(() => value.textContent()).toBe(full);
      await letGo();
      await eventually(() => value.textContent()).toBe(masked);
      await gallery.page.mouse.up();
    }
    expect(await gallery.page.content()).not.toContain(full);
  });

  test('a terminal that takes nothing new says so and begins nothing, wherever it is touched', async () => {
    await show('view=attract-revoked&lang=zh');
    expect(await gallery.page.locator('h1').textContent()).toBe('本机暂停服务');
    expect(await gallery.page.locator('[data-screen="attract"]').textContent()).toContain('大厅 1 号服务台');
    await gallery.page.mouse.click(500, 300);
    expect(await called('session.start')).toHaveLength(0);
    expect(await action('start').count()).toBe(0);
    expect(await action('openMySubmissions').count()).toBe(0);
  });

  test('a row that asks for something says what, until when and why, and opens it by its number', async () => {
    await show('view=mine-needs&lang=zh');
    const need = gallery.page.locator('[data-need]').first();
    const words = await need.textContent();
    for (const said of ['家庭收入证明', '第 2 页看不清', '银行卡号', '2026年12月4日（星期五）', '再填一遍']) {
      expect(words).toContain(said);
    }
    await need.locator('[data-action="correct"]').click();
    expect(await called('session.correct')).toEqual([{ number: '310199202611220000021' }]);
  });

  test('a row that cannot be corrected here sends to the counter', async () => {
    await show('view=mine-not-here&lang=zh');
    expect(await gallery.page.locator('[data-need]').first().textContent()).toContain('请到窗口办理');
    expect(await action('correct').count()).toBe(0);
  });

  test('a licence is asked for in one question, with its consent, and the paper stays the other way', async () => {
    await show('view=licence&lang=zh');
    const words = await gallery.page.locator('main').textContent();
    for (const said of ['用电子证照，好吗？', '居民户口簿', '张*', '长期有效', '只用来办这一件事']) {
      expect(words).toContain(said);
    }
    expect(await gallery.page.locator('.button.main').textContent()).toBe('用电子证照，不用扫描');
    await action('usePaper').click();
    await action('useLicence').click();
    expect(await called('session.usePaper')).toHaveLength(1);
    expect(await called('session.useLicence')).toHaveLength(1);
    await show('view=licence-looking&lang=zh');
    expect(await action('useLicence').count()).toBe(0);
    expect(await action('usePaper').isEnabled()).toBe(true);
    await show('view=material-licence-offline&lang=zh');
    expect(await gallery.page.locator('[data-no-licence]').textContent()).toContain('网络不通');
  });

  test('a second tap while core works does not act twice', async () => {
    await show('view=review&lang=zh');
    await gallery.page.evaluate(() => {
      const button = document.querySelector<HTMLButtonElement>('[data-action="submit"]');
      button?.click();
      button?.click();
    });
    expect(await called('session.submit')).toHaveLength(1);
  });

  test('a matter that cannot be begun keeps its place, says why, and is tapped like the others', async () => {
    await show('view=choose-3-away&lang=zh');
    const away = gallery.page.locator('[data-unavailable="maintenance"]');
    expect(await gallery.page.locator('[data-action="chooseMatter"]').allTextContents()).toEqual([
      expect.stringContaining('有无违法犯罪记录证明'),
      expect.stringMatching(/居民医保参保登记.*系统维护中.*预计 11月26日 00:00 恢复/s),
      expect.stringContaining('老年综合津贴'),
    ]);
    await away.click();
    expect(await called('session.chooseMatter')).toHaveLength(1);
    await show('view=unavailable-cut-off&lang=en');
    const words = await gallery.page.locator('main').textContent();
    expect(words).toContain('Not decided yet');
    expect(words).toContain('Online, in the Suishenban app, or at the counter.');
    await action('back').click();
    expect(await called('session.back')).toHaveLength(1);
  });

  test('a form whose matter was paused goes on, and the way on is the main one', async () => {
    await show('view=trouble-matter-paused&lang=zh');
    expect(await gallery.page.locator('main').textContent()).toContain('预计 12月1日 星期二 08:00 恢复');
    expect(await gallery.page.locator('.button.main').textContent()).toBe('接着填，先收好');
    await action('go-on').click();
    expect(await called('session.resolveTrouble')).toEqual([{ way: 'go-on' }]);
  });

  test('leaving asks first where something was typed', async () => {
    await show('view=question-digits&lang=zh');
    await action('leave').click();
    expect(await called('session.finish')).toHaveLength(0);
    await gallery.page.locator('dialog [data-action="finish"]').click();
    expect(await called('session.finish')).toHaveLength(1);
  });

  test('help says where staff are and goes away again', async () => {
    await show('view=guide&lang=zh&care=1');
    await action('help').click();
    const dialog = gallery.page.locator('[data-overlay="help"]');
    expect(await dialog.textContent()).toContain('大厅 1 号服务台');
    expect(await dialog.textContent()).toContain('12345');
    await dialog.locator('[data-action="close"]').click();
    expect(await dialog.count()).toBe(0);
  });

  test('the display is chosen in an overlay, at once and as often as one likes', async () => {
    await show('view=guide&lang=zh&care=0');
    await action('display').click();
    const dialog = gallery.page.locator('[data-overlay="display"]');
    await dialog.locator('[data-value="large"]').click();
    await dialog.locator('[data-value="contrast-high"]').click();
    expect(await called('session.setDisplay')).toEqual([
      { text: 'large', contrast: 'normal', reach: false },
      { text: 'normal', contrast: 'high', reach: false },
    ]);
    await gallery.page.evaluate(() =>
      window.gallery.push({ display: { text: 'large', contrast: 'high', reach: false } }),
    );
    expect(await gallery.page.locator('html').getAttribute('class')).toBe('care contrast');
    expect(await dialog.locator('[aria-checked="true"]').allTextContents()).toEqual([
      '大 · 关怀模式',
      '黑白分明',
      '平常位置',
      '关',
    ]);
    await dialog.locator('[data-value="speech-on"]').click();
    expect(await called('session.setSpeech')).toEqual([{ on: true }]);
    await gallery.page.evaluate(() =>
      window.gallery.push({ speech: { available: true, on: true, volume: 5, onlyHeadset: false } }),
    );
    expect(await dialog.locator('[data-action="setVolume"]').last().isDisabled()).toBe(true);
    await dialog.locator('[data-action="setVolume"]').first().click();
    expect(await called('session.setVolume')).toEqual([{ volume: 4 }]);
    await dialog.locator('[data-value="reach-low"]').click();
    expect((await called('session.setDisplay')).at(-1)).toMatchObject({ reach: true });
    await dialog.locator('[data-action="close"]').click();
    expect(await dialog.count()).toBe(0);
  });

  test('the idle warning counts down and one touch goes on', async () => {
    await show('view=review&lang=zh&idle=25');
    const dialog = gallery.page.locator('[data-overlay="idle"]');
    expect(await dialog.textContent()).toContain('25 秒后清除');
    await gallery.page.evaluate(() => window.gallery.push({ idleSecondsLeft: 24 }));
    await eventually(() => dialog.textContent()).toContain('24 秒后清除');
    // The finger that goes down must not take the button away under itself.
    await dialog.locator('[data-action="finish"]').click();
    expect(await called('session.touch')).toHaveLength(0);
    expect(await called('session.finish')).toHaveLength(1);
    await dialog.locator('[data-action="touch"]').click();
    expect(await called('session.touch')).toHaveLength(1);
    await gallery.page.mouse.click(500, 200);
    expect(await called('session.touch')).toHaveLength(2);
    await gallery.page.evaluate(() => window.gallery.push({ idleSecondsLeft: null }));
    await eventually(() => dialog.count()).toBe(0);
  });

  test('the screens are covered while core is away and take its view when it is back', async () => {
    await show('view=review&lang=zh');
    await gallery.page.evaluate(() => window.gallery.setAway(true));
    await gallery.page.locator('[data-screen="wait"]').waitFor();
    await gallery.page.evaluate(() => window.gallery.setAway(false));
    await gallery.page.locator('[data-screen="wait"]').waitFor({ state: 'detached' });
    expect(await called('view.get')).toHaveLength(1);
  });

  test('an answer that a newer view has overtaken is not shown', async () => {
    await show('view=review&lang=zh');
    await gallery.page.evaluate(() => {
      const { view } = window.gallery;
      window.gallery.view = () => {
        window.gallery.view = view;
        const older = view();
        window.gallery.push({ language: 'en' });
        return older;
      };
      window.gallery.setAway(true);
      window.gallery.setAway(false);
    });
    await gallery.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(await gallery.page.locator('html').getAttribute('lang')).toBe('en');
  });

  test('a long list moves by its buttons to the very end', async () => {
    await show('view=choose-21&lang=zh');
    const last = gallery.page.locator('[data-action="chooseMatter"]').last();
    for (let page = 0; page < 10 && (await action('scroll-down').isEnabled()); page += 1) {
      await action('scroll-down').click();
      await gallery.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    expect(await action('scroll-down').isDisabled()).toBe(true);
    const box = await last.boundingBox();
    const pager = await action('scroll-up').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(pager?.y ?? 0);
  });

  test('the QR code reads as the text of the view', async () => {
    await show('view=done-accepted&lang=zh');
    const { pixels, side } = await gallery.page.evaluate(async () => {
      const svg = document.querySelector('[data-qr]');
      const image = new Image();
      const sidePx = 180;
      const source = new XMLSerializer().serializeToString(svg ?? document.createElement('svg'));
      image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = sidePx;
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0, sidePx, sidePx);
      return { pixels: [...(context?.getImageData(0, 0, sidePx, sidePx).data ?? [])], side: sidePx };
    });
    expect(jsqr(Uint8ClampedArray.from(pixels), side, side)?.data).toBe(views['done-accepted'].qr);
  });

  test('matters are found by situation: the groups, one group, and another one', async () => {
    await show('view=choose-situations&lang=zh');
    expect(await gallery.page.locator('h1').textContent()).toBe('您遇到了什么事？');
    expect(await action('chooseMatter').count()).toBe(0);
    await gallery.page.locator('[data-action="findIn"]', { hasText: '看病就医' }).click();
    await show('view=choose-one-situation&lang=zh');
    expect(await gallery.page.locator('h1').textContent()).toBe('找工作、没了工作');
    await action('findOther').click();
    await gallery.page.locator('[data-action="find"][data-value="all"]').click();
    expect(await called('session.find')).toEqual([
      { by: 'situation', group: null },
      { by: 'all', group: null },
    ]);
  });

  test('a satisfied citizen rates with one touch, who is not is asked why first', async () => {
    await show('view=done-rated&lang=zh');
    expect(await gallery.page.locator('[data-rated]').textContent()).toContain('谢谢您的评价');
    expect(await action('openRating').count()).toBe(0);
    await show('view=rating&lang=zh');
    await gallery.page.locator('[data-stars="4"]').click();
    expect(await called('session.rate')).toEqual([{ stars: 4, reasons: [] }]);
    await show('view=guide&lang=zh');
    await show('view=rating&lang=zh');
    await gallery.page.locator('[data-stars="1"]').click();
    expect(await called('session.rate')).toEqual([]);
    await gallery.page.locator('[data-reason="device-trouble"]').click();
    await gallery.page.locator('[data-reason="took-too-long"]').click();
    await gallery.page.locator('[data-reason="device-trouble"]').click();
    await action('rate').click();
    expect(await called('session.rate')).toEqual([{ stars: 1, reasons: ['took-too-long'] }]);
  });

  test('held and accepted say plainly which of the two they are', async () => {
    await show('view=done-held&lang=zh');
    const receipt = gallery.page.locator('[data-outcome]');
    expect(await receipt.textContent()).toContain('暂存凭证号（非受理凭证）');
    expect(await receipt.textContent()).toContain('自平台收到之日起');
    await show('view=done-accepted&lang=zh');
    expect(await receipt.textContent()).toContain('办件编号');
    expect(await receipt.textContent()).toContain('2026年12月31日（星期四）前');
  });
});

import jsqr from 'jsqr';
import { beforeEach, expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { PORTRAIT } from './gallery-page.ts';
import { views } from './views.ts';

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

const gallery = galleryInTests();
const { called, show, showAnew, action, key, typedLine } = gallery;
beforeEach(() => gallery.page.setViewportSize(PORTRAIT));

test('the heading of a new screen has the focus', async () => {
  await show('view=guide&lang=zh');
  await show('view=review&lang=zh');
  const focused = gallery.page.locator('h1:focus');
  expect(await focused.textContent()).toBe('请核对，没有问题就提交');
});

test('keys of the screen and of a keyboard type digits, and what is missing is said', async () => {
  await show('view=question-phone-empty&lang=zh');
  await key('1').click();
  await gallery.page.keyboard.type('38x00');
  await key('delete').click();
  await eventually(typedLine).toBe('138 0');
  await eventually(() => action('answer').textContent()).toBe('还差 7 位');
  expect(await action('answer').isDisabled()).toBe(true);
  await gallery.page.keyboard.type('0138001');
  await eventually(() => action('answer').isEnabled()).toBe(true);
  await action('answer').click();
  expect(await called('session.answer')).toEqual([{ field: 'fieldphone', value: '13800138001' }]);
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
  await showAnew('view=rating&lang=zh');
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

import { expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { LANDSCAPE, PORTRAIT } from './gallery-page.ts';

vi.setConfig({ testTimeout: 3 * PATIENCE_MS });

const gallery = galleryInTests();
const { called, action, key, typedLine } = gallery;

async function ask(name: string): Promise<void> {
  await gallery.page.setViewportSize(PORTRAIT);
  await gallery.showAnew(`view=${name}&lang=zh`);
}

test('help leads there from the middle of a form, and fits in every way of drawing', async () => {
  for (const viewport of [PORTRAIT, LANDSCAPE]) {
    for (const way of ['lang=zh&care=0', 'lang=en&care=0', 'lang=zh&care=1', 'lang=en&care=1']) {
      await gallery.page.setViewportSize(viewport);
      const hash = `view=question-phone&${way}`;
      await gallery.showAnew(hash);
      await action('help').click();
      expect(await gallery.misfits(hash)).toEqual([]);
    }
  }
  await gallery.page.locator('[data-overlay="help"] [data-action="openHotline"]').click();
  expect(await called('hotline.open')).toHaveLength(1);
});

test('help does not offer it where a step goes on by itself', async () => {
  await ask('submitting');
  await action('help').click();
  expect(await action('openHotline').count()).toBe(0);
});

test('words are typed in Chinese, and sent when their characters are chosen', async () => {
  await ask('hotline-words');
  expect(await action('writeWords').textContent()).toBe('请先写几个字');
  await gallery.page.keyboard.type('juzhuzheng');
  expect(await action('writeWords').textContent()).toBe('请先点选汉字');
  expect(await action('writeWords').isDisabled()).toBe(true);
  await gallery.page.locator('[data-candidate="居住证"]').click();
  await action('writeWords').click();
  expect(await called('hotline.write')).toEqual([{ text: '居住证' }]);
});

test('what is typed at the end of many lines stays in sight', async () => {
  await ask('hotline-words-long');
  await gallery.page.keyboard.type('haode ');
  await eventually(() =>
    gallery.page.evaluate(() => {
      const caret = document.querySelector('.caret')!.getBoundingClientRect();
      const box = document.querySelector('.box')!.getBoundingClientRect();
      return caret.top > box.top && caret.bottom < box.bottom;
    }),
  ).toBe(true);
});

test('nobody has to leave a number, and a number goes only whole and with its consent', async () => {
  await ask('hotline-phone');
  expect(await action('send').textContent()).toBe('不留电话，送出');
  await action('send').click();
  expect(await called('hotline.send')).toEqual([{ phone: null }]);
  await ask('hotline-phone');
  await key('1').click();
  await gallery.page.keyboard.type('3x80000567');
  expect(await typedLine()).toBe('138 0000 567');
  expect(await action('send').textContent()).toBe('还差 1 位');
  await gallery.page.keyboard.type('8');
  expect(await gallery.page.locator('main').textContent()).toContain('按“同意，送出”，就是同意');
  expect(await action('send').textContent()).toBe('同意，送出');
  await action('send').click();
  expect(await called('hotline.send')).toEqual([{ phone: { number: '13800005678', agreed: true } }]);
});

test('a number that is none is not sent', async () => {
  await ask('hotline-phone');
  await gallery.page.keyboard.type('12800005678');
  await eventually(() => action('send').textContent()).toBe('请先改正');
  await gallery.page.keyboard.press('Enter');
  expect(await called('hotline.send')).toEqual([]);
});

test('a code is typed with its own characters, small or large, and looked up when it is whole', async () => {
  await ask('hotline-lookup');
  await gallery.page.keyboard.type('2o0i1-k7vwrmgd2');
  await key('E').click();
  expect(await typedLine()).toBe('2K7V-WRMG-D2E');
  expect(await action('lookUp').textContent()).toBe('还差 1 位');
  await gallery.page.keyboard.type('n3');
  await action('lookUp').click();
  expect(await called('hotline.lookUp')).toEqual([{ code: '2K7VWRMGD2EN' }]);
});

test('what was said of one code is not said of another', async () => {
  await ask('hotline-lookup-unknown');
  const feedback = gallery.page.locator('.feedback');
  expect(await feedback.textContent()).toContain('没有找到这个查询码');
  await key('delete').click();
  await eventually(() => feedback.textContent()).not.toContain('没有找到');
});

test('leaving asks first while a form waits under it or something is written', async () => {
  for (const [name, asks] of [
    ['hotline-menu', 0],
    ['hotline-menu-form', 1],
    ['hotline-words', 1],
    ['hotline-sent', 0],
  ] as const) {
    await ask(name);
    await action('leave').click();
    expect(await gallery.page.locator('[data-overlay="leave"]').count()).toBe(asks);
  }
});

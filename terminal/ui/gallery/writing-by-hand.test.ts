import { beforeEach, describe, expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { PORTRAIT } from './gallery-page.ts';

vi.setConfig({ testTimeout: 3 * PATIENCE_MS });

const gallery = galleryInTests();
const { called, action, key, typedLine } = gallery;
beforeEach(async () => {
  await gallery.page.setViewportSize(PORTRAIT);
  await gallery.page.evaluate(() => {
    window.gallery.recognise = () => Promise.resolve({ candidates: window.gallery.likeTen });
  });
  await ask('typing=blank');
});

function ask(more: string): Promise<void> {
  return gallery.showAnew(`view=question-text-empty&lang=zh&care=0&${more}`);
}
const candidates = () => gallery.page.locator('[data-candidate]').allTextContents();
const how = () => gallery.page.locator('.candidates .how').textContent();
/** How many dots of the square have ink. */
const ink = () =>
  gallery.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-writing] canvas');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return data.filter((_, at) => at % 4 === 3 && data[at] !== 0).length;
  });

/** One stroke with the mouse, between places in hundredths of the square. */
async function stroke(...way: (readonly [number, number])[]): Promise<void> {
  const box = await gallery.page.locator('[data-writing]').boundingBox();
  if (!box) throw new Error('no square to write in');
  const { mouse } = gallery.page;
  for (const [index, [x, y]] of way.entries()) {
    await mouse.move(box.x + (x / 100) * box.width, box.y + (y / 100) * box.height, { steps: 4 });
    if (index === 0) await mouse.down();
  }
  await mouse.up();
}
const across = () => stroke([15, 50], [85, 50]);
const down = () => stroke([50, 15], [50, 85]);

test('each stroke asks with all of them; a candidate that is touched is typed, and the square is empty again', async () => {
  await across();
  await down();
  const asked = await called('handwriting.recognise');
  expect(asked.map(({ strokes }) => strokes.length)).toEqual([1, 2]);
  const [first, second] = asked[1]?.strokes ?? [];
  expect([first?.at(0)?.[0], first?.at(-1)?.[0]].map((at) => Math.round((at ?? 0) / 10))).toEqual([15, 85]);
  expect([second?.at(0)?.[1], second?.at(-1)?.[1]].map((at) => Math.round((at ?? 0) / 10))).toEqual([15, 85]);
  await eventually(candidates).toContain('十');
  expect([await ink(), await typedLine()]).toEqual([expect.any(Number), '']);
  expect(await ink()).toBeGreaterThan(100);
  // Nothing that was written vanishes by going on.
  expect(await action('answer').textContent()).toBe('请先点选汉字');
  expect(await action('answer').isDisabled()).toBe(true);
  await gallery.page.locator('[data-candidate="十"]').click();
  expect([await typedLine(), await ink(), await candidates()]).toEqual(['十', 0, []]);
  await eventually(() => action('answer').isEnabled()).toBe(true);
});

test('a stroke can be taken back, all of them wiped, and what is typed erased', async () => {
  expect(await key('undo').isDisabled()).toBe(true);
  await across();
  await down();
  await key('undo').click();
  expect((await called('handwriting.recognise')).map(({ strokes }) => strokes.length)).toEqual([1, 2, 1]);
  await key('wipe').click();
  expect([await ink(), await candidates(), await key('wipe').isDisabled()]).toEqual([0, [], true]);
  await across();
  await key('undo').click();
  expect([await ink(), await how()]).toEqual([0, '用手指在方格里写一个字']);
  await across();
  await key('space').click();
  expect([await typedLine(), await ink()]).toEqual(['十', 0]);
  await key('delete').click();
  expect(await typedLine()).toBe('');
});

test('an answer that comes too late for its strokes is dropped', async () => {
  await gallery.page.evaluate(() => {
    const waiting: ((found: { candidates: string[] }) => void)[] = [];
    window.gallery.recognise = () => new Promise((resolve) => waiting.push(resolve));
    Object.assign(window, {
      answerStroke: (index: number, of: string) => waiting[index]?.({ candidates: [of] }),
    });
  });
  const answer = (index: number, of: string) =>
    gallery.page.evaluate(
      ([at, what]) =>
        (window as unknown as { answerStroke(i: number, s: string): void }).answerStroke(at, what),
      [index, of] as const,
    );
  await across();
  await down();
  await answer(1, '十');
  await eventually(candidates).toEqual(['十']);
  await answer(0, '一');
  await across();
  await key('wipe').click();
  await answer(2, '干');
  await eventually(how).toBe('用手指在方格里写一个字');
  expect(await candidates()).toEqual([]);
});

test('what is not recognised is said, with the way on', async () => {
  await gallery.page.evaluate(() => {
    window.gallery.recognise = () => Promise.resolve(null);
  });
  await across();
  await eventually(how).toBe('没认出来。请清除，再写一遍');
  await key('wipe').click();
  expect(await how()).toBe('用手指在方格里写一个字');
});

test('sixty-four strokes are taken and no more', async () => {
  await gallery.page.evaluate(() => {
    const sheet = document.querySelector('[data-writing] canvas')?.parentElement;
    if (!sheet) return;
    sheet.setPointerCapture = () => undefined;
    const { left, top } = sheet.getBoundingClientRect();
    for (let index = 0; index < 100; index += 1) {
      const place = { pointerId: 9, pointerType: 'mouse', clientX: left + 40 + index, clientY: top + 50 };
      for (const type of ['pointerdown', 'pointerup']) sheet.dispatchEvent(new PointerEvent(type, place));
    }
  });
  expect((await called('handwriting.recognise')).at(-1)?.strokes).toHaveLength(64);
});

describe('whose ink it is', () => {
  test('the next question, the next citizen and another mode find an empty square', async () => {
    await across();
    expect(await ink()).toBeGreaterThan(0);
    await gallery.show('view=attract&lang=zh');
    expect(await gallery.page.locator('canvas').count()).toBe(0);
    await ask('typing=blank');
    expect([await ink(), await candidates()]).toEqual([0, []]);
    await across();
    await key('pinyin').click();
    expect(await candidates()).toEqual([]);
    await key('writing').click();
    expect([await ink(), await candidates(), await key('undo').isDisabled()]).toEqual([0, [], true]);
  });

  test('letters of a keyboard that is plugged in lead back to pinyin', async () => {
    await across();
    await gallery.page.keyboard.type('shanghai ');
    expect(await typedLine()).toBe('上海');
    expect(await gallery.page.locator('[data-writing]').count()).toBe(0);
  });
});

test('it is not offered where nothing reads it, nor to who is spoken to, and ends when it goes', async () => {
  await ask('handwriting=none');
  expect([await key('writing').count(), await key('missing').count()]).toEqual([0, 1]);
  await ask('speech=on');
  expect(await key('writing').count()).toBe(0);
  await ask('typing=written');
  await gallery.page.evaluate(() => window.gallery.push({ handwriting: false }));
  expect([await gallery.page.locator('[data-writing]').count(), await key('q').count()]).toEqual([0, 1]);
  await gallery.page.keyboard.type('shanghai ');
  expect(await typedLine()).toBe('上海');
});

test('a character that is not found is reported once a question, with nothing of what was typed', async () => {
  await across();
  await key('missing').click();
  const dialog = gallery.page.locator('[data-overlay="missing"]');
  expect(await dialog.textContent()).toContain('大厅 1 号服务台');
  await action('reportMissing').click();
  expect(await dialog.textContent()).toContain('已经记下');
  expect(await action('reportMissing').count()).toBe(0);
  expect(await called('session.reportMissing')).toEqual([{ by: 'writing' }]);
  await action('close').click();
  await key('missing').click();
  expect(await action('reportMissing').count()).toBe(0);
  await action('close').click();
  await ask('handwriting=none');
  await key('missing').click();
  await action('reportMissing').click();
  expect(await called('session.reportMissing')).toEqual([{ by: 'pinyin' }]);
});

test('draws without an error', () => {
  expect(gallery.errors).toEqual([]);
});

import { beforeEach, expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { PORTRAIT } from './gallery-page.ts';

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

const gallery = galleryInTests();
const { called, show, action, key, typedLine } = gallery;
beforeEach(() => gallery.page.setViewportSize(PORTRAIT));
const clock = () => gallery.page.locator('[data-hold="technician"]');

test('a finger that stays on the clock leads to the entrance', async () => {
  await show('view=attract&lang=zh');
  await clock().hover();
  await gallery.page.mouse.down();
  await eventually(() => called('technician.enter')).toEqual([{}]);
  await gallery.page.mouse.up();
});

test.each([
  ['is lifted', () => gallery.page.mouse.up()],
  ['slides away', () => gallery.page.mouse.move(10, 900)],
])('one that %s before is a citizen’s', async (_how, end) => {
  await gallery.page.clock.install();
  try {
    await show('view=attract&lang=zh');
    await clock().hover();
    // From here on the test alone lets time pass.
    await gallery.page.clock.pauseAt(Date.now() + 60_000);
    await gallery.page.mouse.down();
    await gallery.page.clock.runFor(4900);
    await end();
    await gallery.page.clock.runFor(10_000);
    expect(await called('technician.enter')).toEqual([]);
    await gallery.page.mouse.up();
  } finally {
    await gallery.page.clock.resume();
  }
});

test('a touch on the clock begins, as any touch does', async () => {
  await show('view=attract&lang=zh');
  await clock().click();
  expect(await called('session.start')).toEqual([{}]);
});

test('the code is typed on the screen or a keyboard, in fours, and told whole', async () => {
  await show('view=technician-entrance&lang=zh');
  expect(await gallery.page.locator('[data-number]').textContent()).toBe('4071 8263');
  await key('9').click();
  await gallery.page.keyboard.type('08x070');
  await eventually(typedLine).toBe('9080 70');
  expect(await action('technicianCode').textContent()).toBe('还差 2 位');
  expect(await action('technicianCode').isDisabled()).toBe(true);
  await gallery.page.keyboard.type('605');
  await eventually(typedLine).toBe('9080 7060');
  await action('technicianCode').click();
  expect(await called('technician.code')).toEqual([{ code: '90807060' }]);
  await eventually(typedLine).toBe('');
});

test('an enrolment code is typed in fives, as a person writes it, and told whole', async () => {
  await show('view=technician-enrol&lang=zh');
  await eventually(typedLine).toBe('TBE1');
  await gallery.page.keyboard.type('abcd');
  await key('E').click();
  await gallery.page.keyboard.type('o1234u5678');
  await eventually(typedLine).toBe('TBE1-ABCDE-01234-5678');
  await gallery.page.keyboard.type('9abcdefghjkmnp');
  await eventually(() => action('technicianEnrol').isEnabled()).toBe(true);
  await action('technicianEnrol').click();
  expect(await called('technician.enrol')).toEqual([{ code: 'ABCDE0123456789ABCDEFGHJK' }]);
});

test('the panel is set against a rule: the line is 100 mm long on a panel of that size', async () => {
  await show('view=technician-panel&lang=zh');
  const pixels = Math.hypot(PORTRAIT.width, PORTRAIT.height);
  const rulePx = async (): Promise<number> =>
    (await gallery.page.locator('[data-rule]').boundingBox())?.width ?? 0;
  expect(await rulePx()).toBeCloseTo((100 * pixels) / (21.5 * 25.4), 0);
  for (let touches = 0; touches < 5; touches += 1) await key('diagonalInches+').click();
  await eventually(rulePx).toBeCloseTo((100 * pixels) / (22 * 25.4), 0);
  await key('centreMm-').click();
  await action('technicianMeasure').click();
  expect(await called('technician.measure')).toEqual([{ diagonalInches: 22, centreMm: 1295 }]);
});

test('a step that is held down goes on by itself until it is let go', async () => {
  await show('view=technician-panel&lang=zh');
  const height = () => gallery.page.locator('[data-measure="centreMm"] b').textContent();
  await key('centreMm+').hover();
  await gallery.page.mouse.down();
  await eventually(height).toBe('1315 毫米');
  await gallery.page.mouse.up();
  const until = await height();
  await key('centreMm-').click();
  expect(await height()).toBe(`${Number.parseInt(until ?? '', 10) - 5} 毫米`);
});

test('the report leads to what is left, and is made by one touch', async () => {
  await show('view=technician-readiness&lang=zh');
  await gallery.page.locator('[data-action="technicianOpen"][data-value="panel"]').click();
  expect(await called('technician.open')).toEqual([{ page: 'panel' }]);
  await action('technicianReport').click();
  expect(await called('technician.report')).toEqual([{}]);
});

test('who came here by mistake is told how to leave, and leaves', async () => {
  for (const view of [
    ...['technician-entrance', 'technician-entrance-blocked'],
    ...['technician-enrol', 'technician-enrol-no-centre'],
  ]) {
    await show(`view=${view}&lang=zh`);
    await eventually(() => gallery.page.locator('main').textContent()).toContain('来办事的请按“返回”');
    await action('back').click();
    expect(await called('session.back')).toEqual([{}]);
  }
});

test('a question of a check is answered by what the buttons say', async () => {
  await show('view=technician-device-asks&lang=zh');
  for (const [value, yes] of [
    ['no', false],
    ['yes', true],
  ] as const) {
    await gallery.page.locator(`[data-action="technicianAnswer"][data-value="${value}"]`).click();
    await eventually(() => called('technician.answer').then((all) => all.at(-1))).toEqual({ yes });
  }
});

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { LANDSCAPE, PORTRAIT } from './gallery-page.ts';

const SUITE_TIMEOUT_MS = 120_000;
vi.setConfig({ testTimeout: 3 * PATIENCE_MS });

const gallery = galleryInTests();
const { action, key, typedLine } = gallery;
beforeEach(async () => {
  await gallery.page.setViewportSize(PORTRAIT);
  await ask();
});

/** A question in words, with nothing typed. */
function ask(hash = 'view=question-text-empty&lang=zh&care=0'): Promise<void> {
  return gallery.showAnew(hash);
}
const candidate = (text: string) => gallery.page.locator(`[data-candidate="${text}"]`);

async function touch(letters: string): Promise<void> {
  for (const letter of letters) await key(letter).click();
}
async function checked(): Promise<unknown> {
  return (await gallery.called('session.check')).at(-1)?.value;
}

describe('by touch', () => {
  test.for([
    ['zhangwei', '张伟'],
    ['pudongxinqu', '浦东新区'],
    ['juzhuzheng', '居住证'],
  ] as const)('%s becomes %s, and that is what the form checks and gets', async ([letters, word]) => {
    await touch(letters);
    expect(await typedLine()).toBe(letters);
    expect(await action('answer').textContent()).toBe('请先点选汉字');
    expect(await action('answer').isDisabled()).toBe(true);
    await candidate(word).click();
    expect(await typedLine()).toBe(word);
    await eventually(checked).toBe(word);
    await eventually(() => action('answer').isEnabled()).toBe(true);
    await action('answer').click();
    expect(await gallery.called('session.answer')).toEqual([{ field: 'fieldtext', value: word }]);
  });

  test('an address of words, digits and marks, piece by piece', async () => {
    await touch('pudongxinqucaobaolu');
    await candidate('浦东新区').click();
    expect(await typedLine()).toBe('浦东新区caobaolu');
    await key('space').click();
    await key('symbols').click();
    await touch('500弄3号');
    await key('pinyin').click();
    await touch('shi');
    await key('latin').click();
    expect(await typedLine()).toBe('浦东新区漕宝路500弄3号shi');
  });

  test('erasing takes letters first, then characters', async () => {
    await touch('shanghai');
    await key('space').click();
    await touch('shi');
    await key('delete').click();
    expect(await typedLine()).toBe('上海sh');
    await key('delete').click();
    await key('delete').click();
    await key('delete').click();
    expect(await typedLine()).toBe('上');
    await eventually(checked).toBe('上');
  });

  test('the arrows turn to characters that are rarer', async () => {
    await touch('shi');
    await candidate('是').waitFor();
    expect(await key('page-back').isDisabled()).toBe(true);
    await key('page-on').click();
    await eventually(() => candidate('是').count()).toBe(0);
    await key('page-back').click();
    await candidate('是').click();
    expect(await typedLine()).toBe('是');
  });
});

test('a character of four bytes is one, to the count, to the eye and to the key that erases', async () => {
  await touch('ji');
  for (let page = 0; page < 60 && (await candidate('𠮷').count()) === 0; page += 1)
    await key('page-on').click();
  await candidate('𠮷').click();
  await eventually(checked).toBe('𠮷');
  await gallery.page.keyboard.type('shanghai ');
  await key('delete').click();
  await key('delete').click();
  expect(await typedLine()).toBe('𠮷');
  await key('delete').click();
  expect(await typedLine()).toBe('');
});

test('no more code points are taken than the field has, and no character in half', async () => {
  // Of at most 60.
  await key('symbols').click();
  for (let count = 0; count < 59; count += 1) await gallery.page.keyboard.press('8');
  await key('pinyin').click();
  await gallery.page.keyboard.type('shanghai ');
  expect(await typedLine()).toBe(`${'8'.repeat(59)}上`);
});

describe('a keyboard that is plugged in', () => {
  test('types pinyin, chooses by space and digits, and turns pages', async () => {
    await gallery.page.keyboard.type('Juzhuzheng ');
    expect(await typedLine()).toBe('居住证');
    await gallery.page.keyboard.type('shi');
    await candidate('是').waitFor();
    await gallery.page.keyboard.press('PageDown');
    const third = await gallery.page.locator('[data-candidate]').nth(2).textContent();
    await gallery.page.keyboard.type('3');
    expect(await typedLine()).toBe(`居住证${third}`);
    await gallery.page.keyboard.type('500,');
    expect(await typedLine()).toBe(`居住证${third}500，`);
  });

  test('Enter takes the letters as they are, Escape throws them away', async () => {
    await gallery.page.keyboard.type('room');
    await gallery.page.keyboard.press('Enter');
    await gallery.page.keyboard.type('abc');
    await gallery.page.keyboard.press('Escape');
    expect(await typedLine()).toBe('room');
  });
});

describe('the mode', () => {
  test('is English where the screens are English, and Chinese can be had', async () => {
    await ask('view=question-text-empty&lang=en&care=0');
    await gallery.page.keyboard.type('Room 5');
    expect(await typedLine()).toBe('Room 5');
    await key('pinyin').click();
    await touch('lu');
    await candidate('路').click();
    expect(await typedLine()).toBe('Room 5路');
  });

  test('and nothing that was typed survives the question', async () => {
    await touch('zhang');
    await ask();
    expect(await typedLine()).toBe('');
    expect(await gallery.page.locator('[data-candidate]').count()).toBe(0);
  });
});

test('a matter is looked for with every letter, whether its characters are chosen yet or not', async () => {
  await ask('view=choose-typing&lang=zh&care=0');
  await touch('jin');
  await candidate('金').click();
  await touch('t');
  await key('delete').click();
  await key('delete').click();
  const looked = await gallery.called('session.findByTyping');
  expect(looked).toEqual(['j', 'ji', 'jin', '金', '金t', '金', ''].map((typed) => ({ typed })));
  await action('findOtherWay').click();
});

test('an X is taken at the last place of an ID number and nowhere else, in capitals', async () => {
  await ask('view=question-id-number&lang=zh&care=0');
  expect(await key('X').isDisabled()).toBe(true);
  await gallery.page.keyboard.type('x');
  await touch('10');
  await key('X').click();
  expect(await typedLine()).toBe('310199 19500101 010X');
  expect(await key('X').isDisabled()).toBe(true);
  await key('delete').click();
  await gallery.page.keyboard.type('xx5');
  await eventually(checked).toBe('31019919500101010X');
});

test.for([PORTRAIT, LANDSCAPE])(
  'candidates fit $width × $height in both languages and sizes, in every mode',
  { timeout: SUITE_TIMEOUT_MS },
  async (viewport) => {
    await gallery.page.setViewportSize(viewport);
    const faults: string[] = [];
    const measure = async (hash: string): Promise<void> => {
      faults.push(...(await gallery.misfits(hash)));
    };
    for (const language of ['zh', 'en']) {
      for (const care of [0, 1]) {
        const hash = `view=question-text-empty&lang=${language}&care=${care}`;
        await ask(hash);
        if (language === 'en') await key('pinyin').click();
        await measure(hash);
        for (const letters of ['shi', 'pudong', 'shequshiwushoulifuwuzhongxin', 'iii']) {
          await gallery.page.keyboard.type(letters);
          if (letters !== 'iii') await gallery.page.locator('[data-candidate]').first().waitFor();
          await measure(hash);
          await gallery.page.keyboard.press('Escape');
        }
        await key('symbols').click();
        await measure(hash);
        await key('latin').click();
        await measure(hash);
      }
    }
    expect(faults).toEqual([]);
  },
);

test('has no fault that axe knows, and draws without an error', async () => {
  await touch('shi');
  await candidate('是').waitFor();
  expect(await gallery.axeFaults()).toEqual([]);
  expect(gallery.errors).toEqual([]);
});

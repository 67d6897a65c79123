import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startKiosk, type Kiosk } from './testing/kiosk.ts';

/** Synthetic, in the form of a code on a citizen's phone. */
const TOKEN = 'TESTtoken0123456789abcdefABCDEF';
/** A person's pace, and a scanner's. */
const PERSON_MS = '120';
const SCANNER_MS = '4';

let kiosk: Kiosk;
let page: Page;

beforeAll(async () => {
  kiosk = await startKiosk();
  page = await kiosk.page();
  await page.waitForFunction(() => document.querySelector('#screen')?.textContent === 'attract');
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    for (const type of ['keydown', 'keyup'] as const) {
      addEventListener(type, (event) => seen.push(`${type === 'keydown' ? '↓' : '↑'}${event.key}`), true);
    }
  });
});
afterAll(async () => {
  await kiosk.stop();
});
beforeEach(async () => {
  kiosk.core.calls.length = 0;
  await page.evaluate(() => {
    (window as unknown as { seen: string[] }).seen.length = 0;
    const field = document.querySelector<HTMLInputElement>('#typed');
    if (field !== null) field.value = '';
    field?.focus();
  });
});

/** A busy machine may be slow; a condition that holds is seen at once. */
const PATIENCE_MS = 20_000;
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: PATIENCE_MS });

/** Real key events of the X server. */
const keyboard = (...words: string[]) =>
  execFileSync('xdotool', words, { env: { ...process.env, DISPLAY: kiosk.display.display } });
const typed = () => page.evaluate(() => document.querySelector<HTMLInputElement>('#typed')?.value);
const seen = () => page.evaluate(() => [...(window as unknown as { seen: string[] }).seen]);
const scanned = () =>
  kiosk.core.calls.filter((call) => call.method === 'session.codeScanned').map((call) => call.params);

/**
 * Scans until one scan went through whole: a machine that stalls for a tenth of a second cuts a burst in two. What is
 * expected has to come out of one and the same scan, and nothing of it may have reached the page.
 */
async function scan(words: string[], expected: object): Promise<void> {
  const outcomes: unknown[] = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    kiosk.core.calls.length = 0;
    await page.evaluate(() => ((window as unknown as { seen: string[] }).seen.length = 0));
    keyboard(...words);
    await eventually(() => scanned().length).toBeGreaterThan(0);
    // The key that a person presses afterwards is the first that the page sees, and the last thing of this scan.
    keyboard('sleep', '0.3', 'keydown', 'x', 'sleep', '0.06', 'keyup', 'x');
    await eventually(async () => (await seen()).at(-1)).toBe('↑x');
    const outcome = { codes: scanned(), seen: await seen(), typed: await typed() };
    const wanted = { codes: [{ code: expected }], seen: ['↓x', '↑x'], typed: 'x' };
    if (JSON.stringify(outcome) === JSON.stringify(wanted)) return;
    outcomes.push(outcome);
    await page.fill('#typed', '');
  }
  expect(outcomes).toEqual([]);
}

describe('a scanner that types like a keyboard', () => {
  test('is heard by core once, and no key of it reaches the focused field', async () => {
    await scan(['type', '--delay', SCANNER_MS, `${TOKEN}\n`], { kind: 'citizen-code', token: TOKEN });
  });

  test('with a code that is none of ours says only that', async () => {
    await scan(['type', '--delay', SCANNER_MS, 'https://evil.example/pay\n'], { kind: 'not-a-valid-code' });
  });

  test('cannot press a shortcut', async () => {
    await scan(['key', '--delay', '1', 'ctrl+o'], { kind: 'not-a-valid-code' });
  });

  test('leaves nothing of the code in the log', () => {
    expect(kiosk.log.join('\n')).not.toContain(TOKEN.slice(0, 9));
  });
});

describe('a person at a keyboard', () => {
  test('types into the page, in order, capitals and signs included', async () => {
    keyboard('type', '--delay', PERSON_MS, 'Room 12-B, @3!');
    await eventually(typed).toBe('Room 12-B, @3!');
    expect(scanned()).toEqual([]);
  });

  test('corrects, moves about and operates a button with Tab, space and Enter', async () => {
    keyboard('type', '--delay', PERSON_MS, 'abc');
    for (const key of ['BackSpace', 'Left', 'x', 'Home', 'Delete']) {
      keyboard('keydown', key, 'sleep', '0.05', 'keyup', key, 'sleep', '0.05');
    }
    await eventually(typed).toBe('xb');
    await page.evaluate(() => {
      const button = document.createElement('button');
      button.id = 'button';
      button.textContent = '0';
      button.addEventListener('click', () => (button.textContent = String(Number(button.textContent) + 1)));
      document.body.append(button);
    });
    for (const key of ['Tab', 'space', 'Return']) {
      keyboard('keydown', key, 'sleep', '0.05', 'keyup', key, 'sleep', '0.05');
    }
    await eventually(() => page.textContent('#button')).toBe('2');
    await page.evaluate(() => document.querySelector('#button')?.remove());
  });

  test('holds a key: it repeats, and is let go once', async () => {
    keyboard('keydown', 'z', 'sleep', '0.9', 'keyup', 'z');
    await eventually(async () => (await seen()).at(-1)).toBe('↑z');
    const events = await seen();
    expect(events.filter((event) => event === '↓z').length).toBeGreaterThan(2);
    expect(events.filter((event) => event === '↑z')).toHaveLength(1);
    expect(scanned()).toEqual([]);
  });

  test('taps a key faster than a key is held back: it does not stay down', async () => {
    keyboard('key', '--delay', '0', 'q');
    await eventually(seen).toEqual(['↓q', '↑q']);
  });

  test('waits for a key at most a few hundredths of a second', async () => {
    // Counted in the main process: from the moment the key is caught until it is given to the page.
    const delays = await kiosk.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const taken: number[] = [];
      for (let key = 0; key < 10; key += 1) {
        const began = performance.now();
        await new Promise<void>((resolve) => {
          let times = 0;
          const count = () => {
            times += 1;
            // Once as the keyboard's, once as the one that is given to the page.
            if (times < 2) return;
            contents?.off('before-input-event', count);
            resolve();
          };
          contents?.on('before-input-event', count);
          contents?.sendInputEvent({ type: 'keyDown', keyCode: 'a' });
        });
        taken.push(performance.now() - began);
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      return taken.sort((a, b) => a - b);
    });
    // The middle one: a busy machine may be late with one of them.
    expect(delays[5]).toBeGreaterThan(25);
    expect(delays[5]).toBeLessThan(80);
  });
});

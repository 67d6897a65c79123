import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MethodName } from '@tongban/contract';
import { afterAll, describe, expect, it } from 'vitest';
import type { ScreenPicture } from '../../peripherals/bench/live-screen.ts';
import type { CitizenAtCore } from '../support/citizen-at-core.ts';
import type { InstalledTerminal } from './installed-terminal.ts';
import { isAnother, look, ON_THE_SCREEN, onTheScreen, UPRIGHT } from './screen.ts';

/** Slower than a scanner that types, about as fast as a person. */
const KEY_PACE_MS = 120;
const SCANNER_PACE_MS = 2;
const BACK_WITHIN_MS = 10_000;
/** From the keyboard through the page to core. */
const ARRIVES_WITHIN_MS = 3000;
/** The clock on the greeting; longer than it wants to be held. */
const CLOCK = [String(Math.round(0.88 * UPRIGHT.width)), String(Math.round(0.045 * UPRIGHT.height))] as const;
const HELD_FOR_MS = 8000;
const SHELL = '/opt/tongban/shell';
const PAGE = `${SHELL}/resources/ui`;
const TAKEN_OVER = 'taken-over.js';
const MIDDLE = [String(UPRIGHT.width / 2), String(UPRIGHT.height / 2)] as const;
/** Under the head, above what is touched. */
const NOTHING_THERE = [String(UPRIGHT.width / 2), '330'] as const;

/**
 * What a keyboard that somebody brings, a finger, a code under the scanner, a page that was taken over, a crash and a wrong
 * start can do to the installed application in its kiosk session. docs/escape-attempts.md has the list, and what else shows
 * that it holds.
 */
export function attemptsToEscape(installed: () => InstalledTerminal): void {
  describe('attempts to escape', { timeout: 60_000 }, () => {
    let someone: CitizenAtCore;
    const x = (...words: readonly string[]): Promise<string> =>
      onTheScreen(installed().debian, 'xdotool', ...words);
    const press = (...keys: readonly string[]): Promise<string> =>
      x('key', '--delay', String(KEY_PACE_MS), ...keys);
    /** Five taps in each, so many pixels from the edges. */
    const tapCorners = async (insetPx: number): Promise<void> => {
      const [right, bottom] = [UPRIGHT.width - 1 - insetPx, UPRIGHT.height - 1 - insetPx];
      for (const left of [insetPx, right])
        for (const top of [insetPx, bottom])
          await x('mousemove', String(left), String(top), 'click', '--repeat', '5', '--delay', '100', '1');
    };
    const typed = async (): Promise<string | null> => {
      const { session } = await someone.view();
      return session.screen === 'choose' && session.finding?.by === 'typing' ? session.finding.typed : null;
    };
    /** How many are seen, the root's aside, whether they have a name or not. */
    const windows = async (): Promise<number> =>
      (await x('search', '--onlyvisible', '--maxdepth', '1', '--name', '^')).trim().split('\n').length - 1;
    const processes = async () => ({
      shell: await installed().pidOf('tongban-kiosk'),
      display: await installed().pidOf('tongban-display'),
      windows: await windows(),
    });
    /** A citizen in the middle of typing what they look for. */
    const typing = async (): Promise<void> => {
      await leave();
      await someone.call('session.start', {});
      await someone.call('session.findByTyping', { typed: '' });
      await expect.poll(typed).toBe('');
      // Until the screen that takes letters is there, what is pressed is lost.
      const arrives = () =>
        expect
          .poll(typed, { timeout: ARRIVES_WITHIN_MS })
          .toBe('a')
          .then(
            () => true,
            () => false,
          );
      await expect.poll(async () => (await press('a'), arrives())).toBe(true);
    };
    const leave = async (): Promise<void> => {
      if ((await someone.view()).session.screen !== 'attract') await someone.call('session.finish', {});
      await someone.screen('attract');
    };

    it('begins where a citizen is greeted', async () => {
      someone = await installed().citizen();
      await someone.screen('attract');
    });
    afterAll(() => someone.leave());

    describe('by keys and fingers, in the middle of a visit', () => {
      let before: Awaited<ReturnType<typeof processes>>;
      let page = 0;
      let picture: ScreenPicture;

      it('a citizen types', async () => {
        await typing();
        before = await processes();
        expect(before.windows).toBe(1);
        page = await installed().newest('renderer');
        await expect
          .poll(async () => {
            const last = picture;
            picture = await look(installed().debian);
            return last !== undefined && !isAnother(picture, last);
          })
          .toBe(true);
      });
      afterAll(leave);

      /** The same page in the only window, with what was typed in it; and the next letter goes where the last one went. */
      const nothingHappened = async (): Promise<void> => {
        await someone.call('session.touch', {});
        expect(await processes()).toEqual(before);
        expect(await installed().newest('renderer')).toBe(page);
        expect(await typed()).toBe('a');
        expect(isAnother(await look(installed().debian), picture)).toBe(false);
        await press('b');
        await expect.poll(typed).toBe('ab');
        await press('BackSpace');
        await expect.poll(typed).toBe('a');
      };

      it.each([
        ['1: keys that close', ['alt+F4', 'ctrl+w', 'ctrl+q', 'ctrl+F4']],
        ['2: keys of developers', ['ctrl+shift+i', 'ctrl+shift+j', 'ctrl+shift+c', 'F12']],
        ['3: keys that load anew', ['ctrl+r', 'F5', 'ctrl+shift+r', 'ctrl+F5']],
        [
          '4: keys that switch windows',
          ['alt+Tab', 'super', 'super+d', 'super+e', 'alt+space', 'alt+Escape'],
        ],
        [
          '5: keys of the console and of X',
          [
            'ctrl+alt+BackSpace',
            'ctrl+alt+Delete',
            'ctrl+alt+F2',
            'ctrl+alt+F7',
            'ctrl+alt+t',
            'alt+Sys_Req',
          ],
        ],
        ['6: the key of the full screen', ['F11']],
        ['7: keys that open windows', ['ctrl+n', 'ctrl+t', 'ctrl+shift+n', 'ctrl+shift+t']],
        [
          '8: keys that open dialogs',
          ['ctrl+o', 'ctrl+s', 'ctrl+p', 'ctrl+u', 'ctrl+l', 'ctrl+f', 'ctrl+h', 'ctrl+j', 'ctrl+shift+o'],
        ],
        ['9: keys that zoom', ['ctrl+plus', 'ctrl+minus', 'ctrl+0', 'ctrl+KP_Add']],
        [
          '10: keys that go back in history',
          ['alt+Left', 'alt+Right', 'XF86Back', 'XF86Forward', 'alt+Home'],
        ],
        ['11: keys of help, caret and menus', ['F1', 'F7', 'F10', 'shift+F10', 'Menu', 'alt']],
        [
          '25: keys of input methods',
          ['ctrl+space', 'super+period', 'ctrl+shift+e', 'ctrl+shift+u', 'ctrl+period'],
        ],
      ])('%s', async (_name, keys) => {
        await press(...keys);
        await nothingHappened();
      });

      it('9: the wheel with Ctrl', async () => {
        await x('mousemove', ...NOTHING_THERE, 'keydown', 'ctrl', 'click', '4', 'click', '5', 'click', '4');
        await x('keyup', 'ctrl');
        await nothingHappened();
      });

      it('10: the mouse’s own keys for history', async () => {
        await x('mousemove', ...NOTHING_THERE, 'click', '8', 'click', '9');
        await nothingHappened();
      });

      it('22: a right click, a finger that rests', async () => {
        await x('mousemove', ...NOTHING_THERE, 'click', '3', 'mousedown', '1', 'sleep', '2', 'mouseup', '1');
        await nothingHappened();
      });

      it('24: words marked, dragged and clicked twice', async () => {
        await x('mousemove', ...NOTHING_THERE, 'click', '--repeat', '2', '1', 'mousedown', '1');
        await x('mousemove', '900', '300', 'mousemove', '1079', '10', 'mouseup', '1');
        await nothingHappened();
      });

      it('35: a flood of touches, beyond the edges too', async () => {
        const touches = Array.from({ length: 200 }, (_, each) => [
          ...['mousemove', String((each * 7) % UPRIGHT.width), String(300 + (each % 40)), 'click', '1'],
        ]).flat();
        await x(...touches);
        await tapCorners(0);
        expect(await processes()).toEqual(before);
        expect(await installed().newest('renderer')).toBe(page);
      });

      it.each([
        [
          '28: a code that is none of ours',
          ['type', '--delay', String(SCANNER_PACE_MS), 'javascript:alert(1)\n'],
        ],
        [
          '28: an address as a code',
          ['type', '--delay', String(SCANNER_PACE_MS), 'http://example.test/../..\n'],
        ],
        [
          '29: shortcuts as a code',
          [
            ...['key', '--delay', String(SCANNER_PACE_MS)],
            ...['ctrl+o', 'ctrl+Escape', 'super+r', 'alt+F4', 'ctrl+p', 'ctrl+n', 'Return'],
          ],
        ],
      ])('%s', async (_name, words) => {
        await x(...words);
        expect(await processes()).toEqual(before);
        expect(await installed().newest('renderer')).toBe(page);
        await expect.poll(typed).toBe('a');
      });
    });

    it('6, 36: Escape on the greeting, and five taps in each of its corners, open nothing', async () => {
      await someone.screen('attract');
      const { shell, display } = await processes();
      await press('Escape', 'Escape');
      await tapCorners(3);
      expect(['attract', 'choose']).toContain((await someone.view()).session.screen);
      // The window of the citizen before has gone meanwhile.
      expect(await processes()).toEqual({ shell, display, windows: 1 });
      await leave();
    });

    it('36: who holds the clock comes to a locked door, and whoever is next is greeted', async () => {
      const { shell, display } = await processes();
      // Held on the window of the citizen before, which the shell is just replacing, it is not held on the new one.
      const comes = (screen: string, withinMs: number): Promise<boolean> =>
        someone
          .until(screen, ({ session }) => session.screen === screen, withinMs)
          .then(
            () => true,
            () => false,
          );
      const hold = async (): Promise<boolean> => {
        await someone.screen('attract');
        await x('mousemove', ...CLOCK, 'mousedown', '1');
        const came = await comes('technician-entrance', HELD_FOR_MS);
        await x('mouseup', '1');
        // A finger that was lifted sooner has begun a visit.
        if (!came && (await comes('choose', ARRIVES_WITHIN_MS))) await leave();
        return came;
      };
      await expect.poll(hold, { timeout: 50_000, interval: 2000 }).toBe(true);
      const tried = {
        'technician.code': { code: '00000000' },
        'technician.enrol': { code: '0'.repeat(25) },
        'technician.open': { page: 'log' },
        'technician.check': { device: 'receipt-printer' },
        'session.start': {},
      } as const;
      for (const [method, params] of Object.entries(tried))
        await someone.call(method as MethodName, params as never);
      expect((await someone.view()).session.screen).toBe('technician-entrance');
      expect(await processes()).toMatchObject({ shell, display });
      await someone.call('session.back', {});
      await someone.screen('attract');
    });

    it('39: the next citizen pastes, undoes and goes back, and finds nothing', async () => {
      await typing();
      await press('ctrl+a', 'ctrl+c', 'ctrl+x', 'shift+Home', 'ctrl+Insert');
      await leave();
      await typing();
      await press('ctrl+v', 'shift+Insert', 'ctrl+z', 'ctrl+y', 'alt+Left');
      await x('mousemove', ...NOTHING_THERE, 'click', '2');
      await press('b');
      await expect.poll(typed).toBe('ab');
      for (const selection of ['primary', 'secondary', 'clipboard']) {
        const held = await installed().debian.run(...ON_THE_SCREEN, 'xclip', '-out', '-selection', selection);
        expect(held.output).toMatch(/not available/);
      }
      await leave();
    });

    describe('by a page that was taken over', () => {
      /** What the page says of itself, by the one call that lets it say words. */
      const told = (): string[] =>
        someone.views
          .flatMap(({ session }) =>
            session.screen === 'choose' && session.finding?.by === 'typing' ? [session.finding.typed] : [],
          )
          // A view is told for other reasons too.
          .filter((words, at, all) => words !== all[at - 1]);
      const say = (typed: string): Promise<unknown> => someone.call('session.findByTyping', { typed });
      const renewed = async (): Promise<void> => {
        const old = await installed().newest('renderer');
        await installed().send('ABRT', old);
        await expect.poll(() => installed().newest('renderer')).not.toBe(old);
      };

      it('whose scripts are others from now on', async () => {
        const { debian } = installed();
        const index = debian.path(`${PAGE}/index.html`);
        copyFileSync(join(import.meta.dirname, TAKEN_OVER), debian.path(`${PAGE}/${TAKEN_OVER}`));
        copyFileSync(index, debian.path('/root/index.html'));
        const html = readFileSync(index, 'utf8');
        writeFileSync(
          index,
          html.replace('</body>', `<script type="module" src="./${TAKEN_OVER}"></script></body>`),
        );
        await leave();
        await someone.call('session.start', {});
        await say('');
        await renewed();
      });
      it('12 to 20: it gets nowhere', async () => {
        const { shell, display } = await processes();
        await say('go');
        await expect.poll(() => told().at(-1), { timeout: 40_000 }).toBe('done');
        expect(told().slice(told().lastIndexOf('go') + 1, -1)).toEqual([
          'window.open: null',
          'link to a new window: tried',
          'file: no',
          'chrome: no',
          'devtools: no',
          'data: no',
          'javascript: no',
          'view-source: no',
          'blob: no',
          'mailto: no',
          'tel: no',
          'weixin: no',
          'ms-settings: no',
          'http: no',
          'refresh: no',
          'frame of a file: empty',
          'fetch: TypeError',
          'socket: closed',
          'download: tried',
          'print: undefined',
          'alert: undefined',
          'confirm: false',
          'prompt: Error',
          'beforeunload: no',
          'full screen: TypeError',
          'pointer lock: SecurityError',
          'notification: denied',
          'usb: SecurityError',
          'hid: SecurityError',
          'serial: SecurityError',
          'camera: NotFoundError',
          'sound: NotFoundError',
          'clipboard: NotAllowedError',
          'worker: refused',
          'code from text: EvalError',
          'node: none',
        ]);
        expect(await processes()).toEqual({ shell, display, windows: 1 });
      });

      it('17: neither does a finger on what would open a dialog of files', async () => {
        const before = await processes();
        for (const trap of ['input', 'folder', 'picker', 'save']) {
          await say(`trap ${trap}`);
          await expect.poll(() => told().at(-1)).toBe(`${trap} is set`);
          await x('mousemove', ...MIDDLE, 'click', '1');
          await expect.poll(() => told().at(-1)).toMatch(new RegExp(`^${trap} was touched`));
          expect(await processes(), trap).toEqual(before);
        }
      });

      it('33: nor when it takes all memory', { timeout: 120_000 }, async () => {
        const { shell } = await processes();
        const old = await installed().newest('renderer');
        await say('take all memory');
        await expect.poll(() => told().at(-1)).toBe('taking all memory');
        await expect.poll(() => installed().newest('renderer'), { timeout: 90_000 }).not.toBe(old);
        await expect.poll(() => installed().isShown(), { timeout: BACK_WITHIN_MS }).toBe(true);
        expect((await processes()).shell).toBe(shell);
        expect(await typed()).toBe('taking all memory');
      });

      it('16: and it has left nothing on the disk', async () => {
        expect(await installed().writtenByShell()).toEqual([]);
      });

      it('until the package’s own are back', async () => {
        const { debian } = installed();
        await debian.must('mv', '/root/index.html', `${PAGE}/index.html`);
        await debian.must('rm', `${PAGE}/${TAKEN_OVER}`);
        await renewed();
        await leave();
      });
    });

    it.each([
      ['the page', 'renderer'],
      ['what draws for all pages', 'gpu-process'],
    ] as const)('33: %s that crashes is back, on the same screen', async (_what, type) => {
      await typing();
      const { shell } = await processes();
      const old = await installed().newest(type);
      await installed().send('ABRT', old);
      await expect.poll(() => installed().newest(type), { timeout: BACK_WITHIN_MS }).not.toBe(old);
      await expect.poll(() => installed().isShown(), { timeout: BACK_WITHIN_MS }).toBe(true);
      expect((await processes()).shell).toBe(shell);
      expect(await typed()).toBe('a');
      await leave();
    });

    it('31: a stick or a disk on USB gets no driver', async () => {
      const known = await installed().debian.must('/sbin/modprobe', '--showconfig');
      expect(known).toContain('install usb_storage /bin/false');
      expect(known).toContain('install uas /bin/false');
    });

    it('34: nothing else draws, and nothing darkens the screen', async () => {
      const settings = await onTheScreen(installed().debian, 'xset', 'q');
      expect(settings).toMatch(/timeout:\s+0/);
      expect(settings).not.toContain('DPMS is Enabled');
      const others = await installed().debian.run(
        ...(['dpkg-query', '--show', 'unattended-upgrades', 'packagekit', 'update-notifier'] as const),
      );
      expect(others.output.split('\n').filter((line) => line.includes('\t'))).toEqual([]);
    });

    it.each([
      ['a program as text', 'ELECTRON_RUN_AS_NODE=1', ['-e', 'console.log("ESCAPED")']],
      [
        'a module before all others',
        'NODE_OPTIONS=--require=/outside/escaped.cjs',
        ['--core-socket=/nowhere', '--x'],
      ],
      ['a debugger of Node', 'A=1', ['--core-socket=/nowhere', '--inspect=127.0.0.1:9229']],
      ['a debugger of the page', 'A=1', ['--core-socket=/nowhere', '--remote-debugging-port=9222']],
      ['a window with developer tools', 'A=1', ['--core-socket=/nowhere', '--windowed']],
      ['no sandbox', 'A=1', ['--core-socket=/nowhere', '--no-sandbox']],
    ])('38: started with %s it says no', async (_name, variable, args) => {
      writeFileSync(join(installed().debian.shared, 'escaped.cjs'), 'console.log("ESCAPED");\n');
      const { code, output } = await installed().debian.run(
        ...(['runuser', '-u', 'tongban-kiosk', '--'] as const),
        ...[...ON_THE_SCREEN, 'HOME=/tmp', variable, `${SHELL}/tongban`, ...args],
      );
      expect(code, output).toBe(2);
      expect(output).not.toMatch(/ESCAPED|listening/);
    });
  });
}

import { describe, expect, it } from 'vitest';
import type { World } from '../../tools/stack/world.ts';
import { PLEASE_WAIT, type InstalledTerminal } from './installed-terminal.ts';

const SHELL = '/opt/tongban/shell/tongban';
/** More than the five in ten seconds after which systemd gives a service up that does not say otherwise. */
const STARTS = 8;
const BACK = { timeout: 90_000 } as const;

export interface Parts {
  readonly terminal: InstalledTerminal;
  readonly world: World;
  /** Submissions that the platform has not confirmed. */
  readonly waiting: () => Promise<number>;
  /** Keeps what is on the screen. */
  readonly picture: (name: string) => Promise<void>;
}

/** Programs of the installed terminal that are killed, stand still, or do not come up at all. */
export function whatFailsComesBack(parts: () => Parts): void {
  describe('what fails comes back by itself', () => {
    const terminal = () => parts().terminal;

    /** Waits until a citizen is served again, by another process than before. */
    const back = async (what: string, pid: () => Promise<number>, before: number, since: number) => {
      await expect.poll(pid, BACK).not.toBe(before);
      await expect.poll(async () => terminal().isShown()).toBe(true);
      const someone = await terminal().citizen();
      await someone.screen('attract');
      someone.leave();
      console.log(`  ${what} was back after ${((Date.now() - since) / 1000).toFixed(1)} s`);
    };

    it.each([
      ['the shell', 'tongban-kiosk'],
      ['the X server', 'tongban-display'],
      ['core', 'tongban-core'],
    ])('%s that is killed', { timeout: 60_000 }, async (what, unit) => {
      const before = await terminal().pidOf(unit);
      const since = Date.now();
      await terminal().send('KILL', before);
      await back(what, () => terminal().pidOf(unit), before, since);
    });

    it.each([
      ['the shell', 'tongban-kiosk'],
      ['core', 'tongban-core'],
    ])('%s that stands still, by its watchdog', { timeout: 120_000 }, async (what, unit) => {
      const before = await terminal().pidOf(unit);
      const since = Date.now();
      await terminal().send('STOP', before);
      await back(`${what} that stood still`, () => terminal().pidOf(unit), before, since);
      expect(await terminal().debian.must('journalctl', '--no-pager', '--unit', unit)).toContain(
        'Watchdog timeout',
      );
    });

    it('the page that stands still', { timeout: 60_000 }, async () => {
      const [before, shell] = [await terminal().newest('renderer'), await terminal().pidOf('tongban-kiosk')];
      const since = Date.now();
      await terminal().send('STOP', before);
      await back('the page that stood still', () => terminal().newest('renderer'), before, since);
      expect(await terminal().pidOf('tongban-kiosk')).toBe(shell);
    });

    it('what draws for all pages and stands still, by a new shell', { timeout: 90_000 }, async () => {
      const before = await terminal().newest('gpu-process');
      const since = Date.now();
      await terminal().send('STOP', before);
      await back('what draws and stood still', () => terminal().newest('gpu-process'), before, since);
    });

    describe('a shell that does not stay up leaves a picture that says so', { timeout: 180_000 }, () => {
      const saysPleaseWait = () => expect.poll(() => terminal().saysPleaseWait(), BACK).toBe(true);
      const starts = async (): Promise<number> => {
        const show = ['show', '--value', '--property=NRestarts', 'tongban-kiosk'] as const;
        return Number(await terminal().debian.must('systemctl', ...show));
      };
      const newDisplay = async (): Promise<void> => {
        const before = await terminal().pidOf('tongban-display');
        await terminal().send('KILL', before);
        await expect.poll(() => terminal().pidOf('tongban-display'), BACK).not.toBe(before);
      };

      it('killed again and again: it is seen each time, and whoever comes then is greeted', async () => {
        const since = Date.now();
        const killedAndSeen = async (): Promise<boolean> => {
          // Between two starts there is none to kill.
          await terminal().debian.run('systemctl', 'kill', '--signal=KILL', 'tongban-kiosk');
          return terminal().saysPleaseWait();
        };
        const before = await starts();
        while ((await starts()) < before + STARTS) await expect.poll(killedAndSeen, BACK).toBe(true);
        await back(
          'the shell that was killed again and again',
          () => terminal().pidOf('tongban-kiosk'),
          0,
          since,
        );
      });

      it('that cannot start: what a citizen handed in before is sent, and a new X server says the same', async () => {
        const { world, waiting, picture } = parts();
        const someone = await terminal().handsInOffline(world, 'zhang');
        await someone.goHome(world);
        someone.leave();
        expect(await waiting()).toBe(1);

        await terminal().debian.must('chmod', 'a-x', SHELL);
        const before = await starts();
        await terminal().send('KILL', await terminal().pidOf('tongban-kiosk'));
        await saysPleaseWait();
        await picture('06-please-wait');
        await expect.poll(starts, BACK).toBeGreaterThan(before + STARTS);
        expect(await terminal().saysPleaseWait()).toBe(true);

        await world.bench('network', { verb: 'on' });
        await expect.poll(waiting, BACK).toBe(0);
        await newDisplay();
        await saysPleaseWait();
      });

      it('until it can start again', async () => {
        const since = Date.now();
        await terminal().debian.must('chmod', 'a+x', SHELL);
        await back('the shell that could not start', () => terminal().pidOf('tongban-kiosk'), 0, since);
      });

      it('and where there is no such picture, X serves the shell all the same', async () => {
        const { debian } = terminal();
        await debian.must('mv', PLEASE_WAIT, `${PLEASE_WAIT}.gone`);
        const since = Date.now();
        const before = await terminal().pidOf('tongban-kiosk');
        await newDisplay();
        await back('the shell without a picture', () => terminal().pidOf('tongban-kiosk'), before, since);
        expect(await debian.must('journalctl', '--no-pager', '--unit', 'tongban-display')).toContain(
          'please-wait.png',
        );
        await debian.must('mv', `${PLEASE_WAIT}.gone`, PLEASE_WAIT);
      });
    });
  });
}

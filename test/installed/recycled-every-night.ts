import { describe, expect, it } from 'vitest';
import type { InstalledTerminal } from './installed-terminal.ts';

/** Seconds that the clock is ahead of this machine's, from the next look at it on: libfaketime(1). */
const CLOCK = '/srv/clock';
/** Long enough ago that a process is no longer young. */
const LIVED_S = 13 * 3600;
const DAY_S = 86_400;
/** 03:59 in Shanghai, whatever minute of the hour a process has drawn: of UTC's day. */
const NIGHT_S = 19 * 3600 + 59 * 60;
const BACK = { timeout: 60_000 } as const;

/**
 * Programs of the installed terminal on a clock that is set to the end of the hour after three: both of theirs, the
 * wall's and the one that only goes on. The clock of a container is this machine's, so they are started with another.
 */
export function recycledEveryNight(installed: () => InstalledTerminal): void {
  describe('in the night, while nobody is there', { timeout: 180_000 }, () => {
    const clockOf = (unit: string): string => `/etc/systemd/system/${unit}.service.d/clock.conf`;
    const anew = async (unit: string): Promise<void> => {
      await installed().debian.must('systemctl', 'daemon-reload');
      await installed().debian.must('systemctl', 'restart', unit);
      await greeted();
    };
    const greeted = async (): Promise<void> => {
      await expect.poll(() => installed().isShown(), BACK).toBe(true);
      const someone = await installed().citizen();
      // Who comes after a power cut may still find what is said to the one before.
      await someone.call('session.finish', {});
      await someone.screen('attract');
      someone.leave();
    };
    const recycled = async (unit: string): Promise<number> =>
      (await installed().debian.must('journalctl', '--no-pager', '--unit', unit)).split(
        /"event":"(?:core\.)?recycled"/,
      ).length - 1;

    it.each([
      ['core', 'tongban-core'],
      ['the shell', 'tongban-kiosk'],
    ])('%s ends once, and is back', async (_what, unit) => {
      const { debian } = installed();
      const files = await debian.must('dpkg', '--listfiles', 'libfaketime');
      const library = files.split('\n').find((file) => file.endsWith('/libfaketime.so.1')) ?? '';
      debian.write(CLOCK, '+0\n');
      const variables = `LD_PRELOAD=${library} FAKETIME_TIMESTAMP_FILE=${CLOCK} FAKETIME_CACHE_DURATION=1`;
      debian.write(clockOf(unit), `[Service]\nEnvironment=${variables}\n`);
      await anew(unit);
      const before = await installed().pidOf(unit);
      expect(await recycled(unit)).toBe(0);

      const now = Math.floor(Date.now() / 1000);
      const toNight = (DAY_S + NIGHT_S - (now % DAY_S)) % DAY_S;
      debian.write(CLOCK, `+${toNight < LIVED_S ? toNight + DAY_S : toNight}\n`);
      await expect.poll(() => installed().pidOf(unit), BACK).not.toBe(before);
      await greeted();
      expect(await recycled(unit)).toBe(1);
      await debian.must('rm', clockOf(unit));
      await anew(unit);
    });
  });
}

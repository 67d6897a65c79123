import { expect } from 'vitest';
import type { World } from '../../tools/stack/world.ts';
import { CitizenAtCore, insuranceAnswers, MATTERS } from '../support/citizen-at-core.ts';
import type { DebianRoot } from './debian-root.ts';
import type { ScreenPicture } from '../../peripherals/bench/live-screen.ts';
import { coloursOf, inTheMiddle, isSame, look } from './screen.ts';

/** Core's, as the package has it. */
export const SOCKET = '/run/tongban/core.sock';
/** Of the package: what lies on the X server under the shell. */
export const PLEASE_WAIT = '/usr/share/tongban/please-wait.png';
const FEW_COLOURS = 20;

/** A booted Debian with the package in it, seen from outside: its units, its processes and what stands on its screen. */
export class InstalledTerminal {
  readonly debian: DebianRoot;
  #pleaseWait: ScreenPicture | null = null;

  constructor(debian: DebianRoot) {
    this.debian = debian;
  }

  /** Whoever comes when core begins to listen, or does so already. */
  async citizen(): Promise<CitizenAtCore> {
    const arrived = Promise.withResolvers<CitizenAtCore>();
    await expect
      .poll(() =>
        CitizenAtCore.arrive({ socketPath: this.debian.path(SOCKET) }).then(
          (someone) => (arrived.resolve(someone), 'listens'),
          (error: unknown) => String(error),
        ),
      )
      .toBe('listens');
    return arrived.promise;
  }

  /** Hands in while the platform cannot be reached, and stands before the end of it: card on the reader, slip printed. */
  async handsInOffline(world: World, card: 'zhang' | 'li'): Promise<CitizenAtCore> {
    await world.bench('network', { verb: 'off' });
    const someone = await this.citizen();
    await someone.choose(MATTERS.insurance);
    await world.bench('id-card-reader', { verb: 'place-card', citizen: card });
    await someone.fillIn(insuranceAnswers);
    await someone.submit();
    await someone.screen('done');
    return someone;
  }

  async isActive(unit: string): Promise<string> {
    return (await this.debian.run('systemctl', 'is-active', unit)).output.trim();
  }

  /** Waits until it has one. */
  async pidOf(unit: string): Promise<number> {
    let pid = 0;
    const ask = async (): Promise<number> =>
      (pid = Number(
        (await this.debian.must('systemctl', 'show', '--value', '--property=MainPID', unit)).trim(),
      ));
    await expect.poll(ask).toBeGreaterThan(0);
    return pid;
  }

  /** Of the processes of Chromium of a type, the one that was started last; 0 when there is none. */
  async newest(type: 'renderer' | 'gpu-process'): Promise<number> {
    return Number((await this.debian.run('pgrep', '--newest', '--full', `type=${type}`)).output.trim());
  }

  /** The processes of Chromium that draw pages; none when the screens are down. */
  async pagesOfChromium(): Promise<readonly number[]> {
    const { output } = await this.debian.run('pgrep', '--full', 'type=renderer');
    return output.split('\n').filter(Boolean).map(Number);
  }

  /** To one process alone: 0 would be the whole group of who sends it, and with it this test. */
  async send(signal: 'KILL' | 'STOP' | 'ABRT', pid: number): Promise<void> {
    if (pid <= 0) throw new Error('there is no such process');
    await this.debian.must('kill', `-${signal}`, String(pid));
  }

  /** Files on the disk that belong to whoever draws the pages: Chromium's are to lie in memory alone. */
  async writtenByShell(): Promise<readonly string[]> {
    const found = await this.debian.must(
      ...(['find', '/', '-xdev', '-user', 'tongban-kiosk', '-newer', '/etc/hostname'] as const),
    );
    return found.split('\n').filter((line) => line.startsWith('/'));
  }

  /** What is on the screen; null when nobody draws at that moment. */
  async #seen(): Promise<ScreenPicture | null> {
    return look(this.debian).catch(() => null);
  }

  /** What lies under the shell, as long as the package is installed. */
  async #under(): Promise<ScreenPicture> {
    return (this.#pleaseWait ??= await inTheMiddle(this.debian.path(PLEASE_WAIT)));
  }

  /** Screens that show something have hundreds of colours, a dark or an empty one has one or two. */
  async isShown(): Promise<boolean> {
    const [seen, under] = [await this.#seen(), await this.#under()];
    return seen !== null && coloursOf(seen) > FEW_COLOURS && !isSame(seen, under);
  }

  /** Nothing covers what lies under the shell. */
  async saysPleaseWait(): Promise<boolean> {
    const [seen, under] = [await this.#seen(), await this.#under()];
    return seen !== null && isSame(seen, under);
  }
}

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoTerminal } from '../../tools/stack/demo-terminal.ts';
import { startWorld, type World } from '../../tools/stack/world.ts';
import { sheetOf } from '../../tools/walkthrough/album.ts';
import { insuranceAnswers, MATTERS } from '../support/citizen-at-core.ts';
import { plugIn, READER } from './cables.ts';
import { DebianRoot } from './debian-root.ts';
import type { ScreenPicture } from '../../peripherals/bench/live-screen.ts';
import { attemptsToEscape } from './attempts-to-escape.ts';
import { InstalledTerminal, SOCKET } from './installed-terminal.ts';
import { recycledEveryNight } from './recycled-every-night.ts';
import { updatesOfTheSoftware } from './updates-of-the-software.ts';
import { whatFailsComesBack } from './what-fails-comes-back.ts';
import { isAnother, keep, look, touch, UPRIGHT, XORG_CONF } from './screen.ts';

/**
 * From the .deb to a finished submission on a bare Debian 12: installed by apt with what the package depends on, booted
 * with its own systemd, real users, real units, a real X server, the sandboxed application. Needs the mirror of Debian,
 * root, and some minutes: in CI and with `npm run test:installed`.
 */
const ROOT = join(import.meta.dirname, '../..');
const PICTURES = join(ROOT, 'out/installed');
const SHEET_PX = 760;
const UNITS = ['tongban-core', 'tongban-display', 'tongban-kiosk', 'tongban-update'] as const;
const CONFIG_FILE = '/etc/tongban/terminal.json';
const CONFIG = ['--config', CONFIG_FILE] as const;
/** What systemd-analyze calls exposure: 0 is a locked cage, 10 a program that may everything. */
const MOST_EXPOSED = 3;
/** Where the button to begin is on the attract screen, from above. */
const START_AT = 0.61;

const isWanted = Boolean(process.env['CI'] ?? process.env['TONGBAN_INSTALLED']);
const why = isWanted ? DebianRoot.whyNot() : 'in CI, and by npm run test:installed';
if (why !== null) console.log(`! installed on Debian: left out, ${why}`);

describe.skipIf(why !== null)('a terminal that was installed from its package', () => {
  const cleanUp = new AsyncDisposableStack();
  let debian: DebianRoot;
  let terminal: InstalledTerminal;
  let world: World;
  let packages: string;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tongban-installed-'));
    cleanUp.defer(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(PICTURES, { recursive: true });
    packages = join(folder, 'package');
    const args = [
      join(ROOT, 'tools/package.mjs'),
      '--test-build',
      '--compression=zstd',
      `--into=${packages}`,
    ];
    execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    world = await startWorld({ folder });
    cleanUp.defer(() => world.stop());
    debian = await DebianRoot.make(folder);
    cleanUp.defer(() => debian.powerOff());
    terminal = new InstalledTerminal(debian);
  }, 900_000);
  afterAll(() => cleanUp.disposeAsync(), 120_000);

  let before: ScreenPicture | null = null;
  /** Waits until another screen is shown than that of the picture before. */
  const picture = async (name: string): Promise<void> => {
    await expect.poll(async () => isAnother(await look(debian), before)).toBe(true);
    before = await look(debian);
    await keep(before, join(PICTURES, `${name}.png`));
  };
  /** Submissions that the platform has not confirmed. */
  const waiting = async (): Promise<number> => {
    const said = await debian.must('tongban', 'queue', 'list', '--data', '/var/lib/tongban', '--json');
    return (JSON.parse(said.trim().split('\n').at(-1) ?? '') as { count: number }).count;
  };

  it(
    'apt installs it with what it needs, and says what is to be done next',
    { timeout: 300_000 },
    async () => {
      const [deb = ''] = readdirSync(packages).filter((file) => file.endsWith('.deb'));
      copyFileSync(join(packages, deb), join(debian.shared, 'tongban-terminal.deb'));
      await debian.must('apt-get', 'update', '--quiet');
      const said = await debian.must(
        ...['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C.UTF-8', 'apt-get', 'install', '--yes'],
        ...['--no-install-recommends', '/outside/tongban-terminal.deb'],
      );
      expect(said).toContain('还没有配置');
      expect(said).toContain('sudo tongban configure --city');
    },
  );

  it(
    'booted, it has its screens up by itself, and says that it is not in service',
    { timeout: 90_000 },
    async () => {
      debian.write('/etc/X11/xorg.conf', XORG_CONF);
      // A container has neither a console nor a graphics card to switch one to.
      debian.write('/etc/default/tongban-display', 'TONGBAN_X_ARGUMENTS="-novtswitch -sharevts vt7"\n');
      await debian.boot();
      await expect.poll(() => terminal.isActive('tongban-kiosk')).toBe('active');
      expect(await terminal.isActive('tongban-core')).toBe('inactive');
      await expect.poll(() => terminal.isShown()).toBe(true);
      await picture('01-not-set-up');
      const { code, output } = await debian.run('tongban', 'doctor');
      expect(code).toBe(1);
      expect(output).toContain('执行 tongban configure --city');
      expect(output).toContain('✗ 核心服务没有运行');
      expect(output).toContain('✓ 屏幕程序在运行');
    },
  );

  it('configured by a few answers it serves citizens', { timeout: 60_000 }, async () => {
    const cables = await plugIn(debian, world);
    cleanUp.use(cables);
    const found = await debian.must('tongban', 'device', 'find', '--json');
    expect(found).toContain(`"family":"id-card-reader","where":"${READER}"`);
    const matters = join(ROOT, 'kiosk-config/catalogue/matters');
    mkdirSync(debian.path('/srv/matters'));
    for (const file of readdirSync(matters))
      copyFileSync(join(matters, file), debian.path(`/srv/matters/${file}`));
    const { devices, platform } = cables.places;
    const { requestKey, ...ofTheCity } = platform;
    const { terminalId, siteCode, site } = demoTerminal;
    const { name, staff, timetable, announcements } = site;
    const city = { platform: ofTheCity, catalogueFolder: '/srv/matters', site: { announcements } };
    debian.write('/root/city.json', JSON.stringify(city));
    debian.write('/root/key.json', JSON.stringify(requestKey));
    const { line } = devices.receiptPrinter;
    const printer = line.type === 'tcp' ? `${line.host}:${line.port}` : '';
    const answers = [
      ...[terminalId, siteCode, name.zh, name.en ?? '', staff.zh, staff.en ?? ''],
      ...['', timetable?.monday ?? '', timetable?.saturday ?? '', printer],
    ];
    debian.write('/root/answers', answers.map((each) => `${each}\n`).join(''));
    const said = await debian.must(
      ...['sh', '-c', 'tongban configure --city /root/city.json --key /root/key.json < /root/answers'],
    );
    expect(said).toContain('写好了 /etc/tongban/terminal.json');
    expect(await debian.must('stat', '--format=%U:%G %a', CONFIG_FILE)).toBe('root:tongban 640\n');
    await debian.must('systemctl', 'restart', 'tongban-core');
    const someone = await terminal.citizen();
    await someone.screen('attract');
    await expect.poll(async () => (await someone.view()).speech.available).toBe(true);
    someone.leave();
    await picture('02-attract');
  });

  it('the command of technicians says that its devices are ready', async () => {
    // Core's own drivers have them, in processes bound to it.
    await expect
      .poll(() => debian.must('journalctl', '--no-pager', '--unit', 'tongban-core'))
      .toMatch(/"device":"id-card-reader","status":"no-card"/);
    const said = await debian.must('tongban', 'device', 'status', ...CONFIG, '--json');
    expect(said).toContain('"ok":true');
    expect(await debian.must('journalctl', '--no-pager', '--unit', 'tongban-core')).not.toContain(
      'process-ended',
    );
    expect((await debian.run('tongban', 'sandbox')).code).toBe(2);
  });

  it('its doctor finds nothing wrong', { timeout: 60_000 }, async () => {
    await expect
      .poll(async () => (await debian.run('tongban', 'doctor')).output)
      .toContain('都正常，可以服务。');
  });

  it('a finger on the screen begins a visit, which ends in an accepted submission', async () => {
    const someone = await terminal.citizen();
    await someone.screen('attract');
    await touch(debian, UPRIGHT.width / 2, UPRIGHT.height * START_AT);
    await someone.screen('choose');
    await picture('03-choose');
    await someone.call('session.chooseMatter', { matter: MATTERS.insurance });
    await someone.call('session.confirmGuide', {});
    await someone.screen('card');
    await world.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
    await someone.fillIn(insuranceAnswers);
    await picture('04-review');
    await someone.submit();
    const { session } = await someone.until(
      'the slip',
      (view) => view.session.screen === 'done' && view.session.slip === 'printed',
    );
    await picture('05-done');
    const [application] = await world.applications();
    expect(session).toMatchObject({ number: application?.applyNo });
    await someone.goHome(world);
    someone.leave();
  });

  describe('who may do what', () => {
    it.each(UNITS)('%s is held as tightly as it can be', async (unit) => {
      const said = await debian.must('systemd-analyze', 'security', '--no-pager', unit);
      const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(said) ?? [];
      expect(Number(exposure)).toBeGreaterThan(0);
      expect(Number(exposure)).toBeLessThanOrEqual(MOST_EXPOSED);
    });

    it('core is nobody special, and keeps what citizens gave it to itself', async () => {
      const status = await debian.must('cat', `/proc/${await terminal.pidOf('tongban-core')}/status`);
      expect(status).toMatch(/^CapEff:\t0+$/m);
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      for (const user of ['tongban-kiosk', 'nobody']) {
        for (const place of ['/var/lib/tongban', '/etc/tongban/terminal.json'])
          expect(
            (await debian.run('runuser', '-u', user, '--', 'ls', place)).code,
            `${user} ${place}`,
          ).not.toBe(0);
      }
      expect((await debian.run('runuser', '-u', 'nobody', '--', 'test', '-w', SOCKET)).code).not.toBe(0);
    });

    it('the screens have no network, and each page is in Chromium’s sandbox', async () => {
      const shell = await terminal.pidOf('tongban-kiosk');
      const network = await debian.must('nsenter', '-t', String(shell), '-n', 'cat', '/proc/net/dev');
      expect(network.split('\n').filter((line) => line.includes(':'))).toEqual([
        expect.stringMatching(/^\s*lo:/),
      ]);
      let pages = 0;
      for (const pid of await terminal.pagesOfChromium()) {
        const { code, output: status } = await debian.run('cat', `/proc/${pid}/status`);
        // A visit has just ended: the page that it had is closed, and its process may go while it is looked at.
        if (code !== 0 && !(await terminal.pagesOfChromium()).includes(pid)) continue;
        expect(status).toMatch(/^Seccomp:\t2$/m);
        expect(status).toMatch(/^CapEff:\t0+$/m);
        pages += 1;
      }
      expect(pages).toBeGreaterThan(0);
    });

    it('what Chromium keeps lies in memory alone', async () => {
      expect(await terminal.writtenByShell()).toEqual([]);
    });
  });

  attemptsToEscape(() => terminal);
  // For the handbook: what stands on the screen after installing, in service, and when the screens do not start.
  afterAll(async () => {
    const pictures = ['01-not-set-up', '02-attract', '06-please-wait'].map((name) =>
      join(PICTURES, `${name}.png`),
    );
    // Of some tests alone there are not all of them.
    if (pictures.every((file) => existsSync(file)))
      await sheetOf(pictures, SHEET_PX, join(PICTURES, 'sheet-handbook-installed.png'));
  });
  whatFailsComesBack(() => ({ terminal, world, waiting, picture }));
  updatesOfTheSoftware(() => ({ terminal, world, packages, waiting }));

  describe('what a citizen handed in without a network', () => {
    it('is kept when the power is cut', { timeout: 120_000 }, async () => {
      const someone = await terminal.handsInOffline(world, 'li');
      someone.leave();
      expect(await waiting()).toBe(1);
      await debian.losePower();
      await world.bench('id-card-reader', { verb: 'remove-card' });
      await debian.boot();
      await expect.poll(() => terminal.isActive('tongban-core')).toBe('active');
      expect(await waiting()).toBe(1);
    });

    it(
      'outlives a new version, and the removal of the package, which keeps settings and keys',
      { timeout: 240_000 },
      async () => {
        const install = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C.UTF-8', 'dpkg'] as const;
        await debian.must(...install, '--install', '/outside/tongban-terminal.deb');
        await expect.poll(() => terminal.isActive('tongban-core')).toBe('active');
        expect(await waiting()).toBe(1);
        await debian.must(...install, '--remove', 'tongban-terminal');
        expect(await terminal.isActive('tongban-core')).not.toBe('active');
        const purged = await debian.must(...install, '--purge', 'tongban-terminal');
        expect(purged).toContain('没有删除');
        expect((await debian.run('test', '-e', '/opt/tongban')).code).toBe(1);
        await debian.must(...install, '--install', '/outside/tongban-terminal.deb');
        await expect.poll(() => terminal.isActive('tongban-core')).toBe('active');
        expect(await waiting()).toBe(1);
      },
    );

    it('is sent when the network is back', async () => {
      const before = (await world.applications()).length;
      await world.bench('network', { verb: 'on' });
      await expect.poll(async () => (await world.applications()).length).toBe(before + 1);
      await expect.poll(waiting).toBe(0);
    });
  });

  recycledEveryNight(() => terminal);
});

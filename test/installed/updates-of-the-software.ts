import { createServer } from 'node:http';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import {
  adoptRoot,
  makeCentreKeys,
  publish,
  releasePath,
  storeInFolder,
} from '@tongban/kiosk-config/published';
import { partPath, sha256, type Release } from '@tongban/kiosk-config/releases';
import { gzipSync } from 'node:zlib';
import { signersOf } from '../../kiosk-config/published/testing/centre.ts';
import { replaceFile, makeFolder } from '@tongban/kiosk-config/releases';
import type { World } from '../../tools/stack/world.ts';
import type { UpdateState } from '../../terminal/update/state.ts';
import { laysCable } from './cables.ts';
import type { InstalledTerminal } from './installed-terminal.ts';

const HOUR_MS = 3_600_000;
/** Of Shanghai before UTC. */
const AHEAD_MS = 8 * HOUR_MS;
/** Five minutes until it is proven, and a small machine that copies and checks 400 MiB meanwhile. */
const PATIENCE_MS = 900_000;
const LONG = { timeout: 2 * PATIENCE_MS };
const CONFIG = '/etc/tongban/terminal.json';
const MAIN = 'program/core.js';

export interface Parts {
  readonly terminal: InstalledTerminal;
  readonly world: World;
  /** Where `npm run package` left package and release. */
  readonly packages: string;
  readonly waiting: () => Promise<number>;
}

/**
 * Releases of the package that is installed: one whose core does not start, one that is not well in time with a submission in
 * it, one that serves and is proven though the power is cut.
 */
export function updatesOfTheSoftware(parts: () => Parts): void {
  describe('updates of the software', LONG, () => {
    const cleanUp = new AsyncDisposableStack();
    let publishes: (version: string, main?: string) => Promise<void>;
    afterAll(() => cleanUp.disposeAsync());

    const debian = () => parts().terminal.debian;
    const state = async (): Promise<UpdateState> =>
      JSON.parse(await debian().must('cat', '/var/lib/tongban-program/state.json')) as UpdateState;
    /** Where the program of a unit lies. */
    const runsFrom = async (unit: string): Promise<string> =>
      (await debian().must('readlink', `/proc/${await parts().terminal.pidOf(unit)}/exe`)).trim();
    const serves = async (tree: string): Promise<void> => {
      await expect.poll(() => runsFrom('tongban-core'), LONG).toBe(`${tree}/bin/node`);
      await expect.poll(() => runsFrom('tongban-kiosk'), LONG).toBe(`${tree}/shell/tongban`);
      const someone = await parts().terminal.citizen();
      await someone.screen('attract');
      someone.leave();
      await expect.poll(() => parts().terminal.isShown(), LONG).toBe(true);
    };
    /** Core shall run this version, and the window is open. */
    const wants = async (version: string): Promise<void> => {
      const clock = (fromNowMs: number): string =>
        new Date(Date.now() + AHEAD_MS + fromNowMs).toISOString().slice(11, 16);
      // Its first half, in which terminals begin at different times, is over.
      const window = `${clock(-13 * HOUR_MS)}-${clock(10 * HOUR_MS)}`;
      const config = JSON.parse(await debian().must('cat', CONFIG)) as object;
      debian().write(CONFIG, JSON.stringify({ ...config, updates: { version, window } }));
      await debian().must('systemctl', 'restart', 'tongban-core');
    };

    it('a publication of releases is reached, and the terminal told whose signatures count', async () => {
      const { packages } = parts();
      const folder = join(packages, 'repository');
      const { keys, root } = await makeCentreKeys(new Date());
      const [store, signers] = [storeInFolder(folder), signersOf(keys)];
      expect((await adoptRoot(store, root, signers, new Date())).kind).toBe('published');
      cpSync(join(packages, 'release/parts'), join(folder, 'parts'), { recursive: true });
      const list = JSON.parse(readFileSync(join(packages, 'release/list.json'), 'utf8')) as Release;
      const withFile = (release: Release, path: string, content: string): Release => {
        const bytes = Buffer.from(content);
        const part = partPath(sha256(bytes));
        makeFolder(join(folder, part, '..'));
        replaceFile(join(folder, part), gzipSync(bytes));
        const file = { path, executable: false, size: bytes.length, parts: [sha256(bytes)] };
        return { ...release, files: [...release.files.filter((each) => each.path !== path), file] };
      };
      publishes = async (version, main) => {
        const facts = JSON.stringify({ version, architecture: list.architecture, formats: list.formats });
        const plain = withFile({ ...list, version }, 'release.json', facts);
        const release = main === undefined ? plain : withFile(plain, MAIN, main);
        const files = new Map([
          [releasePath(list.architecture, version), Buffer.from(JSON.stringify(release))],
        ]);
        const catalogue = { matters: [], cutOffs: [], announcements: [] };
        const outcome = await publish(store, signers, { catalogue, files }, new Date());
        expect(outcome.kind).toBe('published');
      };
      const server = createServer((request, response) => {
        void store.read(decodeURIComponent(request.url ?? '').slice(1)).then(
          (bytes) => response.writeHead(bytes ? 200 : 404).end(bytes),
          () => response.writeHead(404).end(),
        );
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      cleanUp.defer(() => void server.close());
      const { port } = server.address() as AddressInfo;
      cleanUp.use(await laysCable(debian(), 'releases', `TCP:127.0.0.1:${port}`, port));
      debian().write(
        '/etc/tongban-update.json',
        JSON.stringify({ url: `http://127.0.0.1:${port}/`, root: JSON.parse(root.toString()) as unknown }),
      );
      await debian().must('chmod', '0644', '/etc/tongban-update.json');
      await debian().must('systemctl', 'restart', 'tongban-update.path');
      expect(await parts().terminal.isActive('tongban-update.path')).toBe('active');
    });

    it('who reads what citizens hand in cannot write what is executed, and the other way round', async () => {
      const may = async (user: string, what: '-w' | '-r', place: string): Promise<boolean> =>
        (await debian().run('runuser', '-u', user, '--', 'test', what, place)).code === 0;
      for (const user of ['tongban', 'tongban-kiosk'])
        for (const place of ['/var/lib/tongban-program', '/opt/tongban', '/etc/tongban-update.json'])
          expect(await may(user, '-w', place), `${user} ${place}`).toBe(false);
      for (const place of ['/var/lib/tongban', CONFIG])
        expect(await may('tongban-update', '-r', place), place).toBe(false);
    });

    it('one whose core does not start is gone after three starts, and the old one serves', async () => {
      await publishes('0.1.1-test', 'process.exit(70);\n');
      await wants('0.1.1-test');
      await expect
        .poll(async () => (await state()).refused, LONG)
        .toMatchObject([{ version: '0.1.1-test', reason: 'kept-failing' }]);
      await serves('/opt/tongban');
      expect((await debian().run('tongban', 'update', 'status')).output).toContain('连续三次没有启动成功');
      expect((await debian().run('tongban', 'doctor')).output).toContain('软件 0.1.1-test 没有用成');
    });

    it('one that is not well in time goes back, with what a citizen handed in meanwhile', async () => {
      const { world, terminal, waiting } = parts();
      await publishes('0.1.2-test');
      await wants('0.1.2-test');
      await expect.poll(async () => (await state()).trial?.starts, LONG).toBe(1);
      await serves('/var/lib/tongban-program/a');
      const someone = await terminal.handsInOffline(world, 'zhang');
      await someone.goHome(world);
      someone.leave();
      expect(await waiting()).toBe(1);
      // As its timer does after a quarter of an hour.
      await debian().must('systemctl', 'start', 'tongban-trial.service');
      await serves('/opt/tongban');
      expect(await state()).toMatchObject({ inForce: { slot: null }, trial: null });
      expect(await waiting()).toBe(1);
      await world.bench('network', { verb: 'on' });
      await expect.poll(waiting, LONG).toBe(0);
    });

    it('one that is well is in force after five minutes, also when the power is cut meanwhile', async () => {
      await publishes('0.1.3-test');
      await wants('0.1.3-test');
      await expect.poll(async () => (await state()).trial?.starts, LONG).toBe(1);
      await serves('/var/lib/tongban-program/a');
      await debian().losePower();
      await debian().boot();
      await serves('/var/lib/tongban-program/a');
      expect((await debian().must('tongban', 'update', 'status')).trim()).toContain('正在试用 0.1.3-test');
      await expect
        .poll(async () => (await state()).inForce, LONG)
        .toEqual({ version: '0.1.3-test', slot: 'a' });
      expect(await debian().must('tongban', 'update', 'status')).toContain('运行 0.1.3-test（更新得来）');
    });
  });
}

import { execFile } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../terminal/core/config.ts';
import { ARCHITECTURES, elfMachine } from '../tools/package/architecture.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = mkdtempSync(join(tmpdir(), 'tongban-package-'));
const PACKAGE = join(FOLDER, 'linux-unpacked');
const INSTALLED = join(FOLDER, 'installed');
const PROGRAM = join(INSTALLED, 'opt/tongban/program');
const DOC = join(INSTALLED, 'usr/share/doc/tongban-terminal');
const run = promisify(execFile);
const packageCommand = [join(ROOT, 'tools/package.mjs')];

/** Words that only parts which play the world know. */
const WORDS_OF_THE_BENCH = [
  'IdCardReaderSimulator',
  'ReceiptPrinterSimulator',
  'NetworkCable',
  '/sandbox/faults',
  '310199',
];

it('is refused with an Electron that is end of life', async () => {
  await expect(run(process.execPath, packageCommand)).rejects.toMatchObject({
    stderr: expect.stringContaining('is end of life and must not reach a terminal') as string,
  });
});

beforeAll(async () => {
  await run(process.execPath, [...packageCommand, '--test-build', '--compression=none', `--into=${FOLDER}`]);
  const [deb = ''] = readdirSync(FOLDER).filter((file) => file.endsWith('.deb'));
  await run('dpkg-deb', ['--raw-extract', join(FOLDER, deb), INSTALLED]);
}, 120_000);
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

describe('the packaged application', () => {
  it('holds shell and screens and nothing else', async () => {
    expect(listPackage(join(PACKAGE, 'resources/app.asar'), { isPack: false }).sort()).toEqual([
      '/main.cjs',
      '/package.json',
      '/preload.cjs',
    ]);
    const resources = (await readdir(join(PACKAGE, 'resources'))).filter(
      (name) => name !== 'default_app.asar',
    );
    expect(resources.sort()).toEqual(['app.asar', 'ui']);
  });

  it('holds no simulator, bench or sandbox platform', async () => {
    const asar = join(PACKAGE, 'resources/app.asar');
    const screens = await readdir(join(PACKAGE, 'resources/ui'), { recursive: true, withFileTypes: true });
    const code = [
      extractFile(asar, 'main.cjs').toString('utf8'),
      extractFile(asar, 'preload.cjs').toString('utf8'),
      ...screens
        .filter((entry) => entry.isFile() && /\.(js|html|css)$/.test(entry.name))
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
    ].join('\n');
    expect(code).toContain('tongban:call');
    for (const word of WORDS_OF_THE_BENCH) expect(code.includes(word), word).toBe(false);
  });

  it('cannot be turned into a Node or opened for an inspector', async () => {
    const fuses = await getCurrentFuseWire(join(PACKAGE, 'tongban'));
    expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  });
});

describe('the Debian package', () => {
  /** Files of the program, relative to it; those of npm packages apart. */
  const sources = (): string[] =>
    readdirSync(PROGRAM, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => relative(PROGRAM, join(entry.parentPath, entry.name)));
  const packages = (): string[] =>
    readdirSync(PROGRAM, { recursive: true, withFileTypes: true })
      .filter(
        ({ name, parentPath }) =>
          name === 'package.json' && /node_modules\/(@[^/]+\/)?[^/]+$/.test(parentPath),
      )
      .map(({ parentPath }) => relative(PROGRAM, parentPath));

  it('holds core, its device hosts and the command of technicians', () => {
    expect(sources()).toEqual(
      expect.arrayContaining([
        'terminal/core/main.ts',
        'terminal/cli/on-a-terminal.ts',
        'peripherals/manager/device-host.ts',
        'sync/crypto/worker.ts',
        'sync/submissions/copy-worker.ts',
        'out/phone/index.html',
      ]),
    );
  });

  it('holds no simulator, bench, recorder, sandbox, centre or test', () => {
    const notOnATerminal =
      /(^|\/)(simulator|simulator-support|recording|bench|sandbox|testing|gallery|server|console)\/|\.test\.ts$|^(test|tools|bench)\//;
    expect(sources().filter((file) => notOnATerminal.test(file))).toEqual([]);
    const code = sources()
      .map((file) => readFileSync(join(PROGRAM, file), 'utf8'))
      .join('\n');
    // The region of the examples may stand in a comment; what plays the world may not.
    for (const word of WORDS_OF_THE_BENCH.filter((each) => each !== '310199'))
      expect(code.includes(word), word).toBe(false);
  });

  it('every package in it stands in its bill of materials with version and digest, and so do the runtimes', () => {
    const { components } = JSON.parse(readFileSync(join(DOC, 'sbom.cdx.json'), 'utf8')) as {
      components: { name: string; version: string; hashes?: { content: string }[] }[];
    };
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
    const held = packages().map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(PROGRAM, folder, 'package.json'), 'utf8')) as {
        name: string;
        version: string;
      };
      return `${name}@${version}`;
    });
    expect(held.length).toBeGreaterThan(100);
    expect(held.filter((each) => !listed.has(each) && !each.startsWith('@tongban/'))).toEqual([]);
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['electron', 'node']));
    for (const { name, hashes } of components.filter((each) => !['electron', 'node'].includes(each.name)))
      expect(hashes?.[0]?.content, name).toMatch(/^[0-9a-f]{128}$/);
  });

  it('has native code for its own machine alone', async () => {
    const { stdout } = await run('find', [PROGRAM, '-name', '*.node']);
    const files = stdout.trim().split('\n');
    expect(files.length).toBeGreaterThan(3);
    const programs = ['bin/node', 'shell/tongban'].map((file) => join(INSTALLED, 'opt/tongban', file));
    for (const file of [...files, ...programs]) {
      expect(lstatSync(file).isFile(), file).toBe(true);
      expect(elfMachine(file), file).toBe(ARCHITECTURES.amd64);
    }
  });

  it('its example is a configuration that core understands', () => {
    expect(loadConfig(join(DOC, 'terminal.example.json'))).toMatchObject({
      dataFolder: '/var/lib/tongban',
      socketPath: '/run/tongban/core.sock',
    });
  });

  it('is not made for a machine that its parts are not for', async () => {
    const forArm = [
      ...packageCommand,
      '--test-build',
      '--architecture=arm64',
      `--into=${join(FOLDER, 'arm64')}`,
    ];
    await expect(run(process.execPath, forArm)).rejects.toMatchObject({
      stderr: expect.stringContaining('is not for arm64') as string,
    });
  });
});

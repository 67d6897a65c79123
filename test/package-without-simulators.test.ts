import { execFile } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASE_FILE, openDatabase } from '../sync/submissions/database.ts';
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
  const files = (): string[] =>
    readdirSync(PROGRAM, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => relative(PROGRAM, join(entry.parentPath, entry.name)));
  const bundles = (): string[] => files().filter((file) => /^[^/]+\.js$/.test(file));
  const codeOf = (file: string): string => readFileSync(join(PROGRAM, file), 'utf8');
  const namesIn = (code: string, pattern: RegExp): string[] =>
    [...code.matchAll(pattern)].map(([, name = '']) => name);
  /** What the build says that the bundles are made of. */
  const contents = () =>
    JSON.parse(codeOf('contents.json')) as { sources: string[]; packages: string[]; external: string[] };
  const packages = (): string[] =>
    readdirSync(PROGRAM, { recursive: true, withFileTypes: true })
      .filter(
        ({ name, parentPath }) =>
          name === 'package.json' && /node_modules\/(@[^/]+\/)?[^/]+$/.test(parentPath),
      )
      .map(({ parentPath }) => relative(PROGRAM, parentPath));

  it('holds core, its device hosts and the command of technicians, and whatever they start', () => {
    expect(files()).toEqual(
      expect.arrayContaining(['core.js', 'tongban.js', 'update.js', 'package.json', 'phone/index.html']),
    );
    const code = bundles().map(codeOf).join('\n');
    const started = [...new Set(namesIn(code, /`([\w-]+)\$\{extname\(import\.meta\.filename\)\}`/g))];
    expect(started.toSorted()).toEqual(['copy-worker', 'device-host', 'seal-worker']);
    // Whatever else forks or starts a thread is to be found as those are.
    const starters = contents()
      .sources.filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(ROOT, file), 'utf8'))
      .filter((source) => /\b(fork|new Worker)\(/.test(source));
    expect(starters.filter((source) => !source.includes('${extname(import.meta.filename)}`'))).toEqual([]);
    expect(starters.length).toBe(started.length);
    const needed = [
      ...started.map((name) => `${name}.js`),
      ...namesIn(code, /(?:from|import) ?\(?"\.\/([^"]+)"/g),
    ];
    expect(needed.filter((file) => !bundles().includes(file))).toEqual([]);
  });

  it('its programs run from where they lie', async () => {
    const node = join(INSTALLED, 'opt/tongban/bin/node');
    const data = mkdtempSync(join(FOLDER, 'data-'));
    openDatabase(join(data, DATABASE_FILE)).close();
    // With the native code of SQLite that lies beside it.
    const verify = [join(PROGRAM, 'tongban.js'), 'queue', 'verify', '--data', data];
    await expect(run(node, verify)).resolves.toMatchObject({
      stdout: expect.stringContaining('核对通过') as string,
    });
    await expect(run(node, [join(PROGRAM, 'core.js')])).rejects.toMatchObject({
      code: 78,
      stderr: expect.stringContaining('Usage') as string,
    });
    await expect(run(node, [join(PROGRAM, 'update.js')])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Usage') as string,
    });
  });

  it('says of its bundles what they are made of', () => {
    const { sources, packages: bundled } = contents();
    // The bundler writes above each module where it is from.
    const from = /^\/\/ ((?:terminal|peripherals|sync|kiosk-config|tools|test|bench|node_modules)\/\S+)$/gm;
    const regions = bundles().flatMap((file) => namesIn(codeOf(file), from));
    const isOurs = (file: string): boolean => !file.includes('node_modules/');
    expect(regions.filter(isOurs).length).toBeGreaterThan(300);
    expect(regions.filter((file) => isOurs(file) && !sources.includes(file))).toEqual([]);
    const others = regions.filter((file) => !isOurs(file));
    expect(others.filter((file) => !bundled.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
  });

  it('holds no simulator, bench, recorder, sandbox, centre or test', () => {
    const notOnATerminal =
      /(^|\/)(simulator|simulator-support|recording|bench|sandbox|testing|gallery|server|console)\/|\.test\.ts$|^(test|tools|bench)\//;
    expect([...contents().sources, ...files()].filter((file) => notOnATerminal.test(file))).toEqual([]);
    const code = files().map(codeOf).join('\n');
    // The region of the examples may stand in a comment; what plays the world may not.
    for (const word of WORDS_OF_THE_BENCH.filter((each) => each !== '310199'))
      expect(code.includes(word), word).toBe(false);
  });

  it('every package in it stands in its bill of materials with version and digest, and so do the runtimes', () => {
    const { components } = JSON.parse(readFileSync(join(DOC, 'sbom.cdx.json'), 'utf8')) as {
      components: { name: string; version: string; hashes?: { content: string }[] }[];
    };
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
    const { packages: bundled, external } = contents();
    expect(packages()).toEqual(expect.arrayContaining(external.map((name) => `node_modules/${name}`)));
    const held = [...packages().map((folder) => join(PROGRAM, folder)), ...bundled].map((folder) => {
      const { name, version } = JSON.parse(readFileSync(resolve(ROOT, folder, 'package.json'), 'utf8')) as {
        name: string;
        version: string;
      };
      return `${name}@${version}`;
    });
    expect(held.length).toBeGreaterThan(80);
    expect(held.filter((each) => !listed.has(each))).toEqual([]);
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['electron', 'node']));
    for (const { name, hashes } of components.filter((each) => !['electron', 'node'].includes(each.name)))
      expect(hashes?.[0]?.content, name).toMatch(/^[0-9a-f]{128}$/);
    const licences = gunzipSync(readFileSync(join(DOC, 'licences.gz'))).toString();
    for (const { name } of components.filter((each) => !['electron', 'node'].includes(each.name)))
      expect(licences, name).toContain(`=== ${name}: `);
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

  it('its examples are a configuration that core understands, and what all terminals of a city share of it', () => {
    expect(loadConfig(join(DOC, 'terminal.example.json'))).toMatchObject({
      dataFolder: '/var/lib/tongban',
      socketPath: '/run/tongban/core.sock',
    });
    const { centre, platform } = JSON.parse(
      readFileSync(join(DOC, 'terminal.example.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(JSON.parse(readFileSync(join(DOC, 'city.example.json'), 'utf8'))).toEqual({ centre, platform });
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

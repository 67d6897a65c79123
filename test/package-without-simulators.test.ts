import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const PACKAGE = join(ROOT, 'out/package/linux-unpacked');
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

describe('the packaged application', () => {
  beforeAll(async () => {
    rmSync(join(ROOT, 'out/package'), { recursive: true, force: true });
    await run(process.execPath, [...packageCommand, '--test-build']);
  }, 120_000);

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

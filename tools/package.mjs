/**
 * `npm run package`: the unpacked application in out/package, by electron-builder.yml, and the Debian package of a
 * terminal made of it. `-- --architecture=arm64` (or loong64) with TONGBAN_ELECTRON and TONGBAN_NODE naming builds for that machine
 * makes one for Kylin and UOS; `--compression=zstd` is quick, and too new for their dpkg. An Electron that gets no security
 * updates any more is refused, unless `--test-build` says that the result goes to no terminal.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildProgram, electronPath, nodePath, ROOT, setUp } from './setup/setup.mjs';

/** The oldest Electron that is still maintained; the three newest majors are. */
const OLDEST_MAINTAINED_MAJOR = 43;

const { values: wanted } = parseArgs({
  options: {
    'test-build': { type: 'boolean', default: false },
    architecture: { type: 'string', default: 'amd64' },
    compression: { type: 'string', default: 'xz' },
    into: { type: 'string', default: join(ROOT, 'out/package') },
  },
});
await setUp({ purpose: 'start' });
const electron = dirname(electronPath());
const version = existsSync(join(electron, 'version'))
  ? readFileSync(join(electron, 'version'), 'utf8').trim()
  : '0';
const testBuild = wanted['test-build'];
if (Number(version.split('.')[0]) < OLDEST_MAINTAINED_MAJOR && !testBuild) {
  console.error(
    `✗ Electron ${version} is end of life and must not reach a terminal. Use a maintained one ` +
      '(TONGBAN_ELECTRON=/path/to/electron), or say --test-build for a package that is only tested.',
  );
  process.exit(1);
}
await buildProgram();
const builder = join(ROOT, 'node_modules/electron-builder/cli.js');
/** @param {readonly string[]} args */
function nodeOrExit(args) {
  const { status } = spawnSync(nodePath(), args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
nodeOrExit([
  builder,
  ...['--linux', 'dir', '--publish', 'never'],
  ...[`-c.electronDist=${electron}`, `-c.electronVersion=${version}`, `-c.directories.output=${wanted.into}`],
]);
const isTest = testBuild ? ['test'] : [];
nodeOrExit([
  join(ROOT, 'tools/package/deb.ts'),
  wanted.into,
  wanted.architecture,
  wanted.compression,
  ...isTest,
]);

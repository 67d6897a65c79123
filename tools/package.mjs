/**
 * `npm run package`: the unpacked application in out/package, by electron-builder.yml. An Electron that gets no security
 * updates any more is refused, unless `--test-build` says that the result goes to no terminal.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPhonePage, buildShell, buildUi, electronPath, nodePath, ROOT, setUp } from './setup/setup.mjs';

/** The oldest Electron that is still maintained; the three newest majors are. */
const OLDEST_MAINTAINED_MAJOR = 43;

await setUp({ purpose: 'start' });
const electron = dirname(electronPath());
const version = existsSync(join(electron, 'version'))
  ? readFileSync(join(electron, 'version'), 'utf8').trim()
  : '0';
const testBuild = process.argv.includes('--test-build');
if (Number(version.split('.')[0]) < OLDEST_MAINTAINED_MAJOR && !testBuild) {
  console.error(
    `✗ Electron ${version} is end of life and must not reach a terminal. Use a maintained one ` +
      '(TONGBAN_ELECTRON=/path/to/electron), or say --test-build for a package that is only tested.',
  );
  process.exit(1);
}
await buildShell();
await buildUi();
// Not in the package: core, which travels beside it, serves it from out/phone.
await buildPhonePage();
const builder = join(ROOT, 'node_modules/electron-builder/cli.js');
const { status } = spawnSync(
  nodePath(),
  [
    builder,
    '--linux',
    'dir',
    '--publish',
    'never',
    `-c.electronDist=${electron}`,
    `-c.electronVersion=${version}`,
  ],
  { cwd: ROOT, stdio: 'inherit' },
);
process.exit(status ?? 1);

/**
 * `node bundle-program.mjs FOLDER`: what is started on a terminal beside the shell, as bundles. The sources are more than
 * a thousand files with those of their packages, which Node would look for and compile at each start, and once more for
 * each driver.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { ROOT } from './console.mjs';

/** By the name of the file that is started. */
const PROGRAMS = {
  core: 'terminal/core/main.ts',
  tongban: 'terminal/cli/on-a-terminal.ts',
  update: 'terminal/update/main.ts',
  // Started by those as processes and threads of their own, beside them and under the names that the sources have.
  'device-host': 'peripherals/manager/device-host.ts',
  'seal-worker': 'sync/crypto/seal-worker.ts',
  'copy-worker': 'sync/submissions/copy-worker.ts',
};

/** Packages with native code, which is loaded from where it lies. */
const EXTERNAL = ['@napi-rs/canvas', 'better-sqlite3', 'koffi', 'node-hid', 'serialport'];

const [folder = ''] = process.argv.slice(2);
const files = new Set();
// Each by itself: what two need could come to lie in one of them, which then would run in the other.
for (const [name, program] of Object.entries(PROGRAMS)) {
  const bundle = await rolldown({
    cwd: ROOT,
    input: { [name]: program },
    platform: 'node',
    external: EXTERNAL,
  });
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: `${name}-[name]-[hash].js`,
    // A source of ASCII alone takes half of the memory, in each process, and is read at once.
    charset: 'ascii',
    // Above each module stands where it is from, all the same.
    comments: false,
  });
  for (const chunk of output) {
    if (chunk.type !== 'chunk') continue;
    for (const id of chunk.moduleIds) if (path.isAbsolute(id)) files.add(path.relative(ROOT, id));
  }
}

const isOurs = (/** @type {string} */ file) => !file.includes('node_modules/');
const all = [...files].sort();
/** What the bundles are made of, relative to the checkout: for the package and its bill of materials. */
const contents = {
  sources: all.filter(isOurs),
  packages: [...new Set(all.filter((file) => !isOurs(file)).map(packageFolder))],
  external: EXTERNAL,
};
writeFileSync(path.join(folder, 'contents.json'), `${JSON.stringify(contents, null, 1)}\n`);
writeFileSync(path.join(folder, 'package.json'), '{"private":true,"type":"module"}\n');

/**
 * @param {string} file `node_modules/@scope/name/…` or `…/node_modules/name/…`
 * @returns {string} the folder of the package
 */
function packageFolder(file) {
  const at = file.lastIndexOf('node_modules/') + 'node_modules/'.length;
  const parts = file.slice(at).split('/');
  return file.slice(0, at) + parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/');
}

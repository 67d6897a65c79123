/**
 * Brings whatever is missing to start or to test the product. Runs on Node 20 with nothing installed, so nothing here
 * imports an npm package.
 */
import { buildConsole, buildPhonePage, buildPreview, buildProgram, buildShell, buildUi } from './build.mjs';
import { seconds, SetUpError, step } from './console.mjs';
import { debianPackages } from './debian.mjs';
import { electron } from './electron.mjs';
import { node24, npmPackages } from './npm.mjs';

export { buildProgram, buildShell, buildUi, PROGRAM_FOLDER, SHELL_FOLDER, UI_FOLDER } from './build.mjs';
export { ROOT, SetUpError } from './console.mjs';
export { electronPath } from './electron.mjs';
export { launchArgs } from './launch.mjs';
export { nodePath } from './npm.mjs';

/**
 * Does the set-up with one console line a step and the total time at the end.
 * @param {{ purpose: 'start' | 'test' }} options tests need a browser and the bundles of core besides
 * @returns {Promise<void>}
 * @throws {SetUpError} with what to do, when something is missing that it cannot bring
 */
export async function setUp({ purpose }) {
  const start = performance.now();
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 20)
    throw new SetUpError(`Node 20 or newer is needed to begin with; this is ${process.version}.`);
  await step('Debian packages', () => debianPackages(purpose));
  await step('npm packages', npmPackages);
  await step('Node 24', node24);
  await step('Electron', electron);
  await step('shell', buildShell);
  await step('screens', buildUi);
  await step('page for phones', buildPhonePage);
  // `npm start` runs the sources.
  if (purpose === 'test') await step('core and drivers', buildProgram);
  await step('preview of matters', buildPreview);
  await step('console', buildConsole);
  console.log(`Set-up took ${seconds(performance.now() - start)}.`);
}

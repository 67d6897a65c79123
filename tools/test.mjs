/**
 * `npm test`: sets up what is missing, then lint, types and every test. The last line is `N passed, N failed`; a
 * failed lint or type check counts as one failed test.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { nodePath, setUp } from './setup/setup.mjs';

const root = join(import.meta.dirname, '..');
const report = join(root, 'out/test/report.json');

try {
  await setUp({ purpose: 'test' });
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const env = { ...process.env, PATH: `${dirname(nodePath())}${delimiter}${process.env.PATH}` };
/**
 * What it prints comes when it has ended, so that two at once do not mix.
 * @param {string} script
 * @returns {Promise<boolean>}
 */
const passes = (script) =>
  new Promise((resolve) => {
    const options = { cwd: root, env, maxBuffer: 1 << 26 };
    execFile('npm', ['run', '--silent', script], options, (error, stdout, stderr) => {
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      resolve(error === null);
    });
  });

let passed = 0;
let failed = 0;
// A single file can be asked for: npm test -- peripherals/receipt-printer
const only = process.argv.slice(2);
if (only.length === 0) {
  for (const isPassed of await Promise.all([passes('lint'), passes('typecheck')])) {
    if (isPassed) passed += 1;
    else failed += 1;
  }
}
rmSync(report, { force: true });
mkdirSync(dirname(report), { recursive: true });
const vitest = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
spawnSync(nodePath(), [join(root, 'node_modules/vitest/vitest.mjs'), ...vitest.slice(1), ...only], {
  cwd: root,
  env,
  stdio: 'inherit',
});
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  // What could not be loaded or prepared fails without a failed test of its own, its tests are only left out.
  failed += result.testResults.filter(
    (
      /** @type {{ status: string, assertionResults: { status: string }[] }} */ { status, assertionResults },
    ) => status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
  ).length;
  if (result.numTotalTests === 0) failed += 1;
} catch {
  console.error('✗ the tests left no report');
  failed += 1;
}
// The hardware laboratory brings QEMU and a kernel, hundreds of megabytes: here only in CI, by hand `npm run test:hardware`.
if (only.length === 0 && process.env.CI) {
  const laboratory = spawnSync(process.execPath, [join(root, 'test/hardware/run.mjs')], {
    ...{ cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  });
  console.log(laboratory.stdout);
  const [, proven, notProven] = /(\d+) proven, (\d+) failed/.exec(laboratory.stdout) ?? [];
  passed += Number(proven ?? 0);
  failed += Number(notProven ?? 0);
  if (laboratory.status === 3) console.log('! hardware laboratory left out: its packages cannot be had here');
  else if (laboratory.status !== 0 && !Number(notProven ?? 0)) failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

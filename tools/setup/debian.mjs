/** The Debian packages that a bare machine lacks. On other systems it says what is needed and goes on. */
import { existsSync } from 'node:fs';
import { run, runOrThrow } from './console.mjs';

/**
 * Each entry: names in order of preference. Debian 13 and Ubuntu 24.04 renamed libraries for 64-bit time (t64) and
 * kept some old names as virtual packages that cannot be queried.
 */
const FOR_START = [
  ['xvfb'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['fonts-noto-cjk'],
  // Rare characters in names, beyond what Noto draws.
  ['fonts-hanazono'],
  // Speaks for the terminal, as a process of its own.
  ['espeak-ng'],
  // Reads handwriting, as a process of its own, and its model of Chinese characters.
  ['zinnia-utils'],
  ['tegaki-zinnia-simplified-chinese'],
  ['unzip'],
  ['socat'],
  ['xdotool'],
  // A PC/SC service of our own for the bench's social-security cards.
  ['pcscd'],
  ['libpcsclite1'],
  ['vsmartcard-vpcd'],
];
const FOR_TEST = [
  ['chromium', 'chromium-browser'],
  ['x11-xserver-utils'],
  // The real parts that devices are proven against: IPP printers, CUPS, SANE.
  ['cups-ipp-utils'],
  ['cups'],
  ['printer-driver-cups-pdf'],
  ['dbus-daemon', 'dbus'],
  ['avahi-daemon'],
  ['sane-utils'],
  ['sane-airscan'],
  ['poppler-utils'],
  // Compiles the layer that drops what was not synced (test/faults).
  ['tcc'],
  // The second opinion on SM2, SM3 and SM4.
  ['openssl'],
  // The centre runs on SQLite and on this; the tests start one of their own.
  ['postgresql'],
  // A bare Debian in a folder, and its systemd booted there: the package is installed and run in it.
  ['mmdebstrap'],
  ['systemd-container'],
];

/**
 * Installs what is missing where it may; otherwise prints the command and goes on.
 * @param {'start' | 'test'} purpose
 * @returns {Promise<string | null>} null when everything was there already
 */
export async function debianPackages(purpose) {
  const wanted = purpose === 'test' ? [...FOR_START, ...FOR_TEST] : FOR_START;
  if (!existsSync('/usr/bin/dpkg-query')) {
    return `not a Debian system; make sure that it has: ${wanted.map((names) => names[0]).join(' ')}`;
  }
  const present = await installed(wanted.flat());
  const missing = wanted.filter((names) => !names.some((name) => present.has(name)));
  if (missing.length === 0) return null;

  const prefix = await privilege();
  if (prefix === null) {
    const packages = missing.map((names) => names[0]).join(' ');
    return `may not install packages here. Run:  sudo apt-get install --no-install-recommends ${packages}`;
  }
  const args = [...prefix, 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  await runOrThrow('env', [...args, 'update']);
  const packages = await Promise.all(missing.map(available));
  await runOrThrow('env', [...args, 'install', '--yes', '--no-install-recommends', ...packages]);
  return packages.join(' ');
}

/**
 * @param {readonly string[]} names
 * @returns {Promise<Set<string>>}
 */
async function installed(names) {
  // dpkg-query ends with 1 when one name is unknown, and still lists the others.
  const { stdout } = await run('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...names]);
  const rows = stdout.split('\n').map((line) => line.split(' '));
  return new Set(rows.filter((row) => row[1] === 'installed').map((row) => row[0] ?? ''));
}

/**
 * @param {readonly string[]} names
 * @returns {Promise<string>} the first one that this release can install
 */
async function available(names) {
  for (const name of names) {
    const { stdout } = await run('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))\S/.test(stdout)) return name;
  }
  return names[0] ?? '';
}

/** @returns {Promise<string[] | null>} what to put between env and apt-get; null when there is no right to install */
async function privilege() {
  if (process.getuid?.() === 0) return [];
  const { code } = await run('sudo', ['-n', 'true']);
  return code === 0 ? ['sudo', '-n', 'env'] : null;
}

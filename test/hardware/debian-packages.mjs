/** The Debian packages of the hardware laboratory. They are many megabytes, so `npm test` does without them. */
import { SetUpError } from '../../tools/setup/setup.mjs';
import { run, runOrThrow } from '../../tools/setup/console.mjs';

/** The guest runs on the files of this machine: what it needs, udev for example, is installed here. */
const PACKAGES = [
  'qemu-system-x86',
  'busybox-static',
  'kmod',
  'udev',
  'util-linux',
  'xz-utils',
  'libusb-1.0-0',
  'libudev1',
  'pcscd',
  'libccid',
  'libpcsclite1',
];
/** Names the newest kernel of this release; it is downloaded and unpacked, not installed. */
const KERNEL = 'linux-image-amd64';

/**
 * Installs what is missing.
 * @returns {Promise<string | null>} null when everything was there already
 * @throws {SetUpError} where packages cannot or may not be installed
 */
export async function laboratoryPackages() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetUpError(
      `The hardware laboratory needs Debian on x86-64, not ${process.platform} ${process.arch}.`,
    );
  }
  // dpkg-query ends with 1 when one name is unknown, and still lists the others.
  const { stdout } = await run('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...PACKAGES]);
  const present = stdout
    .split('\n')
    .flatMap((row) => (row.endsWith(' installed') ? [row.split(' ')[0]] : []));
  const missing = PACKAGES.filter((name) => !present.includes(name));
  const knowsKernel = (await run('apt-cache', ['show', KERNEL])).code === 0;
  if (missing.length === 0 && knowsKernel) return null;
  if (process.getuid?.() !== 0) {
    throw new SetUpError(
      `The hardware laboratory needs Debian packages. Run:  sudo apt-get update && ` +
        `sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  }
  const apt = ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  await runOrThrow('env', [...apt, 'update']);
  if (missing.length > 0) {
    await runOrThrow('env', [...apt, 'install', '--yes', '--no-install-recommends', ...missing]);
  }
  return missing.join(' ');
}

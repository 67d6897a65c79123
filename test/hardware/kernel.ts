import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the guest's devices need, beside what Debian builds into its kernel. */
const MODULES = [
  'virtio_pci',
  'virtio_console',
  '9pnet_virtio',
  '9p',
  'xhci_pci',
  'ftdi_sio',
  'usbhid',
  'hid_generic',
  'uhid',
  'evdev',
  'vhci_hcd',
  'uvcvideo',
];
const XZ_MAGIC = Buffer.from('fd377a585a00', 'hex');
const MAX_KERNEL_BYTES = 256 * 1024 * 1024;

export const CACHE_FOLDER = join(homedir(), '.cache/tongban/hardware');

export interface Kernel {
  readonly release: string;
  /** The kernel without its own unpacking, which takes long under emulation. */
  readonly image: string;
  /** The modules, each after those that it needs. */
  readonly modules: readonly string[];
}

/**
 * Debian's own kernel of this release, from the cache or fetched by apt.
 * @throws when apt does not know or cannot fetch it
 */
export async function debianKernel(): Promise<Kernel> {
  const depends = await run('apt-cache', ['depends', 'linux-image-amd64']);
  const name = /Depends: (linux-image-\S+)/.exec(depends.stdout)?.[1];
  if (name === undefined) throw new Error('apt does not know linux-image-amd64, the kernel of Debian');
  const shown = await run('apt-cache', ['show', '--no-all-versions', name]);
  const version = /^Version: (\S+)$/m.exec(shown.stdout)?.[1] ?? '';
  const release = name.slice('linux-image-'.length);
  const folder = join(CACHE_FOLDER, `kernel-${release}_${version}`);
  const loadOrder = join(folder, 'load-order.json');
  const wanted = JSON.stringify(MODULES);
  if ((await readFile(join(folder, 'wanted.json'), 'utf8').catch(() => '')) !== wanted) {
    const unfinished = `${folder}.${process.pid}`;
    await rm(unfinished, { recursive: true, force: true });
    try {
      await unpack(name, release, unfinished);
      await writeFile(join(unfinished, 'wanted.json'), wanted);
      // Another run may have been faster; either result is the same.
      await rm(folder, { recursive: true, force: true });
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  const files = JSON.parse(await readFile(loadOrder, 'utf8')) as string[];
  return { release, image: join(folder, 'vmlinux'), modules: files.map((file) => join(folder, file)) };
}

/** Leaves the kernel, the modules and their load order in the folder. */
async function unpack(name: string, release: string, folder: string): Promise<void> {
  const tree = join(folder, 'tree');
  await mkdir(tree, { recursive: true });
  await run('apt-get', ['download', '-qq', name], { cwd: folder });
  const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'));
  if (archive === undefined) throw new Error(`apt-get download ${name} brought nothing`);
  await run('dpkg', ['-x', join(folder, archive), tree]);
  await rm(join(folder, archive));
  await writeFile(join(folder, 'vmlinux'), await plainKernel(join(tree, `boot/vmlinuz-${release}`)));

  await run('depmod', ['-b', tree, release], {
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` },
  });
  const modules = join(tree, 'lib/modules', release);
  const order = loadOrderOf(await readFile(join(modules, 'modules.dep'), 'utf8'), MODULES);
  const files: string[] = [];
  for (const path of order) {
    const file = basename(path).replace(/\.xz$/, '');
    await writeFile(join(folder, file), await plain(join(modules, path)));
    files.push(file);
  }
  await writeFile(join(folder, 'load-order.json'), JSON.stringify(files));
  await rm(tree, { recursive: true });
}

/** The ELF kernel out of a bzImage, where it lies xz-packed behind the real-mode part. */
async function plainKernel(path: string): Promise<Buffer> {
  const bzImage = await readFile(path);
  const start = bzImage.indexOf(XZ_MAGIC);
  if (start === -1) throw new Error('the kernel is not packed with xz, as those of Debian are');
  const packed = `${path}.xz`;
  await writeFile(packed, bzImage.subarray(start));
  return unxz(packed);
}

async function plain(path: string): Promise<Buffer> {
  return path.endsWith('.xz') ? unxz(path) : readFile(path);
}

async function unxz(path: string): Promise<Buffer> {
  // One stream: behind it a kernel goes on with something else.
  const args = ['--decompress', '--stdout', '--single-stream', path];
  const { stdout } = await run('xz', args, { encoding: 'buffer', maxBuffer: MAX_KERNEL_BYTES });
  return stdout;
}

/**
 * Reads modules.dep of depmod: a line a module, `path: paths that it needs`, the last of which is needed first.
 * @throws for a module that is not in the kernel's package
 */
function loadOrderOf(modulesDep: string, wanted: readonly string[]): string[] {
  const needs = new Map<string, string[]>();
  const pathOf = new Map<string, string>();
  for (const line of modulesDep.split('\n')) {
    const [path, rest = ''] = line.split(':');
    if (path === undefined || path === '') continue;
    needs.set(
      path,
      rest
        .split(' ')
        .filter((each) => each !== '')
        .reverse(),
    );
    pathOf.set(
      basename(path)
        .replace(/\.ko(\.xz)?$/, '')
        .replaceAll('-', '_'),
      path,
    );
  }
  const order = new Set<string>();
  for (const module of wanted) {
    const path = pathOf.get(module);
    if (path === undefined) throw new Error(`Debian's kernel has no module ${module}`);
    for (const each of [...(needs.get(path) ?? []), path]) order.add(each);
  }
  return [...order];
}

/** Whether a file is there. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

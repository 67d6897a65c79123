import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CACHE_FOLDER, exists } from './kernel.ts';
import type { Kernel } from './kernel.ts';

const DIRECTORY = 0o040755;
const PROGRAM = 0o100755;
const CPIO_MAGIC = '070701';
const CPIO_ALIGNMENT_BYTES = 4;

/**
 * The first files of the guest: busybox, the modules, and the script that goes over to the files of this machine. Made
 * once for each content; answers its path.
 */
export async function initramfs(kernel: Kernel): Promise<string> {
  const archive = new CpioArchive();
  for (const folder of ['bin', 'dev', 'proc', 'sys', 'host', 'modules']) archive.add(folder, DIRECTORY);
  archive.add('bin/busybox', PROGRAM, await readFile('/bin/busybox'));
  archive.add('init', PROGRAM, await readFile(join(import.meta.dirname, 'guest/init.sh')));
  for (const [place, path] of kernel.modules.entries()) {
    const name = `modules/${String(place).padStart(2, '0')}-${basename(path)}`;
    archive.add(name, PROGRAM, await readFile(path));
  }
  const content = archive.end();
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const path = join(CACHE_FOLDER, `initramfs-${hash}.cpio`);
  if (!(await exists(path))) {
    await mkdir(CACHE_FOLDER, { recursive: true });
    await writeFile(`${path}.${process.pid}`, content);
    await rename(`${path}.${process.pid}`, path);
  }
  return path;
}

/** The "newc" format. Source: Linux, Documentation/driver-api/early-userspace/buffer-format.rst. */
class CpioArchive {
  readonly #parts: Buffer[] = [];
  #count = 0;

  add(name: string, mode: number, content: Buffer = Buffer.alloc(0)): void {
    this.#count++;
    const nameBytes = Buffer.from(`${name}\0`);
    // Inode, mode, owner, group, links, time, size, 2 × device, 2 × its own device, length of the name, checksum.
    const fields = [this.#count, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, nameBytes.length, 0];
    const header = CPIO_MAGIC + fields.map((field) => field.toString(16).padStart(8, '0')).join('');
    this.#append(Buffer.concat([Buffer.from(header), nameBytes]));
    this.#append(content);
  }

  end(): Buffer {
    this.add('TRAILER!!!', 0);
    return Buffer.concat(this.#parts);
  }

  #append(bytes: Buffer): void {
    this.#parts.push(bytes, Buffer.alloc(-bytes.length & (CPIO_ALIGNMENT_BYTES - 1)));
  }
}

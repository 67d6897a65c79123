import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import {
  foldersOf,
  PART_BYTES,
  sha256,
  syncFolder,
  type Release,
  type ReleaseFile,
} from '@tongban/kiosk-config/releases';

/** Makes a folder equal to the list of a release, and proves that it is. */

const FILE_MODE = 0o644;
const PROGRAM_MODE = 0o755;
const FOLDER_MODE = 0o755;
const PERMISSIONS = 0o7777;

/** Gives a part that no tree on this disk has. @returns null when there is none with this hash */
export type FetchPart = (hash: string, maxBytes: number) => Promise<Uint8Array | null>;

/** Thrown by {@link layTree}: the publication lacks a part, or has another in its place. */
export class PartMissing extends Error {
  override name = 'PartMissing';
}

/**
 * Lays a release into a folder. What is there already and right stays, so that this may be cut off anywhere and begun
 * again; what another tree on the disk has is copied from there, and only the rest is fetched.
 * @param others trees that are likely to have the same files
 * @throws PartMissing; what `fetchPart` throws
 */
export async function layTree(
  { files, links }: Release,
  into: string,
  others: readonly string[],
  fetchPart: FetchPart,
): Promise<void> {
  mkdirSync(into, { recursive: true, mode: FOLDER_MODE });
  const wanted = new Set([...files, ...links].map(({ path }) => path));
  const folders = new Set([...wanted].flatMap(foldersOf));
  clear(into, '', wanted, folders);
  for (const folder of [...folders].toSorted())
    mkdirSync(join(into, folder), { recursive: true, mode: FOLDER_MODE });
  for (const file of files) await layFile(file, into, others, fetchPart);
  for (const { path, to } of links) layLink(join(into, path), to);
  for (const folder of ['', ...folders]) {
    chmodSync(join(into, folder), FOLDER_MODE);
    syncFolder(join(into, folder));
  }
  syncFolder(dirname(into));
}

/** Whether a folder holds what the release lists, all of it, and nothing besides. */
export function isWhole({ files, links }: Release, tree: string): boolean {
  try {
    const found = new Set(entriesOf(tree, ''));
    return (
      found.size === files.length + links.length &&
      links.every(({ path, to }) => found.has(path) && readlinkSync(join(tree, path)) === to) &&
      files.every((file) => found.has(file.path) && isFile(file, join(tree, file.path)))
    );
  } catch (error) {
    // Something is missing, or of another kind.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/** Takes away what the release does not have, or has as something else. */
function clear(tree: string, below: string, wanted: ReadonlySet<string>, folders: ReadonlySet<string>): void {
  for (const entry of readdirSync(join(tree, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && folders.has(path)) clear(tree, path, wanted, folders);
    else if (entry.isDirectory() || !wanted.has(path))
      rmSync(join(tree, path), { recursive: true, force: true });
  }
}

async function layFile(
  file: ReleaseFile,
  into: string,
  others: readonly string[],
  fetchPart: FetchPart,
): Promise<void> {
  const target = join(into, file.path);
  if (isFile(file, target)) return;
  // What is there may be a link, through which nothing must be written.
  rmSync(target, { force: true });
  const sources = others.map((tree) => join(tree, file.path));
  const handle = openSync(target, 'wx', FILE_MODE);
  try {
    for (const [at, hash] of file.parts.entries()) {
      const size = Math.min(PART_BYTES, file.size - at * PART_BYTES);
      const part = partOf(sources, at, size, hash) ?? (await fetchPart(hash, size));
      if (part?.length !== size || sha256(part) !== hash) throw new PartMissing(`${file.path}, part ${at}`);
      for (let written = 0; written < size;) written += writeSync(handle, part, written);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  chmodSync(target, file.executable ? PROGRAM_MODE : FILE_MODE);
}

function layLink(path: string, to: string): void {
  try {
    if (readlinkSync(path) === to) return;
  } catch {
    // Not there, or no link.
  }
  rmSync(path, { force: true });
  symlinkSync(to, path);
}

/** The same part of the same file of another tree, when it is the same. */
function partOf(sources: readonly string[], at: number, size: number, hash: string): Buffer | null {
  for (const source of sources) {
    const part = readPart(source, at, size);
    if (part && sha256(part) === hash) return part;
  }
  return null;
}

function readPart(file: string, at: number, size: number): Buffer | null {
  try {
    const handle = openSync(file, 'r');
    try {
      const part = Buffer.alloc(size);
      return readSync(handle, part, 0, size, at * PART_BYTES) === size ? part : null;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

function isFile({ executable, size, parts }: ReleaseFile, path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  const mode = executable ? PROGRAM_MODE : FILE_MODE;
  if (!found?.isFile() || found.size !== size || (found.mode & PERMISSIONS) !== mode) return false;
  return parts.every(
    (hash, at) => partOf([path], at, Math.min(PART_BYTES, size - at * PART_BYTES), hash) !== null,
  );
}

function entriesOf(tree: string, below: string): string[] {
  return readdirSync(join(tree, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? entriesOf(tree, path) : [path];
  });
}

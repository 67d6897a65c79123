import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sha256 } from '../published/sign.ts';
import {
  BASE_TREE,
  PART_BYTES,
  partPath,
  releaseSchema,
  SANDBOX,
  TREE_FACTS,
  treeFacts,
  type Release,
} from './release.ts';

/**
 * The list of a tree, which is what gets signed.
 * @param keep takes each part by its path in the store, compressed; called once for a content that occurs twice
 * @throws Error when the tree does not say what it is, or holds what no release may
 */
export function makeRelease(tree: string, keep: (path: string, bytes: Uint8Array) => void): Release {
  const facts = treeFacts.parse(JSON.parse(readFileSync(join(tree, TREE_FACTS), 'utf8')));
  const release: Release = { ...facts, files: [], links: [] };
  const known = new Set<string>();
  const partsOf = (bytes: Uint8Array): string[] => {
    const parts: string[] = [];
    for (let at = 0; at < bytes.length; at += PART_BYTES) {
      const part = bytes.subarray(at, at + PART_BYTES);
      const hash = sha256(part);
      parts.push(hash);
      if (!known.has(hash)) keep(partPath(hash), gzipSync(part));
      known.add(hash);
    }
    return parts;
  };
  for (const file of entriesOf(tree)) {
    const path = relative(tree, file);
    const stat = lstatSync(file);
    if (path === SANDBOX) release.links.push({ path, to: `${BASE_TREE}/${SANDBOX}` });
    else if (stat.isSymbolicLink()) release.links.push({ path, to: readlinkSync(file) });
    else {
      const bytes = readFileSync(file);
      const executable = (stat.mode & 0o100) !== 0;
      release.files.push({ path, executable, size: bytes.length, parts: partsOf(bytes) });
    }
  }
  return releaseSchema.parse(release);
}

/** Everything below a folder that is no folder, in an order that is the same everywhere. */
function entriesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? entriesOf(path) : [path];
    });
}

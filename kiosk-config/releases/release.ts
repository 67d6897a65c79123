import { z } from 'zod';

/**
 * A release of a terminal's software: a list of every file of its tree, cut into parts that are named by their hash. The
 * list is what is signed (a TUF target, published/layout.ts, `releasePath`); parts lie beside the publication, unsigned.
 */

/** A slow line carries one within the time that a request has. */
export const PART_BYTES = 1024 * 1024;
const MOST_FILES = 20_000;
const MOST_BYTES = 2 ** 31;

/** Where the package has its own tree; only root may give Chromium's helper its rights, so a release borrows it from there. */
export const BASE_TREE = '/opt/tongban';
export const SANDBOX = 'shell/chrome-sandbox';

export const ARCHITECTURES = ['amd64', 'arm64', 'loong64'] as const;

/** A test build bears `-test`, and counts as older than the release of its number. */
export const releaseVersion = z.string().regex(/^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}(-test)?$/);

/** Negative, zero or positive as for a sort. */
export function compareReleases(a: string, b: string): number {
  const parts = (version: string): number[] => [
    ...version.replace('-test', '').split('.').map(Number),
    isTestBuild(version) ? 0 : 1,
  ];
  const [left, right] = [parts(a), parts(b)];
  return left.map((part, at) => part - (right[at] ?? 0)).find((each) => each !== 0) ?? 0;
}

export function isTestBuild(version: string): boolean {
  return version.endsWith('-test');
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Within the tree, and no other way to write it. */
const place = z
  .string()
  .max(400)
  .refine((path) => !/[\0-\x1f\x7f\\]/.test(path), 'holds a character that no path of ours has')
  .refine(
    (path) => path.split('/').every((part) => !['', '.', '..'].includes(part)),
    'leads out of the tree',
  );

/** What a tree says of itself, in its `release.json`. */
export const treeFacts = z.strictObject({
  version: releaseVersion,
  architecture: z.enum(ARCHITECTURES),
  /** Format of each database (SQLite's `user_version`) that this software writes, by the name of its file. */
  formats: z.record(z.string(), z.int().min(0)),
});
export type TreeFacts = z.infer<typeof treeFacts>;
export const TREE_FACTS = 'release.json';

const file = z.strictObject({
  path: place,
  executable: z.boolean(),
  size: z.int().min(0).max(MOST_BYTES),
  /** SHA-256 of each part; all but the last are of PART_BYTES. */
  parts: z.array(sha256),
});
export type ReleaseFile = z.infer<typeof file>;

/** A symbolic link: relative and within the tree, or Chromium's helper of the package. */
const link = z.strictObject({ path: place, to: z.string().min(1).max(400) });

export const releaseSchema = treeFacts
  .extend({ files: z.array(file).max(MOST_FILES), links: z.array(link).max(MOST_FILES) })
  .superRefine(({ files, links }, context) => {
    const refuse = (path: string, why: string): void => {
      context.addIssue({ code: 'custom', path: [path], message: why });
    };
    const kinds = new Set(files.map(({ path }) => path));
    for (const { path } of links) kinds.add(path);
    if (kinds.size < files.length + links.length) refuse('files', 'one stands there twice');
    for (const path of kinds)
      if (foldersOf(path).some((folder) => kinds.has(folder))) refuse(path, 'lies in what is no folder');
    for (const { path, size, parts } of files)
      if (parts.length !== Math.ceil(size / PART_BYTES)) refuse(path, 'has parts for another size');
    for (const { path, to } of links) if (!isHarmless(path, to)) refuse(path, 'leads out of the tree');
    if (files.reduce((all, { size }) => all + size, 0) > MOST_BYTES) refuse('files', 'are too large');
  });
export type Release = z.infer<typeof releaseSchema>;

function isHarmless(path: string, to: string): boolean {
  if (path === SANDBOX) return to === `${BASE_TREE}/${SANDBOX}`;
  if (to.startsWith('/') || to.includes('\0')) return false;
  const reached = path.split('/').slice(0, -1);
  for (const part of to.split('/')) {
    if (part === '..') {
      if (reached.pop() === undefined) return false;
    } else if (part !== '.' && part !== '') reached.push(part);
  }
  return reached.length > 0;
}

/** `a/b/c` lies in `a/b` and in `a`. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** Of a part, beside the publication; it is compressed by gzip. */
export function partPath(hash: string): string {
  return `parts/${hash.slice(0, 2)}/${hash}.gz`;
}

import { z } from 'zod';
import { mustRead, newestRoot, readEdition } from './edition.ts';
import { readRoot } from './sign.ts';
import { metadataPath, rootPath, storedTargetPath, TIMESTAMP_PATH, type PublishedStore } from './store.ts';

/** All that changed since a version, in one answer: files by their paths in the store, as text. */
export const bundleSchema = z.strictObject({
  /** Version of the timestamp in it. */
  version: z.int().min(1),
  files: z.record(z.string(), z.string()),
});
export type Bundle = z.infer<typeof bundleSchema>;

/**
 * What a terminal that has a version (0: none) needs to have the newest; always the timestamp, by which it knows that
 * nothing is kept from it. The answer depends on the two versions only and may be cached by them.
 * @returns null before the centre was founded
 */
export async function makeBundle(store: PublishedStore, have: number): Promise<Bundle | null> {
  const edition = await readEdition(store);
  const root = await newestRoot(store);
  if (!edition || !root) return null;
  const { version } = edition.timestamp.signed;
  const paths = [TIMESTAMP_PATH];
  if (have !== version) {
    const old = have > 0 && have < version ? await readEdition(store, have) : null;
    // Of roots there are few, and a terminal may have been set up with any of them.
    for (let each = readRoot(root).signed.version; each > 1; each--) paths.push(rootPath(each));
    paths.push(metadataPath('snapshot', edition.snapshot.signed.version));
    paths.push(metadataPath('targets', edition.targets.signed.version));
    for (const [path, { hashes }] of Object.entries(edition.targets.signed.targets)) {
      const hash = hashes['sha256'] ?? '';
      if (old?.targets.signed.targets[path]?.hashes['sha256'] !== hash)
        paths.push(storedTargetPath(path, hash));
    }
  }
  const files: Record<string, string> = {};
  for (const path of paths) {
    const bytes = await mustRead(store, path);
    files[path] = Buffer.from(bytes).toString('utf8');
  }
  return { version, files };
}

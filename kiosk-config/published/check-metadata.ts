import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Updater } from 'tuf-js';
import type { BundledSource } from './bundled-source.ts';
import type { FollowedFolder, FollowedState } from './followed-folder.ts';
import { readTargets } from './sign.ts';
import { PSEUDO_ORIGIN, TufFetcher } from './tuf-fetcher.ts';

/** Lets the library check metadata in a folder of its own, so that what is in force stays as it is meanwhile. */
export async function checkMetadata(
  work: string,
  place: FollowedFolder,
  state: FollowedState | null,
  source: BundledSource,
): Promise<{ metadata: Omit<FollowedState, 'confirmedAt'>; targets: ReturnType<typeof readTargets> }> {
  const file = (role: string): string => join(work, `${role}.json`);
  const rootBefore = place.root();
  writeFileSync(file('root'), rootBefore);
  if (state) {
    for (const role of ['timestamp', 'snapshot', 'targets'] as const) writeFileSync(file(role), state[role]);
  }
  const updater = new Updater({
    metadataDir: work,
    metadataBaseUrl: `${PSEUDO_ORIGIN}metadata`,
    fetcher: new TufFetcher(source),
  });
  try {
    await updater.refresh();
  } finally {
    // A newer root holds even when the rest is refused: the keys that it replaces may be in wrong hands.
    const root = readFileSync(file('root'));
    if (!root.equals(rootBefore)) place.keepRoot(root);
  }
  const text = (role: string): string => readFileSync(file(role), 'utf8');
  const metadata = {
    ...{ root: text('root'), timestamp: text('timestamp') },
    ...{ snapshot: text('snapshot'), targets: text('targets') },
  };
  return { metadata, targets: readTargets(Buffer.from(metadata.targets)) };
}

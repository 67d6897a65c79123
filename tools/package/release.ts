import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeRelease, TREE_FACTS, treeFacts, type TreeFacts } from '@tongban/kiosk-config/releases';
import { openQueueFile } from '../../sync/modules/queue-file.ts';
import { DATABASE_FILE, openDatabase } from '../../sync/submissions/database.ts';

/** Says in a tree what it is: terminals compare with it what they are offered. */
export function writeFacts(tree: string, version: string, architecture: TreeFacts['architecture']): void {
  const facts = treeFacts.parse({ version, architecture, formats: formatsWritten() });
  writeFileSync(join(tree, TREE_FACTS), `${JSON.stringify(facts)}\n`, { mode: 0o644 });
}

/** Format of each database as this software writes it, told by new ones. */
export function formatsWritten(): TreeFacts['formats'] {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-formats-'));
  const databases = [openDatabase(join(folder, DATABASE_FILE)), openQueueFile(folder).db];
  try {
    return Object.fromEntries(
      databases.map((db) => [
        db.name.slice(folder.length + 1),
        Number(db.pragma('user_version', { simple: true })),
      ]),
    );
  } finally {
    for (const db of databases) db.close();
    rmSync(folder, { recursive: true });
  }
}

/** Name of the list of a release, in the folder of its own that `npm run release -- add` takes. */
export const RELEASE_LIST = 'list.json';

/**
 * Lays the release of a tree into a folder: its list, and the parts that it names.
 * @throws Error when the tree holds what no release may
 */
export function layRelease(tree: string, into: string): void {
  rmSync(into, { recursive: true, force: true });
  const keep = (path: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), bytes);
  };
  keep(RELEASE_LIST, Buffer.from(JSON.stringify(makeRelease(tree, keep))));
}

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, replaceFile } from './disk.ts';
import { isTargetPath } from './layout.ts';
import { readRoot, readTargets, readTimestamp, sha256 } from './sign.ts';

/** What is in force at a follower, as it lies on the disk: one file names all, documents lie beside it by their hash. */
const stateSchema = z.strictObject({
  /** When the centre last confirmed that this is the newest; ISO 8601. */
  confirmedAt: z.iso.datetime(),
  root: z.string(),
  timestamp: z.string(),
  snapshot: z.string(),
  targets: z.string(),
});
export type FollowedState = z.infer<typeof stateSchema>;

export interface FollowedFolder {
  /** The state in force and its documents by target path; null when there is none that holds. */
  load(): { state: FollowedState; documents: Map<string, Uint8Array> } | null;
  /** Switches to another state; what it names is on the disk before. */
  switchTo(state: FollowedState, documents: ReadonlyMap<string, Uint8Array>): void;
  /** Says only that the centre confirmed the state in force. */
  confirm(state: FollowedState): void;
  root(): Uint8Array;
  keepRoot(root: Uint8Array): void;
}

/**
 * The folder of a follower. It belongs to one trusted root: a terminal that is given another begins anew.
 * @param trusted root file that the terminal was set up with
 */
export function followedFolder(parent: string, trusted: Uint8Array): FollowedFolder {
  const folder = join(parent, sha256(trusted).slice(0, 16));
  makeFolder(join(folder, 'documents'));
  for (const other of readdirSync(parent)) {
    if (join(parent, other) !== folder) rmSync(join(parent, other), { recursive: true, force: true });
  }
  const stateFile = join(folder, 'state.json');
  const rootFile = join(folder, 'root.json');
  const documentFile = (hash: string): string => join(folder, 'documents', hash);
  const write = (state: FollowedState): void => replaceFile(stateFile, Buffer.from(JSON.stringify(state)));

  return {
    load() {
      const bytes = readIfThere(stateFile);
      if (!bytes) return null;
      try {
        const state = stateSchema.parse(JSON.parse(bytes.toString('utf8')));
        return { state, documents: checkedDocuments(state, (hash) => readFileSync(documentFile(hash))) };
      } catch {
        // Damaged, so nothing of it can be believed; the centre has it all.
        return null;
      }
    },
    switchTo(state, documents) {
      const wanted = new Set<string>();
      for (const bytes of documents.values()) {
        const hash = sha256(bytes);
        wanted.add(hash);
        const there = readIfThere(documentFile(hash));
        if (!there || sha256(there) !== hash) replaceFile(documentFile(hash), bytes);
      }
      write(state);
      for (const name of readdirSync(join(folder, 'documents'))) {
        if (!wanted.has(name)) rmSync(documentFile(name), { force: true });
      }
    },
    confirm: write,
    root() {
      const kept = readIfThere(rootFile);
      if (!kept) return trusted;
      try {
        readRoot(kept).verifyDelegate('root', readRoot(kept));
        return kept;
      } catch {
        return trusted;
      }
    },
    keepRoot: (root) => replaceFile(rootFile, root),
  };
}

/** Documents of a state, checked from the root down as when they came; expiry aside, which bounds news only. */
function checkedDocuments(state: FollowedState, read: (hash: string) => Uint8Array): Map<string, Uint8Array> {
  const root = readRoot(Buffer.from(state.root));
  const targets = readTargets(Buffer.from(state.targets));
  root.verifyDelegate('root', root);
  root.verifyDelegate('targets', targets);
  root.verifyDelegate('timestamp', readTimestamp(Buffer.from(state.timestamp)));
  const documents = new Map<string, Uint8Array>();
  for (const [path, { hashes }] of Object.entries(targets.signed.targets)) {
    const hash = hashes['sha256'] ?? '';
    if (!isTargetPath(path) || !/^[0-9a-f]{64}$/.test(hash)) continue;
    const bytes = read(hash);
    if (sha256(bytes) !== hash) throw new Error(`${path} was altered on the disk`);
    documents.set(path, bytes);
  }
  return documents;
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

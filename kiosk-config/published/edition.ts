import { Snapshot, Targets, Timestamp, type Metadata, type Root, type TargetFile } from '@tufjs/models';
import type { Signer } from './keys.ts';
import { instantSeconds, LIFETIME_MS } from './lifetimes.ts';
import {
  metaFileOf,
  readRoot,
  readSnapshot,
  readTargets,
  readTimestamp,
  signMetadata,
  SPEC_VERSION,
} from './sign.ts';
import { metadataPath, rootPath, TIMESTAMP_PATH, type PublishedStore } from './store.ts';

/** The signers that a publication needs at hand; root keys are not among them. */
export type OnlineSigners = Readonly<Record<'targets' | 'snapshot' | 'timestamp', readonly Signer[]>>;

/** What is in force in a store: four metadata files that belong together. */
export interface Edition {
  readonly root: Metadata<Root>;
  readonly targets: Metadata<Targets>;
  readonly snapshot: Metadata<Snapshot>;
  readonly timestamp: Metadata<Timestamp>;
}

export type TargetFiles = Readonly<Record<string, TargetFile>>;

/** The newest root file of a store; null where there is none. */
export async function newestRoot(store: PublishedStore): Promise<Uint8Array | null> {
  let newest: Uint8Array | null = null;
  for (let version = 1; ; version++) {
    const next = await store.read(rootPath(version));
    if (!next) return newest;
    newest = next;
  }
}

/**
 * The edition in force, or the one that some earlier timestamp put in force; null where there is none.
 * @throws when a file of it is missing or unreadable: then the store itself is damaged
 */
export async function readEdition(store: PublishedStore, version?: number): Promise<Edition | null> {
  const path = version === undefined ? TIMESTAMP_PATH : metadataPath('timestamp', version);
  const timestampBytes = await store.read(path);
  const root = await newestRoot(store);
  if (!timestampBytes || !root) return null;
  const timestamp = readTimestamp(timestampBytes);
  const snapshot = readSnapshot(
    await mustRead(store, metadataPath('snapshot', timestamp.signed.snapshotMeta.version)),
  );
  const targetsVersion = snapshot.signed.meta['targets.json']?.version;
  if (!targetsVersion) throw new Error('The snapshot in force names no targets');
  const targets = readTargets(await mustRead(store, metadataPath('targets', targetsVersion)));
  return { root: readRoot(root), targets, snapshot, timestamp };
}

export async function mustRead(store: PublishedStore, path: string): Promise<Uint8Array> {
  const bytes = await store.read(path);
  if (!bytes) throw new Error(`The publication lacks ${path}`);
  return bytes;
}

/**
 * Signs the edition that follows, as far as it must be signed: targets when they change or have spent half their time,
 * then the snapshot, then the timestamp.
 * @returns the files in the order in which they are written, and the version of the timestamp
 */
export async function signNext(
  before: Edition | null,
  wanted: {
    readonly root: Metadata<Root>;
    readonly targets?: TargetFiles;
    readonly all: boolean;
    readonly beyond?: number;
  },
  signers: OnlineSigners,
  now: Date,
): Promise<{ version: number; files: Map<string, Uint8Array> }> {
  const files = new Map<string, Uint8Array>();
  const { root } = wanted;
  const common = (role: 'targets' | 'snapshot' | 'timestamp') => ({
    version: Math.max(before?.[role].signed.version ?? 0, wanted.beyond ?? 0) + 1,
    specVersion: SPEC_VERSION,
    expires: instantSeconds(new Date(now.getTime() + LIFETIME_MS[role])),
  });
  const due = (role: 'targets' | 'snapshot' | 'timestamp'): boolean =>
    !before || wanted.all || Date.parse(before[role].signed.expires) - now.getTime() < LIFETIME_MS[role] / 2;

  let targetsMeta = before?.snapshot.signed.meta['targets.json'];
  const newTargets = wanted.targets !== undefined || due('targets');
  if (newTargets || !targetsMeta) {
    const targets = new Targets({
      ...common('targets'),
      targets: wanted.targets ?? before?.targets.signed.targets ?? {},
    });
    const bytes = await signMetadata(targets, signers.targets);
    root.verifyDelegate('targets', readTargets(bytes));
    files.set(metadataPath('targets', targets.version), bytes);
    targetsMeta = metaFileOf(targets.version, bytes);
  }
  let snapshotMeta = before?.timestamp.signed.snapshotMeta;
  if (newTargets || due('snapshot') || !snapshotMeta) {
    const snapshot = new Snapshot({ ...common('snapshot'), meta: { 'targets.json': targetsMeta } });
    const bytes = await signMetadata(snapshot, signers.snapshot);
    root.verifyDelegate('snapshot', readSnapshot(bytes));
    files.set(metadataPath('snapshot', snapshot.version), bytes);
    snapshotMeta = metaFileOf(snapshot.version, bytes);
  }
  if (files.size === 0 && !due('timestamp')) {
    return { version: before!.timestamp.signed.version, files };
  }
  const timestamp = new Timestamp({ ...common('timestamp'), snapshotMeta });
  const bytes = await signMetadata(timestamp, signers.timestamp);
  root.verifyDelegate('timestamp', readTimestamp(bytes));
  files.set(metadataPath('timestamp', timestamp.version), bytes);
  files.set(TIMESTAMP_PATH, bytes);
  return { version: timestamp.version, files };
}

import { isDeepStrictEqual } from 'node:util';
import { TargetFile } from '@tufjs/models';
import {
  mustRead,
  newestRoot,
  readEdition,
  signNext,
  type Edition,
  type OnlineSigners,
  type TargetFiles,
} from './edition.ts';
import { CATALOGUE_PATH, catalogueSchema, matterPath, type PublishedCatalogue } from './layout.ts';
import { publicationProblem } from './publication-problem.ts';
import { rootProblem } from './root.ts';
import { readRoot, sha256 } from './sign.ts';
import { rootPath, storedTargetPath, type PublishedStore } from './store.ts';

/** What the centre wants in force: the whole index, and the documents that are new. */
export interface Publication {
  readonly catalogue: Omit<PublishedCatalogue, 'revision' | 'publishedAt'>;
  /**
   * New or changed documents by target path. Matters' documents that the index no longer names are dropped; calendars
   * and configurations stay until they are replaced.
   */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Paths that shall not be published any longer. */
  readonly withdrawn?: ReadonlySet<string>;
}

export type PublishOutcome =
  | { readonly kind: 'published'; readonly version: number; readonly revision: number }
  /** All of it is in force already; nothing was written. */
  | { readonly kind: 'unchanged'; readonly version: number; readonly revision: number }
  | {
      readonly kind: 'refused';
      readonly reason: 'not-founded' | 'does-not-fit' | 'wrong-keys' | 'published-meanwhile';
      readonly words: string;
    };

/**
 * Puts a publication in force, all of it or nothing. It can be repeated after a failure: what is in force already is not
 * published twice.
 */
export async function publish(
  store: PublishedStore,
  signers: OnlineSigners,
  { catalogue, files, withdrawn = new Set() }: Publication,
  now: Date,
): Promise<PublishOutcome> {
  const before = await readEdition(store);
  if (!before) return refuse('not-founded', 'There is no root yet; found the centre first');
  const inForce = await readCatalogue(store, before);
  const wanted = catalogueSchema.safeParse({
    ...catalogue,
    revision: inForce.revision + 1,
    publishedAt: now.toISOString(),
  });
  if (!wanted.success) {
    const issue = wanted.error.issues[0];
    return refuse(
      'does-not-fit',
      `The catalogue does not fit: at ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const problem = publicationProblem(wanted.data, files, inForce, before.targets.signed.targets, now);
  if (problem) return refuse('does-not-fit', problem);

  const targets = nextTargets(before.targets.signed.targets, wanted.data, files, withdrawn);
  const content = ({ revision: _, publishedAt: __, ...rest }: PublishedCatalogue) => rest;
  const sameIndex = isDeepStrictEqual(content(wanted.data), content(inForce));
  if (sameIndex && isDeepStrictEqual(hashes(targets), hashes(before.targets.signed.targets))) {
    return { kind: 'unchanged', version: before.timestamp.signed.version, revision: inForce.revision };
  }
  const index = Buffer.from(JSON.stringify(wanted.data));
  return commit(store, signers, before, now, {
    revision: wanted.data.revision,
    written: new Map([...files, [CATALOGUE_PATH, index]]),
    targets: { ...targets, [CATALOGUE_PATH]: targetFile(CATALOGUE_PATH, index) },
  });
}

/**
 * Puts a root in force: the first one founds the centre with an empty catalogue; a later one changes keys, and all is
 * signed anew with the keys that it names.
 */
export async function adoptRoot(
  store: PublishedStore,
  root: Uint8Array,
  signers: OnlineSigners,
  now: Date,
): Promise<PublishOutcome> {
  const current = await newestRoot(store);
  const problem = rootProblem(root, current, now);
  if (problem) return refuse('wrong-keys', `This root cannot be adopted: ${problem}`);
  const before = await readEdition(store);
  if (before) {
    const { revision } = await readCatalogue(store, before);
    return commit(store, signers, before, now, { revision, root });
  }
  const empty: PublishedCatalogue = {
    ...{ revision: 1, publishedAt: now.toISOString() },
    ...{ matters: [], cutOffs: [], announcements: [] },
  };
  const index = Buffer.from(JSON.stringify(empty));
  return commit(store, signers, null, now, {
    revision: empty.revision,
    root,
    written: new Map([[CATALOGUE_PATH, index]]),
    targets: { [CATALOGUE_PATH]: targetFile(CATALOGUE_PATH, index) },
  });
}

/**
 * Signs anew what has spent half of its time; to be called every few hours, changes nothing that citizens see.
 * @param beyond after the store was restored from a backup: the newest version that a terminal has; all that is signed gets
 * a version above it
 */
export async function renew(
  store: PublishedStore,
  signers: OnlineSigners,
  now: Date,
  beyond = 0,
): Promise<PublishOutcome> {
  const before = await readEdition(store);
  if (!before) return refuse('not-founded', 'There is no root yet; found the centre first');
  const { revision } = await readCatalogue(store, before);
  const behind = before.timestamp.signed.version <= beyond;
  return commit(store, signers, before, now, { revision, ...(behind && { beyond }) });
}

/** The index in force; null before the centre was founded. */
export async function publishedCatalogue(store: PublishedStore): Promise<PublishedCatalogue | null> {
  const edition = await readEdition(store);
  return edition && (await readCatalogue(store, edition));
}

async function commit(
  store: PublishedStore,
  signers: OnlineSigners,
  before: Edition | null,
  now: Date,
  next: {
    readonly revision: number;
    readonly root?: Uint8Array;
    readonly written?: ReadonlyMap<string, Uint8Array>;
    readonly targets?: TargetFiles;
    readonly beyond?: number;
  },
): Promise<PublishOutcome> {
  const root = next.root ? readRoot(next.root) : before!.root;
  let signed: Awaited<ReturnType<typeof signNext>>;
  try {
    const { targets, beyond } = next;
    const all = next.root !== undefined || beyond !== undefined;
    signed = await signNext(
      before,
      { root, all, ...(targets && { targets }), ...(beyond !== undefined && { beyond }) },
      signers,
      now,
    );
  } catch (error) {
    if (!/was signed by/.test((error as Error).message)) throw error;
    return refuse(
      'wrong-keys',
      `The keys at hand are not those that the root names: ${(error as Error).message}`,
    );
  }
  const basedOn = before?.timestamp.signed.version ?? 0;
  if (signed.files.size === 0) return { kind: 'unchanged', version: basedOn, revision: next.revision };
  const files = new Map<string, Uint8Array>();
  for (const [path, bytes] of next.written ?? []) files.set(storedTargetPath(path, sha256(bytes)), bytes);
  if (next.root) files.set(rootPath(root.signed.version), next.root);
  for (const [path, bytes] of signed.files) files.set(path, bytes);
  if (!(await store.commit(basedOn, files))) {
    return refuse('published-meanwhile', 'Another publication came first; look at it and publish again');
  }
  return { kind: 'published', version: signed.version, revision: next.revision };
}

function nextTargets(
  before: TargetFiles,
  catalogue: PublishedCatalogue,
  files: ReadonlyMap<string, Uint8Array>,
  withdrawn: ReadonlySet<string>,
): TargetFiles {
  const named = new Set(
    catalogue.matters.flatMap(({ handleItem, versions }) =>
      versions.map(({ version }) => matterPath(handleItem, version)),
    ),
  );
  const kept = Object.entries(before).filter(
    ([path]) => !withdrawn.has(path) && (!path.startsWith('matters/') || named.has(path)),
  );
  const added = [...files].map(([path, bytes]) => [path, targetFile(path, bytes)] as const);
  return Object.fromEntries([...kept, ...added]);
}

function hashes(targets: TargetFiles): Record<string, string | undefined> {
  const { [CATALOGUE_PATH]: _index, ...rest } = targets;
  return Object.fromEntries(Object.entries(rest).map(([path, { hashes: each }]) => [path, each['sha256']]));
}

function targetFile(path: string, bytes: Uint8Array): TargetFile {
  return new TargetFile({ path, length: bytes.length, hashes: { sha256: sha256(bytes) } });
}

async function readCatalogue(store: PublishedStore, edition: Edition): Promise<PublishedCatalogue> {
  const hash = edition.targets.signed.targets[CATALOGUE_PATH]?.hashes['sha256'];
  const bytes = await mustRead(store, storedTargetPath(CATALOGUE_PATH, hash ?? ''));
  return catalogueSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

function refuse(
  reason: Extract<PublishOutcome, { kind: 'refused' }>['reason'],
  words: string,
): PublishOutcome {
  return { kind: 'refused', reason, words };
}

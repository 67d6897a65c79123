import {
  compileMatter,
  matterSchema,
  provenMatter,
  type CataloguedMatter,
  type ProvenDocuments,
} from '../catalogue/index.ts';
import { CATALOGUE_PATH, catalogueSchema, matterPath, type PublishedCatalogue } from './layout.ts';
import { sha256 } from './sign.ts';

/** One publication as a follower has it. */
export interface Published {
  /** Version of the timestamp: what pushes and heartbeats name. */
  readonly version: number;
  readonly catalogue: PublishedCatalogue;
  /** Documents by target path: matters, calendars, configurations. */
  readonly documents: ReadonlyMap<string, Uint8Array>;
  /** A version of a matter; null where this program cannot read its document. */
  matter(handleItem: string, version: string): CataloguedMatter | null;
}

/** A signed publication that is not written as this program reads it. */
export class UnreadablePublication extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'UnreadablePublication';
  }
}

/**
 * Makes publications of documents. A matter is compiled when it is first asked for, once however often the rest changes.
 * @param proven documents that were found usable before, and those that now are
 * @throws UnreadablePublication from the function that it returns
 */
export function publicationReader(
  proven?: ProvenDocuments,
): (version: number, documents: ReadonlyMap<string, Uint8Array>) => Published {
  let known = new Map<string, () => CataloguedMatter | null>();
  return (version, documents) => {
    const index = catalogueSchema.safeParse(parse(documents.get(CATALOGUE_PATH)));
    if (!index.success) {
      const issue = index.error.issues[0];
      throw new UnreadablePublication(`catalogue at ${issue?.path.join('.')}: ${issue?.message}`);
    }
    const matters = new Map<string, () => CataloguedMatter | null>();
    const next: typeof known = new Map();
    for (const { handleItem, versions } of index.data.matters) {
      for (const { version: each, sha256: wanted } of versions) {
        const path = matterPath(handleItem, each);
        const bytes = documents.get(path);
        if (!bytes || sha256(bytes) !== wanted)
          throw new UnreadablePublication(`${path} is not what the index names`);
        const matter =
          known.get(wanted) ??
          once(() => compile(bytes, { handleItem, version: each, hash: wanted }, proven));
        next.set(wanted, matter);
        matters.set(path, matter);
      }
    }
    known = next;
    return {
      version,
      catalogue: index.data,
      documents,
      matter: (handleItem, each) => matters.get(matterPath(handleItem, each))?.() ?? null,
    };
  };
}

/** Null for a document of a newer program: its matter waits for an update, the others go on. */
function compile(
  bytes: Uint8Array,
  {
    handleItem,
    version,
    hash,
  }: { readonly handleItem: string; readonly version: string; readonly hash: string },
  proven?: ProvenDocuments,
): CataloguedMatter | null {
  const document = parse(bytes);
  if (proven?.has(hash)) {
    const known = provenMatter(document);
    // The index has put it under another name since.
    return known.matter.handleItem === handleItem && known.matter.version === version ? known : null;
  }
  const parsed = matterSchema.safeParse(document);
  if (!parsed.success || parsed.data.handleItem !== handleItem || parsed.data.version !== version)
    return null;
  try {
    const matter = { matter: parsed.data, validator: compileMatter(parsed.data) };
    proven?.add(hash);
    return matter;
  } catch {
    return null;
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

function parse(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

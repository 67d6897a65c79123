import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Matter } from '../../catalogue/index.ts';
import { makeBundle } from '../bundle.ts';
import { makeCentreKeys, type CentreKeys } from '../centre-keys.ts';
import type { OnlineSigners } from '../edition.ts';
import { storeInFolder } from '../folder-store.ts';
import { follow, type Follower } from '../follow.ts';
import { byOnlineRole, signerWith } from '../keys.ts';
import { matterPath, type CatalogueEntry, type PublishedCatalogue } from '../layout.ts';
import { adoptRoot, publish, type PublishOutcome } from '../publish.ts';
import { sha256 } from '../sign.ts';
import type { PublishedSource } from '../source.ts';
import type { PublishedStore } from '../store.ts';

/** A centre with its keys at hand, which publishes into a folder, and terminals that follow it. */
export interface TestCentre {
  readonly store: PublishedStore;
  readonly keys: CentreKeys;
  readonly root: Uint8Array;
  signers: OnlineSigners;
  readonly source: PublishedSource;
  /** Publishes these matters, with whatever else the index shall say. */
  publish(
    matters: readonly TestMatter[],
    index?: Partial<PublishedCatalogue>,
    now?: Date,
  ): Promise<PublishOutcome>;
  terminal(options?: { source?: PublishedSource; folder?: string; root?: Uint8Array }): TestTerminal;
  remove(): void;
}

export interface TestTerminal extends Follower {
  readonly folder: string;
  readonly logged: [event: string, facts: Readonly<Record<string, string | number>>][];
}

export interface TestMatter {
  readonly entry: CatalogueEntry;
  readonly documents: readonly Matter[];
}

export function signersOf(keys: CentreKeys): OnlineSigners {
  return byOnlineRole((role) => keys[role].map(signerWith));
}

/** @param now when it was founded: its first signatures count from there */
export async function testCentre(now = new Date()): Promise<TestCentre> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-published-'));
  const store = storeInFolder(join(folder, 'centre'));
  const { keys, root } = await makeCentreKeys(now);
  const signers = signersOf(keys);
  const founded = await adoptRoot(store, root, signers, now);
  if (founded.kind !== 'published') throw new Error(JSON.stringify(founded));
  const source = sourceOf(store);
  let terminals = 0;
  const centre: TestCentre = {
    ...{ store, keys, root, signers, source },
    publish(matters, index = {}, at = new Date()) {
      return publish(store, centre.signers, publicationOf(matters, index), at);
    },
    terminal(options = {}) {
      const place = options.folder ?? join(folder, `terminal-${++terminals}`);
      const logged: TestTerminal['logged'] = [];
      const follower = follow({
        folder: place,
        root: options.root ?? root,
        source: options.source ?? source,
        now: () => new Date(),
        log: (event, facts) => logged.push([event, facts]),
      });
      return { ...follower, folder: place, logged };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  return centre;
}

export function publicationOf(
  matters: readonly TestMatter[],
  index: Partial<PublishedCatalogue> = {},
): Parameters<typeof publish>[2] {
  const documents = matters.flatMap((each) => each.documents);
  return {
    catalogue: { cutOffs: [], announcements: [], ...index, matters: matters.map((each) => each.entry) },
    files: new Map(
      documents.map((each) => [matterPath(each.handleItem, each.version), bytesOf(each)] as const),
    ),
  };
}

/** The store itself as a source, as a terminal sees it through HTTP. */
export function sourceOf(store: PublishedStore): PublishedSource {
  return { file: (path) => store.read(path), bundle: (have) => makeBundle(store, have) };
}

/** The same source without bundles: every file by itself. */
export function withoutBundles(source: PublishedSource): PublishedSource {
  return { ...source, bundle: () => Promise.resolve(null) };
}

const sample = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../catalogue/matters/old-age-allowance.json'), 'utf8'),
) as Matter;

/** One of many matters: number 0 to 99 tells them apart. */
export function testMatter(
  number: number,
  versions: readonly { version: string; effectiveFrom?: string }[] = [{ version: '2026.1' }],
  entry: Partial<CatalogueEntry> = {},
): TestMatter {
  const basicCode = `${sample.basicCode.slice(0, 10)}${String(number).padStart(2, '0')}`;
  const implementationCode = `${sample.handleItem.slice(0, 19)}${basicCode}`;
  const handleItem = `${implementationCode}01`;
  const name = { zh: `测试事项${number}`, en: `Test matter ${number}` };
  const documents = versions.map(({ version }) => ({
    ...sample,
    ...{ basicCode, implementationCode, handleItem, version, name },
  }));
  return {
    documents,
    entry: {
      ...{ handleItem, unit: sample.unit.code, name, status: 'in-force', maintenance: [], kiosk: true },
      versions: versions.map(({ version, effectiveFrom = '2026-01-01T00:00:00.000Z' }, index) => ({
        ...{ version, effectiveFrom, sha256: sha256(bytesOf(documents[index]!)) },
      })),
      ...entry,
    },
  };
}

function bytesOf(matter: Matter): Buffer {
  return Buffer.from(JSON.stringify(matter));
}

/** What is in force there: versions by handleItem. */
export function versionsIn(follower: Follower): Record<string, string[]> | null {
  const published = follower.current();
  return (
    published &&
    Object.fromEntries(
      published.catalogue.matters.map((each) => [
        each.handleItem,
        each.versions.map(({ version }) => version),
      ]),
    )
  );
}

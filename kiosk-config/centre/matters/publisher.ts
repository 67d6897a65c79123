import { checkMatter, type Matter } from '../../catalogue/index.ts';
import {
  adoptRoot,
  calendarPath,
  composeNextRoot,
  matterPath,
  newestRoot,
  publicKeyIn,
  publish,
  publishedCatalogue,
  renew,
  rootFacts,
  signersFor,
  type CatalogueEntry,
  type OnlineSigners,
  type Publication,
  type PublishOutcome,
} from '../../published/index.ts';
import { OPERATOR, type Audit } from '../audit/audit.ts';
import type { PublicationState } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { Sealing } from '../keys/sealing.ts';
import type { Clock } from '../server/clock.ts';
import { announcementOf } from './announcements.ts';
import { entryOf, nextPublication } from './catalogue.ts';
import { cutNow } from './connections.ts';
import { loadMatters } from './matter-store.ts';
import { createPublicationKeys } from './publication-keys.ts';
import { storeInDatabase } from './publication-store.ts';
import type { ConnectionState } from '../../lifecycle/index.ts';

interface PublisherGround {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly sealing: Sealing;
  readonly audit: Audit;
}

const MOST_ATTEMPTS = 5;
/** A terminal that is off, or has just begun, may have taken some more than any has told of. */
const VERSIONS_UNHEARD = 100;

/** What a root that follows shall change, besides the year. */
export interface WantedRoot {
  readonly newOnlineKeys: boolean;
  /** By the id of a root key: the public key (PEM) of whoever takes its holder's place. */
  readonly holders: ReadonlyMap<string, string>;
}

/**
 * Publishes what was decided. Every process may try at any time: what is in force is based on what was in force, and what
 * is older than it is not committed. Killed in the middle it leaves the old state; whoever comes next finishes.
 */
export function createPublisher({ database, clock, sealing, audit }: PublisherGround) {
  const keys = createPublicationKeys({ database, clock, sealing });
  const store = storeInDatabase(database, null);

  /** Of the root in force; null before there is one. */
  const signers = async (): Promise<OnlineSigners | null> => {
    const [root, online] = [await newestRoot(store), await keys.online()];
    return root && online && signersFor(root, online);
  };

  const attempt = async (online: OnlineSigners): Promise<PublishOutcome | null> => {
    const now = clock();
    const row = await database.sql.selectFrom('publication').selectAll().executeTakeFirstOrThrow();
    const isDue = row.wanted > row.done || (row.next_at !== null && row.next_at <= now.toISOString());
    if (!isDue) return null;
    const { publication, nextAt } = await compose(database, now);
    const settled = { wanted: row.wanted, nextAt };
    const outcome = await publish(storeInDatabase(database, settled), online, publication, now);
    if (outcome.kind === 'unchanged') await settle(database, settled);
    return outcome;
  };

  return {
    /**
     * Makes the keys of the publication and its first root. Until {@link rootKeysHandedOver} it may be repeated, also after
     * a process that died in it, and answers the same.
     * @returns the private keys of the root, for their holders and for nowhere else; null when they have them
     */
    async found(): Promise<{ readonly rootKeys: readonly string[]; readonly root: Buffer } | null> {
      const { root, rootKeys } = await keys.found();
      if (!(await publishedCatalogue(store)))
        await adoptRoot(store, root, signersFor(root, (await keys.online())!), clock());
      return rootKeys && { rootKeys, root };
    },

    /** The holders have the root's keys: the centre forgets them. */
    rootKeysHandedOver: () => keys.rootKeysHandedOver(),

    /**
     * The root that follows the newest, for its holders to sign.
     * @returns null before {@link found}
     * @throws RangeError when a key is to be replaced that is no root key, Error when one in its place is no public key
     */
    async nextRoot({ newOnlineKeys, holders }: WantedRoot): Promise<Buffer | null> {
      const current = await newestRoot(store);
      if (!current) return null;
      const change = {
        holders: new Map([...holders].map(([id, pem]) => [id, publicKeyIn(pem)])),
        ...(newOnlineKeys && { online: await keys.makeNextOnline(current) }),
      };
      return composeNextRoot(current, change, clock());
    },

    /** Puts a root in force that its holders have signed, and signs everything anew with the keys that it names. */
    async adoptRoot(root: Uint8Array): Promise<PublishOutcome | null> {
      const online = await keys.online();
      if (!online) return null;
      const { version, keys: named } = rootFacts(root);
      const noted = storeInDatabase(database, null, (change) =>
        audit.append(change, {
          ...{ actor: OPERATOR, action: 'publication.root', subject: `root/${version}` },
          details: named,
        }),
      );
      const outcome = await unlessAnotherWasFirst(() =>
        adoptRoot(noted, root, signersFor(root, online), clock()),
      );
      if (outcome.kind === 'published') await keys.keepOnly(root);
      return outcome;
    },

    /** The newest root file, which terminals are set up with; null before {@link found}. */
    root: (): Promise<Uint8Array | null> => newestRoot(store),

    /** Publishes what waits. @returns null when nothing did, or there are no keys yet */
    async drain(): Promise<PublishOutcome | null> {
      const outcome = await unlessAnotherWasFirst(async () => {
        const online = await signers();
        return online && attempt(online);
      });
      if (outcome?.kind === 'refused')
        await database.sql.updateTable('publication').set({ failure: outcome.words }).execute();
      return outcome;
    },

    /** Signs anew what has spent half of its time; every few hours. */
    async renew(): Promise<void> {
      const online = await signers();
      if (online) await renew(store, online, clock());
    },

    /**
     * After the database was restored from a backup: signs everything anew above the newest version that a terminal has, which
     * otherwise refuses what it is given as older.
     * @param version above the one in force
     * @returns null when there are no keys yet
     */
    async overtake(version: number): Promise<PublishOutcome | null> {
      const noted = storeInDatabase(database, null, (change) =>
        audit.append(change, {
          ...{ actor: OPERATOR, action: 'publication.restored', subject: `publication/${version}` },
        }),
      );
      return unlessAnotherWasFirst(async () => {
        const online = await signers();
        return online && renew(noted, online, clock(), version + VERSIONS_UNHEARD);
      });
    },

    async state(): Promise<Omit<PublicationState, 'terminalsHave'>> {
      const row = await database.sql.selectFrom('publication').selectAll().executeTakeFirstOrThrow();
      const [catalogue, timestamp, root] = [
        await publishedCatalogue(store),
        await store.read('metadata/timestamp.json'),
        await newestRoot(store),
      ];
      const waiting = row.wanted > row.done;
      return {
        version: timestamp && (JSON.parse(Buffer.from(timestamp).toString()) as Timestamp).signed.version,
        revision: catalogue?.revision ?? null,
        publishedAt: catalogue?.publishedAt ?? null,
        ...{ waiting, waitingSince: waiting ? row.wanted_at : null, failure: row.failure },
        rootExpires: root && new Date(rootFacts(root).expires).toISOString(),
      };
    },
  };
}

/** Where another publication came first, or another root with other keys, it is done once more on what that left. */
async function unlessAnotherWasFirst<T extends PublishOutcome | null>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    const outcome = await attempt();
    const isLate =
      outcome?.kind === 'refused' &&
      (outcome.reason === 'published-meanwhile' || outcome.reason === 'wrong-keys');
    if (!isLate || count === MOST_ATTEMPTS) return outcome;
  }
}

export type Publisher = ReturnType<typeof createPublisher>;

interface Timestamp {
  readonly signed: { readonly version: number };
}

/** Nothing to write, but nothing waits any more either. */
async function settle(
  database: CentreDatabase,
  { wanted, nextAt }: { wanted: number; nextAt: string | null },
): Promise<void> {
  await database.sql
    .updateTable('publication')
    .set({ done: wanted, next_at: nextAt, failure: null })
    .where('done', '<=', wanted)
    .execute();
}

/** The catalogue as the database has it now, with the documents that it names. */
async function compose(
  database: CentreDatabase,
  now: Date,
): Promise<{ publication: Publication; nextAt: string | null }> {
  return database.sql
    .transaction()
    .setIsolationLevel('serializable')
    .execute(async (sql) => {
      const stored = await loadMatters({ sql });
      const rows = await sql.selectFrom('matter_versions').selectAll().execute();
      const at = now.toISOString();
      const files = new Map<string, Uint8Array>();
      const entries: CatalogueEntry[] = [];
      for (const matter of stored) {
        const documents = new Map(
          rows
            .filter((row) => row.handle_item === matter.handleItem && isNamed(matter.state, row.version))
            .map((row) => [row.version, { ...row, matter: wholeMatter(row.document) }]),
        );
        const entry = entryOf(matter, documents, now);
        if (!entry) continue;
        entries.push(entry);
        for (const { version } of entry.versions) {
          const bytes = Buffer.from(documents.get(version)!.document);
          files.set(matterPath(entry.handleItem, version), bytes);
        }
      }
      for (const { year, document } of await sql.selectFrom('calendars').selectAll().execute()) {
        files.set(calendarPath(year), Buffer.from(document));
      }
      const announcements = (
        await sql
          .selectFrom('announcements')
          .selectAll()
          .where('until_at', '>', at)
          .orderBy('from_at')
          .execute()
      ).map(announcementOf);
      const units = await sql.selectFrom('unit_connections').selectAll().orderBy('unit_code').execute();
      const cutOffs = units.flatMap(({ unit_code: unit, state }) => {
        const byScope = new Map(
          cutNow(JSON.parse(state) as ConnectionState).map((each) => [JSON.stringify(each.scope), each]),
        );
        return [...byScope.values()].map(({ scope, since, notice }) => ({
          ...{ unit, since, notice },
          ...(scope.kind !== 'unit' && { scope }),
        }));
      });
      const catalogue = {
        ...{ matters: entries, cutOffs },
        announcements: announcements.map(({ announcementId: id, title, text, from, until, severity }) => ({
          ...{ id, title, text, from, until, severity },
        })),
      };
      const states = stored.map((each) => each.state);
      return { publication: { catalogue, files }, nextAt: nextPublication(states, announcements, now) };
    });
}

function isNamed(state: { readonly inForce: readonly { version: string }[] }, version: string): boolean {
  return state.inForce.some((each) => each.version === version);
}

/** @throws Error when a document that went through the gates is no matter: then the database was altered */
function wholeMatter(document: string): Matter {
  const checked = checkMatter(JSON.parse(document) as unknown);
  if ('matter' in checked) return checked.matter;
  throw new Error(`A document that was opened is no matter: ${checked.faults[0]?.path}`);
}

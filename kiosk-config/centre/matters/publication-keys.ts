import {
  byOnlineRole,
  makeCentreKeys,
  makeOnlineKeys,
  rootFacts,
  signerWith,
  type OnlineKeys,
} from '../../published/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { Sealing } from '../keys/sealing.ts';
import type { Clock } from '../server/clock.ts';

interface KeysGround {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly sealing: Sealing;
}

const KEYS = 'publication-keys';

/** What the centre keeps for its publication, sealed. */
interface Founding {
  readonly online: OnlineKeys;
  /** The first root, base64. */
  readonly root: string;
  /** Private keys of the root, until their holders have them. */
  readonly rootKeys: readonly string[] | null;
}

/** The keys of the publication, shared by all processes and sealed in the database. */
export function createPublicationKeys({ database, clock, sealing }: KeysGround) {
  const read = async ({ sql }: Pick<CentreDatabase, 'sql'> = database): Promise<Founding | null> => {
    const row = await sql
      .selectFrom('shared_values')
      .select('value')
      .where('name', '=', KEYS)
      .executeTakeFirst();
    return row ? (JSON.parse(sealing.open(KEYS, row.value).toString('utf8')) as Founding) : null;
  };
  const sealed = (value: Founding) => sealing.seal(KEYS, Buffer.from(JSON.stringify(value)));
  const change = (next: (before: Founding) => Founding): Promise<void> =>
    database.change(async ({ sql }) => {
      const value = sealed(next((await read({ sql }))!));
      await sql.updateTable('shared_values').set({ value }).where('name', '=', KEYS).execute();
    });

  return {
    /** Null before {@link found}. */
    online: async (): Promise<OnlineKeys | null> => (await read())?.online ?? null,

    /** Makes them and the first root, unless that was done; answers the same as long as the holders lack their keys. */
    async found(): Promise<{ readonly root: Buffer; readonly rootKeys: readonly string[] | null }> {
      if (!(await read())) {
        const { keys, root } = await makeCentreKeys(clock());
        const { root: rootKeys, ...online } = keys;
        const value = sealed({ online, root: root.toString('base64'), rootKeys });
        await database.sql
          .insertInto('shared_values')
          .values({ name: KEYS, value })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      const { root, rootKeys } = (await read())!;
      return { root: Buffer.from(root, 'base64'), rootKeys };
    },

    /** The holders have the root's keys: the centre forgets them. */
    rootKeysHandedOver: () => change((before) => ({ ...before, rootKeys: null })),

    /**
     * New keys beside those that a root names, for the root that follows; such keys of an earlier call are forgotten.
     * @returns the new ones alone
     */
    async makeNextOnline(root: Uint8Array): Promise<OnlineKeys> {
      const made = makeOnlineKeys();
      await change((before) => ({ ...before, online: both(named(before.online, root), made) }));
      return made;
    },

    /** Keys that a root no longer names are of no use any more. */
    keepOnly: (root: Uint8Array) => change((before) => ({ ...before, online: named(before.online, root) })),
  };
}

function named(keys: OnlineKeys, root: Uint8Array): OnlineKeys {
  const { keys: ids } = rootFacts(root);
  return byOnlineRole((role) => keys[role].filter((each) => ids[role].includes(signerWith(each).key.keyID)));
}

function both(one: OnlineKeys, other: OnlineKeys): OnlineKeys {
  return byOnlineRole((role) => [...one[role], ...other[role]]);
}

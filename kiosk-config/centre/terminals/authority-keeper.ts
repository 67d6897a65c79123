import type { Ground } from '../server/ground.ts';
import { authorityOf, makeAuthority, type Authority, type StoredAuthority } from './authority.ts';

const NAME = 'terminal-authority';

/** The authority of all processes of this centre: made by the first that needs it, its key sealed in the database. */
export function authorityKeeper({ database, sealing, clock }: Ground): () => Promise<Authority> {
  let known: Promise<Authority> | null = null;
  const load = async (): Promise<Authority> => {
    const stored = (await read()) ?? (await make());
    return authorityOf(JSON.parse(sealing.open(NAME, stored).toString('utf8')) as StoredAuthority);
  };
  const read = async (): Promise<string | undefined> => {
    const row = await database.sql
      .selectFrom('shared_values')
      .select('value')
      .where('name', '=', NAME)
      .executeTakeFirst();
    return row?.value;
  };
  const make = async (): Promise<string> => {
    const made = JSON.stringify(await makeAuthority(clock()));
    await database.sql
      .insertInto('shared_values')
      .values({ name: NAME, value: sealing.seal(NAME, Buffer.from(made)) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    // Another process may have been first.
    const { value } = await database.sql
      .selectFrom('shared_values')
      .select('value')
      .where('name', '=', NAME)
      .executeTakeFirstOrThrow();
    return value;
  };
  return () => {
    known ??= load().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

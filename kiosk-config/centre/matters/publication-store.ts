import type { CentreDatabase, Change } from '../database/database.ts';
import type { PublishedStore } from '../../published/index.ts';

const TIMESTAMP = 'metadata/timestamp.json';

/** What a commit settles besides the files, in their transaction. */
export interface Settled {
  /** `wanted` when the catalogue was read: one that is older than what is in force is not committed. */
  readonly wanted: number;
  readonly nextAt: string | null;
}

/**
 * The publication in the database, so that every process serves the same. A commit is one transaction that no other runs
 * beside: files, the timestamp that puts them in force, and the note that nothing waits any more.
 * @param alongside what else belongs into that transaction
 */
export function storeInDatabase(
  database: CentreDatabase,
  settled: Settled | null,
  alongside?: (change: Change) => Promise<void>,
): PublishedStore {
  return {
    async read(path) {
      const row = await database.sql
        .selectFrom('published_files')
        .select('content')
        .where('path', '=', path)
        .executeTakeFirst();
      return row ? Buffer.from(row.content) : null;
    },
    commit: (basedOn, files) =>
      database.change(async (change) => {
        const { sql, publish } = change;
        const timestamp = await sql
          .selectFrom('published_files')
          .select('content')
          .where('path', '=', TIMESTAMP)
          .executeTakeFirst();
        const version = timestamp ? versionOf(timestamp.content) : 0;
        if (version !== basedOn) return false;
        const row = await sql.selectFrom('publication').selectAll().executeTakeFirstOrThrow();
        if (settled && row.done > settled.wanted) return false;
        for (const [path, bytes] of files) {
          const content = Buffer.from(bytes).toString('utf8');
          await sql
            .insertInto('published_files')
            .values({ path, content })
            .onConflict((conflict) => conflict.column('path').doUpdateSet({ content }))
            .execute();
        }
        if (settled) {
          await sql
            .updateTable('publication')
            .set({ done: settled.wanted, next_at: settled.nextAt, failure: null })
            .execute();
        }
        await alongside?.(change);
        await publish(PUBLISHED_TOPIC, { version: versionOf(Buffer.from(files.get(TIMESTAMP)!).toString()) });
        return true;
      }),
  };
}

/** Version of the timestamp in force; null before the centre was founded. */
export async function publishedVersion({ sql }: Pick<CentreDatabase, 'sql'>): Promise<number | null> {
  const row = await sql
    .selectFrom('published_files')
    .select('content')
    .where('path', '=', TIMESTAMP)
    .executeTakeFirst();
  return row ? versionOf(row.content) : null;
}

/** Topic on which every process hears of what is in force now: `{ version }`; terminals' channels listen. */
export const PUBLISHED_TOPIC = 'published';

function versionOf(timestamp: string): number {
  return (JSON.parse(timestamp) as { signed: { version: number } }).signed.version;
}

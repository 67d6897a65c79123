import type { Change } from '../database/database.ts';

/** Topic on which a publisher hears that something waits. */
export const PUBLICATION_TOPIC = 'publication';

/** Notes, in the transaction of what was decided, that the catalogue has to tell of it. */
export async function wantPublication({ sql, publish }: Change, now: Date): Promise<void> {
  const row = await sql.selectFrom('publication').selectAll().executeTakeFirstOrThrow();
  const wanted = row.wanted + 1;
  const wanted_at = row.wanted === row.done ? now.toISOString() : row.wanted_at;
  await sql.updateTable('publication').set({ wanted, wanted_at }).execute();
  await publish(PUBLICATION_TOPIC, { wanted });
}

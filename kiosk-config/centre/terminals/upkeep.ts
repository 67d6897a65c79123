import { sql as raw } from 'kysely';
import type { Ground } from '../server/ground.ts';
import { alertLimits } from './alerts.ts';
import { lookAtSilent } from './take-in.ts';
import type { Rollouts } from './rollouts.ts';

/** How often somebody looks after terminals that have fallen silent, and after rollouts. */
export const UPKEEP_MS = 10_000;
/** In one transaction, which a heartbeat that comes meanwhile makes run again. */
const SILENT_AT_ONCE = 100;

/**
 * What time alone brings about. Every process asks each round; the database lets one of them.
 * @returns false when another process has this round
 */
export async function lookAfterTerminals({ database, clock }: Ground, rollouts: Rollouts): Promise<boolean> {
  const now = clock();
  if (!(await takeRound(database, now))) return false;
  const at = now.toISOString();
  await database.sql.deleteFrom('terminal_proofs').where('until', '<', at).execute();
  const silentSince = new Date(now.getTime() - alertLimits.offlineMs).toISOString();
  const silent = await database.sql
    .selectFrom('terminal_states')
    .innerJoin('terminals', 'terminals.id', 'terminal_states.terminal_id')
    .select('terminal_id')
    .where('last_seen_at', '<', silentSince)
    .where(raw<boolean>`findings not like '%"kind":"offline"%'`)
    .where('standing', '<>', 'revoked')
    .execute();
  const ids = silent.map(({ terminal_id: terminalId }) => terminalId);
  while (ids.length > 0) {
    const some = ids.splice(0, SILENT_AT_ONCE);
    await database.write((write) => lookAtSilent(write, some, now));
  }
  await rollouts.goOn();
  return true;
}

async function takeRound({ sql }: Ground['database'], now: Date): Promise<boolean> {
  const name = 'upkeep';
  await sql
    .insertInto('terminal_tasks')
    .values({ name, taken_at: new Date(0).toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const before = new Date(now.getTime() - UPKEEP_MS / 2).toISOString();
  const { numUpdatedRows } = await sql
    .updateTable('terminal_tasks')
    .set({ taken_at: now.toISOString() })
    .where('name', '=', name)
    .where('taken_at', '<', before)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

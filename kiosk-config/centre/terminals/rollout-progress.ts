import type { ConfigurationVersion } from '../contract/index.ts';
import type { Change } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { configurationDocument } from '../../provisioning/configuration.ts';
import { alertLimits } from './alerts.ts';
import type { Progress } from './rings.ts';
import type { Said } from './said.ts';

type Row = Schema['configuration_versions'];
type Sql = Pick<Change['sql'], 'selectFrom'>;

/** Terminals that are off or locked have no say, except those that took the version and were not heard of again. */
export async function progressOf(
  sql: Sql,
  { name, version, ring, ring_since: since }: Row,
  now: Date,
): Promise<Progress> {
  const terminals = await sql
    .selectFrom('terminals')
    .innerJoin('terminal_states', 'terminal_states.terminal_id', 'terminals.id')
    .select(['last_seen_at', 'said'])
    .where('configuration', '=', name)
    .where('configuration_version', '=', version)
    .where('standing', '=', 'enrolled')
    .execute();
  const counts = { assigned: 0, applied: 0, failed: 0 };
  for (const { last_seen_at: seen, said } of terminals) {
    const { configuration } = JSON.parse(said) as Said;
    const isOffline = now.getTime() - Date.parse(seen) > alertLimits.offlineMs;
    const hasAnswered = configuration?.name === name && configuration.version === version;
    if (isOffline && !(hasAnswered && seen >= (since ?? ''))) continue;
    counts.assigned += 1;
    if (hasAnswered && (isOffline || configuration.state === 'failed')) counts.failed += 1;
    else if (hasAnswered) counts.applied += 1;
  }
  return { ring: ring ?? 'first', ringSince: since ?? now.toISOString(), ...counts };
}

export async function shown(sql: Sql, row: Row): Promise<ConfigurationVersion> {
  const { name, version, revision, state, ring, started_at: startedAt, ring_since: ringSince, former } = row;
  const base = {
    ...{ name, version, revision, createdAt: row.created_at, createdBy: row.created_by },
    document: configurationDocument.parse(JSON.parse(row.document)),
  };
  if (state === null || ring === null || startedAt === null || ringSince === null)
    return { ...base, rollout: null };
  const { assigned, applied, failed } = await progressOf(sql, row, new Date(Date.parse(ringSince)));
  const stoppedBecause = row.stopped_because;
  return {
    ...base,
    rollout: {
      ...{ state, ring, startedAt, ringSince, former, counts: { assigned, applied, failed } },
      stoppedBecause:
        stoppedBecause === null ? null : (JSON.parse(stoppedBecause) as { zh: string; en: string }),
    },
  };
}

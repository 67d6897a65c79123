import { randomUUID } from 'node:crypto';
import type { Heartbeat, HeartbeatAnswer } from '../contract/index.ts';
import type { Write } from '../database/database.ts';
import type { TerminalStateRow } from '../database/tables/terminals.ts';
import type { Ground } from '../server/ground.ts';
import { keepAlerts } from './alert-store.ts';
import { findingsOf, type Finding } from './alerts.ts';
import { keepCheckpoint } from './checkpoints.ts';
import { inGroups } from '../database/in-groups.ts';
import { changesBetween, saidIn, type Said } from './said.ts';

export interface Beat {
  readonly terminalId: string;
  readonly heartbeat: Heartbeat;
}

interface Parts extends Ground {
  /** Version of the catalogue in force; null while nothing has been published. */
  readonly publishedVersion: () => Promise<number | null>;
}

type Known = Awaited<ReturnType<typeof readKnown>>[number];

/**
 * Takes heartbeats. One that says nothing new is a row among others in one statement; only what is new is looked at
 * on its own.
 */
export function createHeartbeats(parts: Parts): (beat: Beat) => Promise<HeartbeatAnswer> {
  const { database, clock, publishedVersion } = parts;
  return inGroups(async (beats: readonly Beat[]) => {
    const ids = [...new Set(beats.map(({ terminalId }) => terminalId))];
    const [rows, jobs, published] = await Promise.all([
      readKnown(database, ids),
      readJobs(database, ids),
      publishedVersion(),
    ]);
    const known = new Map(rows.map((row) => [row.id, row]));
    const now = clock();
    const quiet = new Map<string, TerminalStateRow>();
    const news: Beat[] = [];
    for (const beat of beats) {
      const row = known.get(beat.terminalId);
      if (!row) throw new Error('a terminal that proved itself is not in the register');
      const state = quietState(beat, row, now);
      if (state && !quiet.has(beat.terminalId)) quiet.set(beat.terminalId, state);
      else news.push(beat);
    }
    await keepQuiet(database, [...quiet.values()]);
    for (const beat of news) await database.write((write) => takeIn(write, beat, now));
    return beats.map(({ terminalId, heartbeat }): HeartbeatAnswer => {
      const row = known.get(terminalId)!;
      const { configuration: name, configuration_version: version } = row;
      return {
        ...{ serverTime: now.getTime(), published },
        configuration: name !== null && version !== null ? { name, version } : null,
        order: row.order_number > heartbeat.order ? row.order_text : null,
        jobs: jobs.filter((job) => job.terminal_id === terminalId).map(({ id, kind }) => ({ id, kind })),
      };
    });
  });
}

function readKnown({ sql }: Pick<Ground['database'], 'sql'>, ids: readonly string[]) {
  return sql
    .selectFrom('terminals')
    .leftJoin('terminal_states', 'terminal_states.terminal_id', 'terminals.id')
    .select((each) => [
      ...(['id', 'configuration', 'configuration_version', 'order_number', 'order_text'] as const),
      ...(['enrolled_at', 'said', 'findings', 'tampered'] as const),
      each
        .selectFrom('terminal_certificates')
        .select(({ fn }) => fn.max('not_after').as('end'))
        .whereRef('terminal_certificates.terminal_id', '=', 'terminals.id')
        .as('certificate_ends_at'),
    ])
    .where('id', 'in', ids)
    .execute();
}

function readJobs({ sql }: Pick<Ground['database'], 'sql'>, ids: readonly string[]) {
  return sql
    .selectFrom('terminal_jobs')
    .select(['id', 'terminal_id', 'kind'])
    .where('terminal_id', 'in', ids)
    .where('state', '=', 'waiting')
    .execute();
}

/** The row of a heartbeat that has nothing new; null when it has to be looked at. */
function quietState({ terminalId, heartbeat }: Beat, row: Known, now: Date): TerminalStateRow | null {
  if (row.said === null || heartbeat.events?.length || heartbeat.checkpoint !== undefined) return null;
  const said = saidIn(heartbeat);
  if (changesBetween(JSON.parse(row.said) as Said, said).length > 0) return null;
  const state = stateOf(terminalId, heartbeat, row.tampered ?? '[]', now);
  const findings = JSON.stringify(findingsIn(state, row.certificate_ends_at, said, now));
  return findings === row.findings ? { ...state, findings, revision: 1 } : null;
}

function stateOf(terminalId: string, heartbeat: Heartbeat, tampered: string, now: Date) {
  return {
    ...{ terminal_id: terminalId, last_seen_at: now.toISOString(), started_at: heartbeat.startedAt },
    ...{ sequence: heartbeat.sequence, clock_ahead_ms: Date.parse(heartbeat.at) - now.getTime() },
    ...{ said: JSON.stringify(saidIn(heartbeat)), tampered },
  };
}

function findingsIn(
  state: Pick<TerminalStateRow, 'last_seen_at' | 'clock_ahead_ms' | 'tampered'>,
  certificateEndsAt: string | null,
  said: Said,
  now: Date,
): Finding[] {
  return findingsOf(
    {
      ...{ lastSeenAt: state.last_seen_at, clockAheadMs: state.clock_ahead_ms, said },
      certificateEndsAt: certificateEndsAt ?? now.toISOString(),
      tampered: JSON.parse(state.tampered) as string[],
    },
    now,
  );
}

/** In the order of their ids, so that two processes with the same terminals wait for each other instead of both. */
async function keepQuiet(
  { sql }: Pick<Ground['database'], 'sql'>,
  states: TerminalStateRow[],
): Promise<void> {
  if (states.length === 0) return;
  await sql
    .insertInto('terminal_states')
    .values(states.toSorted((a, b) => (a.terminal_id < b.terminal_id ? -1 : 1)))
    .onConflict((conflict) =>
      conflict
        .column('terminal_id')
        .doUpdateSet((each) => ({
          last_seen_at: each.ref('excluded.last_seen_at'),
          started_at: each.ref('excluded.started_at'),
          sequence: each.ref('excluded.sequence'),
          clock_ahead_ms: each.ref('excluded.clock_ahead_ms'),
          said: each.ref('excluded.said'),
        }))
        // An older one that was overtaken changes nothing.
        .where((each) =>
          each.or([
            each('terminal_states.started_at', '<>', each.ref('excluded.started_at')),
            each('terminal_states.sequence', '<', each.ref('excluded.sequence')),
          ]),
        ),
    )
    .execute();
}

/** State, changes, alerts, events and checkpoint of one heartbeat, all or nothing. */
async function takeIn(write: Write, { terminalId, heartbeat }: Beat, now: Date): Promise<void> {
  const { sql } = write;
  const at = now.toISOString();
  const [row] = await readKnown(write, [terminalId]);
  const before = await sql
    .selectFrom('terminal_states')
    .selectAll()
    .where('terminal_id', '=', terminalId)
    .executeTakeFirst();
  const isOld = before && before.started_at === heartbeat.startedAt && before.sequence >= heartbeat.sequence;
  const tampered = new Set<string>(before ? (JSON.parse(before.tampered) as string[]) : []);
  for (const event of heartbeat.events ?? []) {
    const stored = await sql
      .insertInto('terminal_events')
      .values({ ...event, terminal_id: terminalId, received_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!stored) continue;
    if (event.kind === 'case-open') tampered.add('case');
    if (event.kind === 'case-closed') tampered.delete('case');
    if (event.kind === 'tamper') tampered.add('reported');
  }
  if (heartbeat.checkpoint !== undefined) {
    const chain = await keepCheckpoint(write, terminalId, heartbeat.checkpoint, row?.enrolled_at ?? '', at);
    if (chain === 'went-back') tampered.add('audit');
  }
  const said = isOld ? (JSON.parse(before.said) as Said) : saidIn(heartbeat);
  const changes = changesBetween(before ? (JSON.parse(before.said) as Said) : null, said);
  if (changes.length > 0) {
    await sql
      .insertInto('terminal_changes')
      .values(
        changes.map(({ what, from, to }) => ({
          ...{ id: randomUUID(), terminal_id: terminalId, at, what, former: from, present: to },
        })),
      )
      .execute();
  }
  const marks = JSON.stringify([...tampered]);
  const state = isOld
    ? { ...before, last_seen_at: at, tampered: marks }
    : stateOf(terminalId, heartbeat, marks, now);
  const findings = findingsIn(state, row?.certificate_ends_at ?? null, said, now);
  await keepAlerts(write, terminalId, findings, at);
  const present = { ...state, findings: JSON.stringify(findings), revision: (before?.revision ?? 0) + 1 };
  await sql
    .insertInto('terminal_states')
    .values(present)
    .onConflict((conflict) => conflict.column('terminal_id').doUpdateSet(present))
    .execute();
}

/** Looks at a terminal from which nothing comes any more. */
export async function lookAtSilent(write: Write, terminalId: string, now: Date): Promise<void> {
  const { sql } = write;
  const [row] = await readKnown(write, [terminalId]);
  const state = await sql
    .selectFrom('terminal_states')
    .selectAll()
    .where('terminal_id', '=', terminalId)
    .executeTakeFirst();
  if (!row || !state) return;
  const findings = findingsIn(state, row.certificate_ends_at, JSON.parse(state.said) as Said, now);
  await keepAlerts(write, terminalId, findings, now.toISOString());
  await sql
    .updateTable('terminal_states')
    .set({ findings: JSON.stringify(findings), revision: state.revision + 1 })
    .where('terminal_id', '=', terminalId)
    .execute();
}

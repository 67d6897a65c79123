import { randomUUID } from 'node:crypto';
import type { Heartbeat } from '../contract/index.ts';
import type { Write } from '../database/database.ts';
import type { TerminalStateRow, TerminalTables } from '../database/tables/terminals.ts';
import type { Ground } from '../server/ground.ts';
import { keepAlerts } from './alert-store.ts';
import { findingsOf, type Finding } from './alerts.ts';
import { keepCheckpoint } from './checkpoints.ts';
import { changesBetween, saidIn, type Said } from './said.ts';

export interface Beat {
  readonly terminalId: string;
  readonly heartbeat: Heartbeat;
}

/**
 * State, changes, alerts, events and checkpoints of heartbeats, all or nothing.
 * @param beats of as many terminals
 */
export async function takeIn(write: Write, beats: readonly Beat[], now: Date): Promise<void> {
  const at = now.toISOString();
  const { known, states } = await readAll(
    write,
    beats.map(({ terminalId }) => terminalId),
  );
  const marks = new Map(
    beats.map(({ terminalId }) => [terminalId, marksIn(states.get(terminalId)?.tampered)]),
  );
  await keepEvents(write, beats, marks, at);
  for (const { terminalId, heartbeat } of beats) {
    if (heartbeat.checkpoint === undefined) continue;
    const since = known.get(terminalId)?.enrolled_at ?? '';
    const chain = await keepCheckpoint(write, terminalId, heartbeat.checkpoint, since, at);
    if (chain === 'went-back') marks.get(terminalId)?.add('audit');
  }
  const changes: ChangeRow[] = [];
  const found = new Map<string, Finding[]>();
  const present = beats.map(({ terminalId, heartbeat }): TerminalStateRow => {
    const before = states.get(terminalId);
    const isOld =
      before && before.started_at === heartbeat.startedAt && before.sequence >= heartbeat.sequence;
    const said = isOld ? (JSON.parse(before.said) as Said) : saidIn(heartbeat);
    for (const { what, from, to } of changesBetween(
      before ? (JSON.parse(before.said) as Said) : null,
      said,
    )) {
      changes.push({ id: randomUUID(), terminal_id: terminalId, at, what, former: from, present: to });
    }
    const tampered = JSON.stringify([...(marks.get(terminalId) ?? [])]);
    const state = isOld
      ? { ...before, last_seen_at: at, tampered }
      : stateOf(terminalId, heartbeat, tampered, now);
    const findings = findingsIn(state, known.get(terminalId)?.certificate_ends_at ?? null, said, now);
    found.set(terminalId, findings);
    return { ...state, findings: JSON.stringify(findings), revision: (before?.revision ?? 0) + 1 };
  });
  if (changes.length > 0) await write.sql.insertInto('terminal_changes').values(changes).execute();
  await keepAlerts(write, found, at);
  await keepStates(write, present);
}

/** Looks at terminals from which nothing comes any more. */
export async function lookAtSilent(write: Write, ids: readonly string[], now: Date): Promise<void> {
  const { known, states } = await readAll(write, ids);
  const found = new Map<string, Finding[]>();
  const present = [...states.values()].map((state): TerminalStateRow => {
    const end = known.get(state.terminal_id)?.certificate_ends_at ?? null;
    const findings = findingsIn(state, end, JSON.parse(state.said) as Said, now);
    found.set(state.terminal_id, findings);
    return { ...state, findings: JSON.stringify(findings), revision: state.revision + 1 };
  });
  await keepAlerts(write, found, now.toISOString());
  await keepStates(write, present);
}

type ChangeRow = TerminalTables['terminal_changes'];

/** Terminals with what they said last, when their certificates end, and how many jobs wait for them. */
export function readKnown({ sql }: Pick<Ground['database'], 'sql'>, ids: readonly string[]) {
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
      each
        .selectFrom('terminal_jobs')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('terminal_jobs.terminal_id', '=', 'terminals.id')
        .where('terminal_jobs.state', '=', 'waiting')
        .$asScalar()
        .$notNull()
        .as('jobs'),
    ])
    .where('id', 'in', ids)
    .execute();
}

async function readAll(write: Write, ids: readonly string[]) {
  const known = await readKnown(write, ids);
  const states = await write.sql
    .selectFrom('terminal_states')
    .selectAll()
    .where('terminal_id', 'in', ids)
    .execute();
  return {
    known: new Map(known.map((row) => [row.id, row])),
    states: new Map(states.map((row) => [row.terminal_id, row])),
  };
}

/** Keeps the events that are new, and marks what they say of a terminal. */
async function keepEvents(
  { sql }: Write,
  beats: readonly Beat[],
  marks: ReadonlyMap<string, Set<string>>,
  at: string,
): Promise<void> {
  const events = beats.flatMap(({ terminalId, heartbeat }) =>
    (heartbeat.events ?? []).map((event) => ({ ...event, terminal_id: terminalId, received_at: at })),
  );
  if (events.length === 0) return;
  const stored = await sql
    .insertInto('terminal_events')
    .values(events)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  const fresh = new Set(stored.map(({ id }) => id));
  for (const { id, kind, terminal_id: terminalId } of events) {
    if (!fresh.delete(id)) continue;
    const tampered = marks.get(terminalId);
    if (kind === 'case-open') tampered?.add('case');
    if (kind === 'case-closed') tampered?.delete('case');
    if (kind === 'tamper') tampered?.add('reported');
    if (kind === 'technician-code-blocked') tampered?.add('technician-code');
    if (kind === 'technician-entered') tampered?.delete('technician-code');
  }
}

/** In the order of their ids, so that two processes with the same terminals wait for each other instead of both. */
async function keepStates({ sql }: Write, states: readonly TerminalStateRow[]): Promise<void> {
  if (states.length === 0) return;
  await sql
    .insertInto('terminal_states')
    .values(states.toSorted((a, b) => (a.terminal_id < b.terminal_id ? -1 : 1)))
    .onConflict((conflict) =>
      conflict.column('terminal_id').doUpdateSet((each) => ({
        last_seen_at: each.ref('excluded.last_seen_at'),
        started_at: each.ref('excluded.started_at'),
        sequence: each.ref('excluded.sequence'),
        clock_ahead_ms: each.ref('excluded.clock_ahead_ms'),
        said: each.ref('excluded.said'),
        findings: each.ref('excluded.findings'),
        tampered: each.ref('excluded.tampered'),
        revision: each.ref('excluded.revision'),
      })),
    )
    .execute();
}

function marksIn(tampered: string | undefined): Set<string> {
  return new Set(JSON.parse(tampered ?? '[]') as string[]);
}

export function stateOf(terminalId: string, heartbeat: Heartbeat, tampered: string, now: Date) {
  return {
    ...{ terminal_id: terminalId, last_seen_at: now.toISOString(), started_at: heartbeat.startedAt },
    ...{ sequence: heartbeat.sequence, clock_ahead_ms: Date.parse(heartbeat.at) - now.getTime() },
    ...{ said: JSON.stringify(saidIn(heartbeat)), tampered },
  };
}

export function findingsIn(
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

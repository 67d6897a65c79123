import type { HeartbeatAnswer } from '../contract/index.ts';
import type { TerminalStateRow } from '../database/tables/terminals.ts';
import type { Ground } from '../server/ground.ts';
import { inGroups } from '../database/in-groups.ts';
import { changesBetween, saidIn, type Said } from './said.ts';
import { findingsIn, readKnown, stateOf, takeIn, type Beat } from './take-in.ts';

interface Parts extends Ground {
  /** Version of the catalogue in force; null while nothing has been published. */
  readonly publishedVersion: () => Promise<number | null>;
}

type Known = Awaited<ReturnType<typeof readKnown>>[number];

/** Heartbeats with news in one transaction: two processes that meet do all of it again. */
const MOST_NEWS = 100;

/** Takes heartbeats. Those that say nothing new are the rows of one statement; what is new is looked at. */
export function createHeartbeats(parts: Parts): (beat: Beat) => Promise<HeartbeatAnswer> {
  const { database, clock, publishedVersion } = parts;
  return inGroups(async (beats: readonly Beat[]) => {
    const ids = [...new Set(beats.map(({ terminalId }) => terminalId))];
    const [rows, published] = await Promise.all([readKnown(database, ids), publishedVersion()]);
    const withJobs = rows.filter(({ jobs }) => jobs > 0).map(({ id }) => id);
    const jobs = withJobs.length > 0 ? await readJobs(database, withJobs) : [];
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
    await takeInNews(database, news, now);
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

/** A terminal that is there twice is taken in in its order: an event follows on another. */
async function takeInNews(database: Ground['database'], news: readonly Beat[], now: Date): Promise<void> {
  for (let rest = news; rest.length > 0;) {
    const firsts = rest.filter(
      ({ terminalId }, at) => rest.findIndex((each) => each.terminalId === terminalId) === at,
    );
    const batch = firsts.slice(0, MOST_NEWS);
    await database.write((write) => takeIn(write, batch, now));
    const done = new Set(batch);
    rest = rest.filter((beat) => !done.has(beat));
  }
}

/**
 * That they are still there, which the next heartbeat says again. In the order of their ids, so that two processes with the
 * same terminals wait for each other instead of both.
 */
async function keepQuiet(
  { momentary }: Pick<Ground['database'], 'momentary'>,
  states: TerminalStateRow[],
): Promise<void> {
  if (states.length === 0) return;
  await momentary
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

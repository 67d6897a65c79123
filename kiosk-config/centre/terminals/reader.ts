import { sql as raw, type Kysely } from 'kysely';
import type { z } from 'zod';
import type {
  alertList,
  alertQuery,
  securityEventList,
  securityEventQuery,
  terminalList,
  terminalMap,
  terminalQuery,
  TerminalDetail,
  TerminalSummary,
} from '../contract/index.ts';
import type { Schema } from '../database/schema.ts';
import { Refusal } from '../server/refusal.ts';
import type { Ground } from '../server/ground.ts';
import { alertOf, eventOf, isInState, saidOf, stateOf, summaryOf } from './rows.ts';

/** Which rows an officer may see: all, or those of one site. */
export interface Scope {
  readonly siteCode: string | null;
}

export interface TerminalReader {
  summary(terminalId: string, sql?: Kysely<Schema>): Promise<TerminalSummary>;
  siteOf(terminalId: string): Promise<string>;
  list(query: z.output<typeof terminalQuery>, scope: Scope): Promise<z.output<typeof terminalList>>;
  map(scope: Scope): Promise<z.output<typeof terminalMap>>;
  detail(terminalId: string): Promise<TerminalDetail>;
  alerts(query: z.output<typeof alertQuery>, scope: Scope): Promise<z.output<typeof alertList>>;
  securityEvents(
    query: z.output<typeof securityEventQuery>,
    scope: Scope,
  ): Promise<z.output<typeof securityEventList>>;
  logBundle(terminalId: string, jobId: string): Promise<string>;
  /** Newest version of the catalogue that any serves that was not revoked; null when none has told of one. */
  newestPublished(): Promise<number | null>;
}

const MOST_ROWS = 200;

/** What is known of terminals, for the console. */
export function createReader({ database }: Ground): TerminalReader {
  const rows = (sql: Kysely<Schema>) =>
    sql
      .selectFrom('terminals')
      .leftJoin('terminal_states', 'terminal_states.terminal_id', 'terminals.id')
      .select([
        ...([
          'id',
          'site_code',
          'site_name',
          'district',
          'street',
          'serial',
          'model',
          'modules',
          'ring',
        ] as const),
        ...(['configuration', 'standing', 'terminals.revision as revision'] as const),
        ...(['last_seen_at', 'started_at', 'clock_ahead_ms', 'said', 'findings'] as const),
        ...(['order_reason', 'order_at', 'order_number'] as const),
      ]);
  const one = async (terminalId: string, sql: Kysely<Schema>) => {
    const row = await rows(sql).where('id', '=', terminalId).executeTakeFirst();
    if (!row) throw new Refusal('NOT_FOUND');
    return row;
  };
  const alertRows = database.sql
    .selectFrom('terminal_alerts')
    .innerJoin('terminals', 'terminals.id', 'terminal_alerts.terminal_id');
  const alertColumns = [
    ...(['terminal_alerts.id', 'terminal_id', 'site_name', 'district', 'street', 'kind', 'subject'] as const),
    ...(['opened_at', 'resolved_at'] as const),
  ] as const;

  return {
    summary: async (terminalId, sql = database.sql) => summaryOf(await one(terminalId, sql)),
    siteOf: async (terminalId) => (await one(terminalId, database.sql)).site_code,

    async newestPublished() {
      const states = await database.sql
        .selectFrom('terminal_states')
        .innerJoin('terminals', 'terminals.id', 'terminal_states.terminal_id')
        .where('standing', '<>', 'revoked')
        .select('said')
        .execute();
      const versions = states.flatMap(({ said }) => saidOf(said)?.published ?? []);
      return versions.reduce<number | null>((newest, each) => Math.max(newest ?? 0, each), null);
    },

    async list({ limit, after, text, state, alert, ...place }, { siteCode }) {
      let found = rows(database.sql);
      if (siteCode !== null) found = found.where('site_code', '=', siteCode);
      if (place.district !== undefined) found = found.where('district', '=', place.district);
      if (place.street !== undefined) found = found.where('street', '=', place.street);
      if (place.siteCode !== undefined) found = found.where('site_code', '=', place.siteCode);
      if (text) {
        const part = `%${text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
        found = found.where((each) =>
          each.or(
            (['id', 'serial', 'site_name'] as const).map(
              (column) => raw<boolean>`lower(${each.ref(column)}) like ${part} escape '\\'`,
            ),
          ),
        );
      }
      if (alert) found = found.where('findings', 'like', `%"kind":"${alert}"%`);
      if (state) found = found.where(isInState(state));
      const counted = await database.sql
        .selectFrom(found.as('found'))
        .select(({ fn }) => fn.countAll().as('total'))
        .executeTakeFirstOrThrow();
      const page = await (after === undefined ? found : found.where('id', '>', after))
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      const terminals = page.slice(0, limit).map(summaryOf);
      return {
        ...{ terminals, total: Number(counted.total) },
        next: page.length > limit ? (terminals.at(-1)?.id ?? null) : null,
      };
    },

    async map({ siteCode }) {
      let found = rows(database.sql);
      if (siteCode !== null) found = found.where('site_code', '=', siteCode);
      const isOffline = raw<number>`case when findings like '%"kind":"offline"%' then 1 else 0 end`;
      const groups = await database.sql
        .selectFrom(found.as('found'))
        .select(['district', 'street', 'standing', isOffline.as('offline')])
        .select(({ fn }) => fn.countAll().as('count'))
        .groupBy(['district', 'street', 'standing', isOffline])
        .execute();
      let open = alertRows.where('resolved_at', 'is', null);
      if (siteCode !== null) open = open.where('site_code', '=', siteCode);
      const alerts = await open
        .select(['district', 'street'])
        .select(({ fn }) => fn.countAll().as('count'))
        .groupBy(['district', 'street'])
        .execute();
      const districts = new Map<
        string,
        Map<string, z.output<typeof terminalMap>['districts'][number]['streets'][number]>
      >();
      for (const { district, street, standing, offline, count } of groups) {
        const streets = districts.get(district) ?? new Map();
        districts.set(district, streets);
        const at = streets.get(street) ?? {
          ...{ street, counts: { registered: 0, online: 0, offline: 0, locked: 0, revoked: 0 } },
          openAlerts: Number(
            alerts.find((each) => each.district === district && each.street === street)?.count ?? 0,
          ),
        };
        streets.set(street, at);
        at.counts[stateOf(standing, Number(offline) === 1)] += Number(count);
      }
      const byName = (a: string, b: string): number => a.localeCompare(b, 'zh-CN');
      return {
        districts: [...districts]
          .toSorted(([a], [b]) => byName(a, b))
          .map(([district, streets]) => ({
            district,
            streets: [...streets.values()].toSorted((a, b) => byName(a.street, b.street)),
          })),
      };
    },

    async detail(terminalId) {
      const { sql } = database;
      const row = await one(terminalId, sql);
      const said = saidOf(row.said);
      const [certificates, alerts, history, events, checkpoint, jobs] = await Promise.all([
        sql
          .selectFrom('terminal_certificates')
          .selectAll()
          .where('terminal_id', '=', terminalId)
          .orderBy('not_before', 'desc')
          .limit(MOST_ROWS)
          .execute(),
        alertRows
          .select(alertColumns)
          .where('terminal_id', '=', terminalId)
          .orderBy('opened_at', 'desc')
          .limit(MOST_ROWS)
          .execute(),
        sql
          .selectFrom('terminal_changes')
          .selectAll()
          .where('terminal_id', '=', terminalId)
          .orderBy('at', 'desc')
          .limit(MOST_ROWS)
          .execute(),
        sql
          .selectFrom('terminal_events')
          .selectAll()
          .where('terminal_id', '=', terminalId)
          .orderBy('received_at', 'desc')
          .limit(MOST_ROWS)
          .execute(),
        sql
          .selectFrom('terminal_checkpoints')
          .selectAll()
          .where('terminal_id', '=', terminalId)
          .orderBy('received_at', 'desc')
          .executeTakeFirst(),
        sql
          .selectFrom('terminal_jobs')
          .selectAll()
          .where('terminal_id', '=', terminalId)
          .orderBy('ordered_at', 'desc')
          .limit(MOST_ROWS)
          .execute(),
      ]);
      const shown = alerts.map(alertOf);
      return {
        ...summaryOf(row),
        ...{ startedAt: row.started_at, clockAheadMs: row.clock_ahead_ms, intake: said?.intake ?? null },
        ...{ oldestUnsentAt: said?.oldestUnsentAt ?? null, storageFree: said?.storageFree ?? null },
        takenConfiguration: said?.configuration ?? null,
        missingCharacters: said?.missingCharacters ?? null,
        readiness: said?.readiness ?? null,
        lock:
          row.standing === 'locked' && row.order_at !== null
            ? { at: row.order_at, reason: row.order_reason ?? '', obeyed: said?.order === row.order_number }
            : null,
        certificates: certificates.map(({ thumbprint, not_before, not_after, ended_at }) => ({
          ...{ thumbprint, notBefore: not_before, notAfter: not_after, endedAt: ended_at },
        })),
        openAlerts: shown.filter(({ resolvedAt }) => resolvedAt === null),
        pastAlerts: shown.filter(({ resolvedAt }) => resolvedAt !== null),
        history: history.map(({ at, what, former, present }) => ({ at, what, from: former, to: present })),
        securityEvents: events.map(eventOf),
        checkpoint: checkpoint
          ? {
              ...{ terminalId, sequence: checkpoint.sequence, hash: checkpoint.hash, at: checkpoint.at },
              receivedAt: checkpoint.received_at,
            }
          : null,
        jobs: jobs.map(({ id, kind, state, ordered_at, ended_at }) => ({
          ...{ id, kind, state, orderedAt: ordered_at, endedAt: ended_at },
        })),
      };
    },

    async alerts({ open, kind, district, terminalId, after, limit }, { siteCode }) {
      let found = alertRows.where('resolved_at', open === 'true' ? 'is' : 'is not', null);
      if (siteCode !== null) found = found.where('site_code', '=', siteCode);
      if (kind) found = found.where('kind', '=', kind);
      if (district !== undefined) found = found.where('district', '=', district);
      if (terminalId !== undefined) found = found.where('terminal_id', '=', terminalId);
      const { total } = await found.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow();
      const last =
        after === undefined
          ? undefined
          : await alertRows.select(['opened_at']).where('terminal_alerts.id', '=', after).executeTakeFirst();
      if (after !== undefined && last !== undefined) {
        found = found.where((each) =>
          each.or([
            each('opened_at', '<', last.opened_at),
            each.and([each('opened_at', '=', last.opened_at), each('terminal_alerts.id', '<', after)]),
          ]),
        );
      }
      const page = await found
        .select(alertColumns)
        .orderBy('opened_at', 'desc')
        .orderBy('terminal_alerts.id', 'desc')
        .limit(limit + 1)
        .execute();
      const alerts = page.slice(0, limit).map(alertOf);
      return { alerts, total: Number(total), next: page.length > limit ? (alerts.at(-1)?.id ?? null) : null };
    },

    async securityEvents({ terminalId, limit }, { siteCode }) {
      let found = database.sql
        .selectFrom('terminal_events')
        .innerJoin('terminals', 'terminals.id', 'terminal_events.terminal_id')
        .selectAll('terminal_events');
      if (siteCode !== null) found = found.where('site_code', '=', siteCode);
      if (terminalId !== undefined) found = found.where('terminal_id', '=', terminalId);
      const events = await found.orderBy('received_at', 'desc').limit(limit).execute();
      return { events: events.map((event) => ({ ...eventOf(event), terminalId: event.terminal_id })) };
    },

    async logBundle(terminalId, jobId) {
      const row = await database.sql
        .selectFrom('terminal_jobs')
        .select('content')
        .where('id', '=', jobId)
        .where('terminal_id', '=', terminalId)
        .executeTakeFirst();
      if (!row || row.content === null) throw new Refusal('NOT_FOUND');
      return row.content;
    },
  };
}

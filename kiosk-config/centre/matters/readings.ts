import { calendarsNow } from '../calendars/calendars.ts';
import { gapsOf } from '../../catalogue/index.ts';
import { standing, type MatterEvent } from '../../lifecycle/index.ts';
import type {
  Happening,
  MatterDetail,
  MatterSummary,
  Officer,
  RequestDetail,
  RequestSummary,
  SiteOverview,
  Task,
} from '../contract/index.ts';
import { Refusal } from '../server/refusal.ts';
import { cutNow, loadConnection } from './connections.ts';
import { evidenceOf } from './documents.ts';
import {
  isSunkDown,
  loadMatter,
  loadMatters,
  matterOfSubject,
  type MattersGround,
  type StoredMatter,
} from './matter-store.ts';
import { stepsOf } from './steps-of-request.ts';
import { duesOf, limitOf, requestOf, summaryOf, tasksOf, type Moment } from './views.ts';

export interface MatterFilter {
  readonly unitCode?: string | undefined;
  readonly status?: string | undefined;
  readonly sunkDown?: boolean | undefined;
  readonly text?: string | undefined;
}

interface EventRow {
  readonly seq: number;
  readonly handle_item: string;
  readonly event: string;
}

/** What officers read of matters, requests and their history. */
export function createReadings({ database, clock }: Pick<MattersGround, 'database' | 'clock'>) {
  const cutUnits = async (): Promise<Set<string>> => {
    const rows = await database.sql.selectFrom('unit_connections').select('unit_code').execute();
    const cut = await Promise.all(
      rows.map(async ({ unit_code }) => {
        const connection = await loadConnection(database, unit_code);
        return cutNow(connection).some((each) => each.scope.kind === 'unit') ? [unit_code] : [];
      }),
    );
    return new Set(cut.flat());
  };

  const moment = async (): Promise<Moment> => ({ now: clock(), calendars: await calendarsNow(database) });

  const happeningsOf = async (rows: readonly EventRow[]): Promise<Happening[]> => {
    const accounts = await database.sql.selectFrom('accounts').select(['id', 'display_name']).execute();
    const matters = await database.sql.selectFrom('matters').select(['handle_item', 'name']).execute();
    const people = new Map(accounts.map((each) => [each.id, each.display_name]));
    const names = new Map(matters.map((each) => [each.handle_item, each.name]));
    return rows.map(({ seq, handle_item: handleItem, event }) => {
      const { type, at, by, ...facts } = JSON.parse(event) as MatterEvent;
      const said = facts as { requestId?: string; words?: string; reason?: unknown };
      const words = said.words ?? (typeof said.reason === 'string' ? said.reason : null);
      return {
        ...{ seq, at, type, handleItem, requestId: said.requestId ?? null, words, facts },
        matterName: JSON.parse(names.get(handleItem)!) as Happening['matterName'],
        by: {
          accountId: by.id,
          displayName: people.get(by.id) ?? by.id,
          role: by.role as Happening['by']['role'],
        },
      };
    });
  };

  const eventsOf = (handleItem: string): Promise<EventRow[]> =>
    database.sql
      .selectFrom('matter_events')
      .select(['seq', 'handle_item', 'event'])
      .where('handle_item', '=', handleItem)
      .orderBy('seq')
      .execute();

  const requestsOf = async (matter: StoredMatter): Promise<RequestSummary[]> => {
    const sent = new Map(
      (await eventsOf(matter.handleItem)).flatMap(({ event }) => {
        const each = JSON.parse(event) as MatterEvent;
        return each.type === 'submitted' ? [[each.requestId, each.at] as const] : [];
      }),
    );
    const seenAt = await moment();
    return matter.state.requests.map((each) => requestOf(matter, each, sent.get(each.requestId)!, seenAt));
  };

  return {
    async matters(filter: MatterFilter): Promise<MatterSummary[]> {
      const cut = await cutUnits();
      const seenAt = await moment();
      const all = (await loadMatters(database)).map((each) =>
        summaryOf(each, seenAt, cut.has(each.state.unit)),
      );
      return all.filter(
        (each) =>
          (filter.unitCode === undefined || each.unit.code === filter.unitCode) &&
          (filter.status === undefined || each.status === filter.status) &&
          (filter.sunkDown === undefined || each.sunkDown === filter.sunkDown) &&
          (!filter.text || `${each.name.zh} ${each.name.en ?? ''} ${each.handleItem}`.includes(filter.text)),
      );
    },

    /** @throws Refusal NOT_FOUND */
    async matter(handleItem: string): Promise<MatterDetail> {
      const matter = await loadMatter(database, handleItem);
      if (!matter) throw new Refusal('NOT_FOUND');
      const { state } = matter;
      const cut = (await cutUnits()).has(state.unit);
      const rows = await database.sql
        .selectFrom('matter_versions')
        .selectAll()
        .where('handle_item', '=', handleItem)
        .orderBy('imported_at', 'desc')
        .execute();
      const runs = (await eventsOf(handleItem)).map(({ event }) => JSON.parse(event) as MatterEvent);
      const seenAt = await moment();
      const dues = duesOf(matter, seenAt);
      return {
        ...summaryOf(matter, seenAt, cut),
        notice: standing(state, seenAt.now).notice ?? null,
        versions: rows.map((row) => {
          const { sunkDown, modules } = state.versions.find((each) => each.version === row.version)!;
          const gaps = gapsOf(JSON.parse(row.document), evidenceOf(state, row.version));
          return {
            ...{ version: row.version, sha256: row.sha256, sunkDown, modules: [...modules], gaps },
            ...{ importedAt: row.imported_at, importedBy: row.imported_by },
            inForceFrom: state.inForce.find((each) => each.version === row.version)?.at ?? null,
          };
        }),
        statuses: state.statuses.map(({ at, status, requestId = null }) => ({ at, status, requestId })),
        windows: [...state.windows],
        emergencies: state.emergencies.map((each) => ({
          ...each,
          limit: limitOf(dues.find(({ id }) => id === each.suspensionId)?.limit),
        })),
        jointTests: runs.flatMap((each) => {
          if (each.type !== 'joint-test-recorded') return [];
          const { type: _type, by, cases, ...run } = each;
          const passed = cases.every((one) => one.passed);
          return [{ ...run, cases: [...cases], passed, by: by.id }];
        }),
        allRequests: await requestsOf(matter),
      };
    },

    async requests(filter: {
      readonly handleItem?: string | undefined;
      readonly unitCode?: string | undefined;
      readonly action?: string | undefined;
      readonly sunkDown?: boolean | undefined;
      readonly pending?: boolean | undefined;
    }): Promise<RequestSummary[]> {
      const ended = ['DONE', 'REJECTED', 'WITHDRAWN', 'LAPSED'];
      const matters = (await loadMatters(database)).filter(
        (each) =>
          (filter.handleItem === undefined || each.handleItem === filter.handleItem) &&
          (filter.unitCode === undefined || each.state.unit === filter.unitCode),
      );
      return (await Promise.all(matters.map(requestsOf)))
        .flat()
        .filter(
          (each) =>
            (filter.action === undefined || each.action === filter.action) &&
            (filter.sunkDown === undefined || each.sunkDown === filter.sunkDown) &&
            (filter.pending === undefined || ended.includes(each.step) !== filter.pending),
        )
        .toSorted((a, b) => b.sentAt.localeCompare(a.sentAt));
    },

    /** @throws Refusal NOT_FOUND */
    async request(requestId: string): Promise<RequestDetail> {
      const matter = await matterOfSubject(database, requestId);
      const request = matter?.state.requests.find((each) => each.requestId === requestId);
      if (!matter || !request) throw new Refusal('NOT_FOUND');
      const events = (await eventsOf(matter.handleItem)).filter(
        ({ event }) => (JSON.parse(event) as { requestId?: string }).requestId === requestId,
      );
      const parsed = events.map(({ event }) => JSON.parse(event) as MatterEvent);
      const seenAt = await moment();
      return {
        ...requestOf(matter, request, parsed[0]!.at, seenAt),
        ...{ reason: request.reason, notice: request.notice ?? null, attachments: [...request.attachments] },
        ...{ approvalId: request.approvalId ?? null, effectiveAt: request.effectiveAt ?? null },
        measures: request.measures,
        steps: stepsOf(request, parsed, seenAt),
        timeline: await happeningsOf(events),
      };
    },

    tasks: async (officer: Officer): Promise<Task[]> =>
      tasksOf(await loadMatters(database), officer, await moment()),

    async happenings(query: {
      readonly handleItem?: string | undefined;
      readonly sunkDown?: boolean | undefined;
      /** Only of this unit's matters; null: of all. */
      readonly unitCode: string | null;
      readonly before?: number | undefined;
      readonly limit: number;
    }): Promise<Happening[]> {
      let rows = database.sql
        .selectFrom('matter_events')
        .select(['seq', 'handle_item', 'event'])
        .orderBy('seq', 'desc')
        .limit(query.limit);
      if (query.unitCode !== null) rows = rows.where('handle_item', 'like', `${query.unitCode}%`);
      if (query.handleItem !== undefined) rows = rows.where('handle_item', '=', query.handleItem);
      if (query.sunkDown !== undefined) rows = rows.where('sunk_down', '=', query.sunkDown ? 1 : 0);
      if (query.before !== undefined) rows = rows.where('seq', '<', query.before);
      return happeningsOf(await rows.execute());
    },

    /** Each community centre with its sunk-down matters as they stand there. */
    async sites(): Promise<SiteOverview[]> {
      const sites = await database.sql.selectFrom('sites').select(['code', 'name']).orderBy('code').execute();
      const matters = (await loadMatters(database)).filter(
        ({ state }) => isSunkDown(state) && state.statuses.length > 0,
      );
      const units = new Set(matters.map(({ state }) => state.unit));
      const cuts = new Map(
        await Promise.all(
          [...units].map(async (unit) => [unit, cutNow(await loadConnection(database, unit))] as const),
        ),
      );
      return sites.map((site) => {
        const here = matters.map((each): SiteOverview['matters'][number] => {
          const { status, maintenance } = standing(each.state, clock());
          const isCut = cuts
            .get(each.state.unit)!
            .some(
              ({ scope }) => scope.kind === 'unit' || (scope.kind === 'site' && scope.site === site.code),
            );
          const { handleItem, name } = each;
          const usable = isCut ? 'cut-off' : maintenance ? 'maintenance' : 'open';
          const states = {
            DRAFT: 'suspended',
            OPEN: usable,
            SUSPENDED: 'suspended',
            TERMINATED: 'terminated',
          } as const;
          return { handleItem, name, state: states[status] };
        });
        const open = here.filter((each) => each.state === 'open').length;
        return { siteCode: site.code, siteName: site.name, open, closed: here.length - open, matters: here };
      });
    },
  };
}

export type Readings = ReturnType<typeof createReadings>;

import { calendarsNow } from '../calendars/calendars.ts';
import type { Audit } from '../audit/audit.ts';
import type { Officer, ProblemCode } from '../contract/index.ts';
import type { CentreDatabase, Change } from '../database/database.ts';
import {
  decide,
  evolve,
  newMatter,
  type MatterCommand,
  type MatterEvent,
  type MatterEventType,
  type MatterState,
  type Refusal as LifecycleRefusal,
  type RefusalCode,
} from '../../lifecycle/index.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { wantPublication } from './publication-row.ts';

export interface MattersGround {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** A matter as it lies in the database. */
export interface StoredMatter {
  readonly handleItem: string;
  readonly name: { readonly zh: string; readonly en?: string };
  readonly unitName: { readonly zh: string; readonly en?: string };
  readonly state: MatterState;
}

/** Topic on which all processes hear of a matter that changed: `{ handleItem, revision }`. */
export const MATTERS_TOPIC = 'matters';

type Reader = Pick<CentreDatabase, 'sql'> | Pick<Change, 'sql'>;

export async function loadMatter({ sql }: Reader, handleItem: string): Promise<StoredMatter | null> {
  const row = await sql
    .selectFrom('matters')
    .selectAll()
    .where('handle_item', '=', handleItem)
    .executeTakeFirst();
  return row ? storedMatter(row) : null;
}

export async function loadMatters({ sql }: Reader): Promise<StoredMatter[]> {
  return (await sql.selectFrom('matters').selectAll().orderBy('handle_item').execute()).map(storedMatter);
}

/** The matter whose history knows this request, window, suspension or run. */
export async function matterOfSubject({ sql }: Reader, id: string): Promise<StoredMatter | null> {
  const row = await sql
    .selectFrom('matter_events')
    .select('handle_item')
    .where('subject_id', '=', id)
    .executeTakeFirst();
  return row ? loadMatter({ sql } as Reader, row.handle_item) : null;
}

function storedMatter(row: {
  handle_item: string;
  name: string;
  unit_name: string;
  state: string;
}): StoredMatter {
  return {
    handleItem: row.handle_item,
    name: JSON.parse(row.name) as StoredMatter['name'],
    unitName: JSON.parse(row.unit_name) as StoredMatter['unitName'],
    state: JSON.parse(row.state) as MatterState,
  };
}

/** Facts of a matter's first version, which makes it. */
export interface NewMatter {
  readonly unitCode: string;
  readonly name: object;
  readonly unitName: object;
}

/**
 * Decides a command and keeps what follows, in one transaction: events, state, announcement, audit and what waits to be
 * published.
 * @throws Refusal with the code of the life cycle's refusal, audited when it is one of who may decide
 */
export async function act(
  ground: MattersGround,
  handleItem: string,
  command: MatterCommand,
  officer: Officer,
  also: { readonly first?: NewMatter; readonly keep?: (change: Change) => Promise<void> } = {},
): Promise<MatterState> {
  try {
    return await ground.database.change(async (change) => {
      const stored = await loadMatter(change, handleItem);
      if (!stored && !also.first) throw new Refusal('NOT_FOUND');
      const before = stored?.state ?? newMatter(also.first!.unitCode);
      const actor = { id: officer.accountId, role: officer.role, unit: officer.unitCode ?? undefined };
      const calendars = await calendarsNow(change);
      const decision = decide(before, command, { now: ground.clock(), actor, calendars });
      if ('refusal' in decision) throw refusalOf(decision.refusal, before);
      const after = decision.events.reduce(evolve, before);
      await keepState(change, handleItem, after, also.first);
      await also.keep?.(change);
      await keepEvents(change, handleItem, before, decision.events);
      for (const event of decision.events) await audit(ground, change, handleItem, event, officer);
      if (decision.events.some((each) => TOLD.has(each.type))) await wantPublication(change, ground.clock());
      await change.publish(MATTERS_TOPIC, { handleItem, revision: after.revision });
      return after;
    });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'REQUESTER_CANNOT_APPROVE') {
      const by = { id: officer.accountId, role: officer.role };
      await ground.audit.record({
        ...{ actor: by, action: `matter.${command.type}`, subject: `matter/${handleItem}` },
        ...{ outcome: 'refused', details: { code: error.code } },
      });
    }
    throw error;
  }
}

/** What the published catalogue tells of. */
const TOLD: ReadonlySet<MatterEventType> = new Set([
  ...(['went-live', 'withdrawn', 'maintenance-filed', 'maintenance-cancelled'] as const),
  ...(['emergency-suspended', 'announced'] as const),
]);

async function keepState(
  { sql }: Change,
  handleItem: string,
  state: MatterState,
  first: NewMatter | undefined,
): Promise<void> {
  const { revision } = state;
  const row = { revision, state: JSON.stringify(state) };
  const names = first && { name: JSON.stringify(first.name), unit_name: JSON.stringify(first.unitName) };
  if (names && !(await loadMatter({ sql }, handleItem))) {
    const key = { handle_item: handleItem, unit_code: state.unit };
    await sql
      .insertInto('matters')
      .values({ ...key, ...names, ...row })
      .execute();
  } else {
    await sql
      .updateTable('matters')
      .set({ ...row, ...names })
      .where('handle_item', '=', handleItem)
      .execute();
  }
}

async function keepEvents(
  { sql }: Change,
  handleItem: string,
  before: MatterState,
  events: readonly MatterEvent[],
): Promise<void> {
  const last = await sql
    .selectFrom('matter_events')
    .select((each) => each.fn.max('seq').as('seq'))
    .executeTakeFirst();
  let state = before;
  for (const [index, event] of events.entries()) {
    state = evolve(state, event);
    await sql
      .insertInto('matter_events')
      .values({
        seq: Number(last?.seq ?? 0) + 1 + index,
        handle_item: handleItem,
        revision: state.revision,
        subject_id: subjectOf(event),
        sunk_down: isSunkDown(state) ? 1 : 0,
        at: event.at,
        type: event.type,
        event: JSON.stringify(event),
      })
      .execute();
    if (event.type === 'announced') {
      await sql
        .insertInto('announcements')
        .values({
          announcement_id: event.announcementId,
          handle_item: handleItem,
          title: JSON.stringify(event.title),
          text: JSON.stringify(event.text),
          from_at: event.at,
          until_at: event.until,
          severity: 'urgent',
          revision: 1,
        })
        .execute();
    }
  }
}

/** By the version in force, or the newest draft. */
export function isSunkDown(state: MatterState): boolean {
  const version = state.inForce.at(-1)?.version;
  const facts = state.versions.find((each) => each.version === version) ?? state.versions.at(-1);
  return facts?.sunkDown ?? false;
}

function subjectOf(event: MatterEvent): string | null {
  if ('requestId' in event) return event.requestId;
  if ('windowId' in event) return event.windowId;
  if ('suspensionId' in event) return event.suspensionId;
  if ('runId' in event) return event.runId;
  return null;
}

async function audit(
  ground: MattersGround,
  change: Change,
  handleItem: string,
  event: MatterEvent,
  { accountId: id, role }: Officer,
): Promise<void> {
  const subject = subjectOf(event);
  await ground.audit.append(change, {
    actor: { id, role },
    action: `matter.${event.type}`,
    subject: `matter/${handleItem}`,
    details: {
      ...(subject && { subject }),
      ...('version' in event && event.version && { version: event.version }),
    },
  });
}

const CODES: Partial<Record<RefusalCode, ProblemCode>> = {
  STALE_REVISION: 'STALE',
  WRONG_ROLE: 'FORBIDDEN',
  OTHER_UNIT: 'FORBIDDEN',
  ALREADY_EXISTS: 'ALREADY_THERE',
  UNKNOWN: 'NOT_FOUND',
};

function refusalOf({ code, detail, ...about }: LifecycleRefusal, state: MatterState): Refusal {
  const stale = code === 'STALE_REVISION' && { current: { revision: state.revision } };
  return new Refusal((CODES[code] ?? code) as ProblemCode, { detail, ...about, ...stale });
}

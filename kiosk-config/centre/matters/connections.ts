import { randomUUID } from 'node:crypto';
import {
  connected,
  decideConnection,
  evolveConnection,
  type ConnectionCommand,
  type ConnectionState,
  type CutOff,
  type CutOffInForce,
} from '../../lifecycle/index.ts';
import type { Connection, Officer, ProblemCode } from '../contract/index.ts';
import type { CentreDatabase, Change } from '../database/database.ts';
import { Refusal } from '../server/refusal.ts';
import type { MattersGround } from './matter-store.ts';
import { wantPublication } from './publication-row.ts';

/** Topic on which all processes hear of a unit that was cut off or restored: `{ unitCode }`. */
export const CONNECTIONS_TOPIC = 'connections';

/** The connections of access units (art. 24). */
export function createConnections({ database, clock, audit }: MattersGround) {
  const decideAndKeep = async (
    change: Change,
    unitCode: string,
    command: ConnectionCommand,
    officer: Officer,
  ): Promise<void> => {
    const before = await loadConnection(change, unitCode);
    const actor = { id: officer.accountId, role: officer.role };
    const decision = decideConnection(before, command, { now: clock(), actor });
    if ('refusal' in decision) {
      const { code, ...about } = decision.refusal;
      const codes = { STALE_REVISION: 'STALE', WRONG_ROLE: 'FORBIDDEN', UNKNOWN: 'NOT_FOUND' } as const;
      const known: ProblemCode = code === 'ALREADY_EXISTS' ? 'ALREADY_THERE' : codes[code];
      throw new Refusal(known, { ...about, current: { revision: before.revision } });
    }
    const { event } = decision;
    const after = evolveConnection(before, event);
    const row = { revision: after.revision, state: JSON.stringify(after) };
    if (before.revision === 0) {
      await change.sql
        .insertInto('unit_connections')
        .values({ unit_code: unitCode, ...row })
        .execute();
    } else {
      await change.sql.updateTable('unit_connections').set(row).where('unit_code', '=', unitCode).execute();
    }
    if (event.type === 'cut-off') {
      const { cutOffId, scope, reason, notice, drill } = event;
      await change.sql
        .insertInto('cut_offs')
        .values({
          ...{ cut_off_id: cutOffId, unit_code: unitCode, at: event.at, by: officer.accountId },
          cut_off: JSON.stringify({ cutOffId, scope, reason, notice, drill }),
          ...{ restored_at: null, restored_by: null, restoration_reason: null },
        })
        .execute();
    } else {
      await change.sql
        .updateTable('cut_offs')
        .set({
          restored_at: event.at,
          restored_by: officer.accountId,
          restoration_reason: event.reason,
        })
        .where('cut_off_id', '=', event.cutOffId)
        .execute();
    }
    await audit.append(change, {
      ...{ actor, action: 'unit.cut-off', subject: `unit/${unitCode}` },
      details: { type: event.type, cutOff: event.cutOffId },
    });
    await wantPublication(change, clock());
    await change.publish(CONNECTIONS_TOPIC, { unitCode });
  };

  const list = async (only: string | null): Promise<Connection[]> => {
    const units = await namesOfUnits(database);
    const connections = await Promise.all(
      [...units.keys()]
        .filter((code) => only === null || code === only)
        .toSorted()
        .map((code) => connectionOf(database, code, units.get(code)!)),
    );
    return connections;
  };
  const one = async (unitCode: string): Promise<Connection> => (await list(unitCode))[0]!;

  return {
    /** @param only the one unit that the asker may see; null: all */
    list,

    /** @throws Refusal NOT_FOUND for a unit that nobody knows, STALE */
    async cutOff(
      unitCode: string,
      given: Omit<CutOff, 'cutOffId'> & { readonly revision: number },
      officer: Officer,
    ): Promise<Connection> {
      if (!(await namesOfUnits(database)).has(unitCode)) throw new Refusal('NOT_FOUND');
      const command = { type: 'cut-off', cutOffId: randomUUID(), ...given } as const;
      await database.change((change) => decideAndKeep(change, unitCode, command, officer));
      return one(unitCode);
    },

    /** @throws Refusal NOT_FOUND, STALE */
    async restore(
      cutOffId: string,
      given: { readonly revision: number; readonly reason: string },
      officer: Officer,
    ): Promise<Connection> {
      const row = await database.sql
        .selectFrom('cut_offs')
        .select('unit_code')
        .where('cut_off_id', '=', cutOffId)
        .executeTakeFirst();
      if (!row) throw new Refusal('NOT_FOUND');
      const command = { type: 'restore', cutOffId, ...given } as const;
      await database.change((change) => decideAndKeep(change, row.unit_code, command, officer));
      return one(row.unit_code);
    },
  };
}

export type Connections = ReturnType<typeof createConnections>;

export async function loadConnection(
  { sql }: Pick<CentreDatabase, 'sql'> | Pick<Change, 'sql'>,
  unitCode: string,
): Promise<ConnectionState> {
  const row = await sql
    .selectFrom('unit_connections')
    .select('state')
    .where('unit_code', '=', unitCode)
    .executeTakeFirst();
  return row ? (JSON.parse(row.state) as ConnectionState) : connected;
}

/** What is cut now; an exercise cuts nothing. */
export function cutNow({ cutOffs }: ConnectionState): CutOffInForce[] {
  return cutOffs.filter((each) => !each.drill);
}

/** Units of the register, and those that matters name. */
async function namesOfUnits({ sql }: CentreDatabase): Promise<Map<string, Connection['unitName']>> {
  const registered = await sql.selectFrom('units').select(['code', 'name']).execute();
  const named = await sql.selectFrom('matters').select(['unit_code', 'unit_name']).execute();
  return new Map([
    ...named.map((each) => [each.unit_code, JSON.parse(each.unit_name) as Connection['unitName']] as const),
    ...registered.map((each) => [each.code, { zh: each.name }] as const),
  ]);
}

async function connectionOf(
  database: CentreDatabase,
  unitCode: string,
  unitName: Connection['unitName'],
): Promise<Connection> {
  const state = await loadConnection(database, unitCode);
  const rows = await database.sql
    .selectFrom('cut_offs')
    .selectAll()
    .where('unit_code', '=', unitCode)
    .orderBy('at', 'desc')
    .execute();
  const cut = cutNow(state);
  const whole = cut.some((each) => each.scope.kind === 'unit');
  return {
    ...{ unitCode, unitName, revision: state.revision },
    state: whole ? 'cut' : cut.length > 0 ? 'partly-cut' : 'connected',
    cutOffs: rows.map((row) => ({
      ...(JSON.parse(row.cut_off) as CutOff),
      ...{ unitCode, at: row.at, by: row.by, restoredAt: row.restored_at, restoredBy: row.restored_by },
      restorationReason: row.restoration_reason,
    })),
  };
}

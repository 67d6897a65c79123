import { randomUUID } from 'node:crypto';
import type { Actor, Audit } from '../audit/audit.ts';
import { order as orderSchema, type TerminalSummary } from '../contract/index.ts';
import type { Change } from '../database/database.ts';
import type { TerminalRow } from '../database/tables/terminals.ts';
import { signOrder } from '../../provisioning/orders.ts';
import { Refusal } from '../server/refusal.ts';
import type { Ground } from '../server/ground.ts';
import { keepAlerts } from './alert-store.ts';
import type { Authority } from './authority.ts';
import type { TerminalReader } from './reader.ts';
import { ASSIGNED_TOPIC, type AssignedMessage } from './push-hub.ts';
import { ringOf } from './rings.ts';
import type { TerminalChange, TerminalInput } from '../contract/index.ts';

export interface Registry {
  register(input: TerminalInput, actor: Actor): Promise<TerminalSummary>;
  change(terminalId: string, input: TerminalChange, actor: Actor): Promise<TerminalSummary>;
  lock(terminalId: string, input: OrderInput, actor: Actor): Promise<TerminalSummary>;
  unlock(terminalId: string, input: OrderInput, actor: Actor): Promise<TerminalSummary>;
  revoke(terminalId: string, input: OrderInput, actor: Actor): Promise<TerminalSummary>;
  orderLogBundle(terminalId: string, actor: Actor): Promise<JobSummary>;
  finishJob(terminalId: string, jobId: string, state: 'done' | 'failed', content: string): Promise<void>;
}

interface OrderInput {
  readonly reason: string;
  readonly revision: number;
}
interface JobSummary {
  readonly id: string;
  readonly kind: 'log-bundle';
  readonly state: 'waiting' | 'done' | 'failed';
  readonly orderedAt: string;
  readonly endedAt: string | null;
}

interface Parts extends Ground {
  readonly audit: Audit;
  readonly authority: () => Promise<Authority>;
  readonly reader: TerminalReader;
}

const ORDERS = {
  lock: { from: ['enrolled'], to: 'locked', action: 'terminal.lock' },
  unlock: { from: ['locked'], to: 'enrolled', action: 'terminal.lock' },
  shred: { from: ['registered', 'enrolled', 'locked'], to: 'revoked', action: 'terminal.revoke' },
} as const satisfies Record<
  string,
  { from: TerminalRow['standing'][]; to: TerminalRow['standing']; action: string }
>;

/** The register of terminals and what is ordered of them. */
export function createRegistry({ database, clock, audit, authority, reader }: Parts): Registry {
  const found = async ({ sql }: Change, terminalId: string, revision?: number): Promise<TerminalRow> => {
    const row = await sql.selectFrom('terminals').selectAll().where('id', '=', terminalId).executeTakeFirst();
    if (!row) throw new Refusal('NOT_FOUND');
    if (revision !== undefined && row.revision !== revision) {
      throw new Refusal('STALE', { current: await reader.summary(terminalId, sql) });
    }
    return row;
  };
  const tell = (change: Change, terminalId: string): Promise<void> =>
    change.publish(ASSIGNED_TOPIC, { ids: [terminalId] } satisfies AssignedMessage);

  const give = async (
    kind: keyof typeof ORDERS,
    terminalId: string,
    { reason, revision }: OrderInput,
    actor: Actor,
  ) => {
    const { key } = await authority();
    return database.change(async (change) => {
      const row = await found(change, terminalId, revision);
      const { from, to, action } = ORDERS[kind];
      if (!(from as readonly string[]).includes(row.standing)) throw new Refusal('TERMINAL_STATE');
      const at = clock().toISOString();
      const order = orderSchema.parse({ terminalId, number: row.order_number + 1, kind, reason, at });
      await change.sql
        .updateTable('terminals')
        .set({
          ...{ standing: to, order_number: order.number, order_reason: reason, order_at: at },
          ...{ order_text: signOrder(order, key), revision: row.revision + 1 },
        })
        .where('id', '=', terminalId)
        .execute();
      // Nobody watches over a terminal that is given up.
      if (kind === 'shred') await keepAlerts(change, new Map([[terminalId, []]]), at);
      await audit.append(change, {
        actor,
        action,
        subject: `terminal/${terminalId}`,
        details: { kind, number: order.number },
      });
      await tell(change, terminalId);
      return reader.summary(terminalId, change.sql);
    });
  };

  return {
    register: (input, actor) =>
      database.change(async (change) => {
        const { id, siteCode, siteName, district, street, serial, model, modules, ring, configuration } =
          input;
        const stored = await change.sql
          .insertInto('terminals')
          .values({
            ...{ id, site_code: siteCode, site_name: siteName, district, street, serial, model },
            ...{ modules: JSON.stringify(modules), ring: ring ?? ringOf(id), configuration },
            configuration_version: await versionFor(change, configuration),
            ...{ standing: 'registered', order_number: 0, order_text: null, order_reason: null },
            ...{ order_at: null, enrolled_at: null, revision: 1 },
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (!stored) throw new Refusal('ALREADY_THERE');
        await audit.append(change, { actor, action: 'terminal.enrol', subject: `terminal/${id}` });
        return reader.summary(id, change.sql);
      }),

    change: (terminalId, { revision, ...input }, actor) =>
      database.change(async (change) => {
        const row = await found(change, terminalId, revision);
        const configuration = input.configuration === undefined ? row.configuration : input.configuration;
        await change.sql
          .updateTable('terminals')
          .set({
            ...(input.siteCode !== undefined && { site_code: input.siteCode }),
            ...(input.siteName !== undefined && { site_name: input.siteName }),
            ...(input.district !== undefined && { district: input.district }),
            ...(input.street !== undefined && { street: input.street }),
            ...(input.serial !== undefined && { serial: input.serial }),
            ...(input.model !== undefined && { model: input.model }),
            ...(input.modules !== undefined && { modules: JSON.stringify(input.modules) }),
            ...(input.ring !== undefined && { ring: input.ring ?? ringOf(terminalId) }),
            ...(configuration !== row.configuration && {
              configuration,
              configuration_version: await versionFor(change, configuration),
            }),
            revision: row.revision + 1,
          })
          .where('id', '=', terminalId)
          .execute();
        const fields = Object.keys(input);
        await audit.append(change, {
          actor,
          action: 'terminal.configure',
          subject: `terminal/${terminalId}`,
          details: { fields },
        });
        if (configuration !== row.configuration) await tell(change, terminalId);
        return reader.summary(terminalId, change.sql);
      }),

    lock: (terminalId, input, actor) => give('lock', terminalId, input, actor),
    unlock: (terminalId, input, actor) => give('unlock', terminalId, input, actor),
    revoke: (terminalId, input, actor) => give('shred', terminalId, input, actor),

    orderLogBundle: (terminalId, actor) =>
      database.change(async (change) => {
        const row = await found(change, terminalId);
        if (row.standing !== 'enrolled' && row.standing !== 'locked') throw new Refusal('TERMINAL_STATE');
        const job = { id: randomUUID(), kind: 'log-bundle' as const, state: 'waiting' as const };
        const orderedAt = clock().toISOString();
        await change.sql
          .insertInto('terminal_jobs')
          .values({ ...job, terminal_id: terminalId, ordered_at: orderedAt, ended_at: null, content: null })
          .execute();
        await audit.append(change, {
          actor,
          action: 'terminal.logs',
          subject: `terminal/${terminalId}`,
          details: { job: job.id },
        });
        await tell(change, terminalId);
        return { ...job, orderedAt, endedAt: null };
      }),

    async finishJob(terminalId, jobId, state, content) {
      // Told twice because an answer was lost: the first one stays.
      const { numUpdatedRows } = await database.sql
        .updateTable('terminal_jobs')
        .set({ state, content, ended_at: clock().toISOString() })
        .where('id', '=', jobId)
        .where('terminal_id', '=', terminalId)
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      if (numUpdatedRows > 0n) return;
      const there = await database.sql
        .selectFrom('terminal_jobs')
        .select('id')
        .where('id', '=', jobId)
        .where('terminal_id', '=', terminalId)
        .executeTakeFirst();
      if (!there) throw new Refusal('NOT_FOUND');
    },
  };
}

/** The version that all terminals of this configuration have by now; null where none has gone out to all. */
async function versionFor({ sql }: Change, name: string | null): Promise<number | null> {
  if (name === null) return null;
  const row = await sql
    .selectFrom('configuration_versions')
    .select('version')
    .where('name', '=', name)
    .where('state', '=', 'done')
    .orderBy('version', 'desc')
    .executeTakeFirst();
  return row?.version ?? null;
}

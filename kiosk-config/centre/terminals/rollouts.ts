import type { Actor, Audit } from '../audit/audit.ts';
import type { ConfigurationInput, ConfigurationVersion } from '../contract/index.ts';
import type { Change } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { configurationDocument, settingsFor } from '../../provisioning/configuration.ts';
import { signSettings } from '../../provisioning/signed-settings.ts';
import { Refusal } from '../server/refusal.ts';
import type { Ground } from '../server/ground.ts';
import type { Authority } from './authority.ts';
import { ASSIGNED_TOPIC, type AssignedMessage } from './push-hub.ts';
import { nextStep, ringsUpTo, type Ring } from './rings.ts';
import { progressOf, shown } from './rollout-progress.ts';

export interface Rollouts {
  newest(): Promise<ConfigurationVersion[]>;
  versions(name: string): Promise<ConfigurationVersion[]>;
  write(name: string, input: ConfigurationInput, actor: Actor): Promise<ConfigurationVersion>;
  start(at: VersionAt, revision: number, actor: Actor): Promise<ConfigurationVersion>;
  stop(at: VersionAt, revision: number, actor: Actor): Promise<ConfigurationVersion>;
  resume(at: VersionAt, revision: number, actor: Actor): Promise<ConfigurationVersion>;
  rollBack(at: VersionAt, revision: number, actor: Actor): Promise<ConfigurationVersion>;
  /** What this terminal shall take, signed for it alone. */
  settingsOf(terminalId: string): Promise<string>;
  /** Takes every rollout one step on, where it is time. */
  goOn(): Promise<void>;
}

interface Parts extends Ground {
  readonly audit: Audit;
  readonly authority: () => Promise<Authority>;
}
interface VersionAt {
  readonly name: string;
  readonly version: number;
}
type Row = Schema['configuration_versions'];

const STAFF_STOPPED = { zh: '由工作人员停止', en: 'Stopped by staff' };
const SYSTEM: Actor = { id: null, role: null };

/** Configurations and how their versions go out, ring by ring. */
export function createRollouts({ database, clock, audit, authority }: Parts): Rollouts {
  const found = async ({ sql }: Change, { name, version }: VersionAt): Promise<Row> => {
    const row = await sql
      .selectFrom('configuration_versions')
      .selectAll()
      .where('name', '=', name)
      .where('version', '=', version)
      .executeTakeFirst();
    if (!row) throw new Refusal('NOT_FOUND');
    return row;
  };

  const set = async (change: Change, row: Row, values: Partial<Row>): Promise<Row> => {
    const changed = { ...row, ...values, revision: row.revision + 1 };
    await change.sql
      .updateTable('configuration_versions')
      .set(changed)
      .where('name', '=', row.name)
      .where('version', '=', row.version)
      .execute();
    return changed;
  };

  /** Gives the version to the rings reached, or takes it back from all that have it. */
  const assign = async (change: Change, { name, version, former }: Row, ring: Ring | null): Promise<void> => {
    const update = change.sql.updateTable('terminals').where('configuration', '=', name);
    if (ring !== null) {
      await update
        .set({ configuration_version: version })
        .where('ring', 'in', [...ringsUpTo(ring)])
        .execute();
    } else {
      await update
        .set({ configuration_version: former })
        .where('configuration_version', '=', version)
        .execute();
    }
    await change.publish(ASSIGNED_TOPIC, { ids: null } satisfies AssignedMessage);
  };

  const note = (change: Change, actor: Actor, { name, version }: VersionAt, what: string): Promise<void> =>
    audit.append(change, {
      ...{ actor, action: 'terminal.configure', subject: `configuration/${name}/${version}` },
      details: { what },
    });

  const decide = (
    at: VersionAt,
    revision: number,
    actor: Actor,
    what: string,
    work: (change: Change, row: Row) => Promise<Row>,
  ): Promise<ConfigurationVersion> =>
    database.change(async (change) => {
      const row = await found(change, at);
      if (row.revision !== revision) throw new Refusal('STALE', { current: await shown(change.sql, row) });
      const changed = await work(change, row);
      await note(change, actor, at, what);
      return shown(change.sql, changed);
    });

  return {
    async newest() {
      const rows = await database.sql
        .selectFrom('configuration_versions')
        .selectAll()
        .orderBy('name')
        .orderBy('version', 'desc')
        .execute();
      const shownRows = rows.filter((row, at) => row.name !== rows[at - 1]?.name || row.state === 'rolling');
      return Promise.all(shownRows.map((row) => shown(database.sql, row)));
    },

    async versions(name) {
      const rows = await database.sql
        .selectFrom('configuration_versions')
        .selectAll()
        .where('name', '=', name)
        .orderBy('version', 'desc')
        .execute();
      return Promise.all(rows.map((row) => shown(database.sql, row)));
    },

    write: (name, { basedOn, ...content }, actor) =>
      database.change(async (change) => {
        const { last } = await change.sql
          .selectFrom('configuration_versions')
          .select(({ fn }) => fn.max('version').as('last'))
          .where('name', '=', name)
          .executeTakeFirstOrThrow();
        if ((last ?? 0) !== basedOn) throw new Refusal('STALE', { current: last ?? 0 });
        const version = basedOn + 1;
        const row: Row = {
          ...{
            name,
            version,
            document: JSON.stringify(configurationDocument.parse({ name, version, ...content })),
          },
          ...{
            created_at: clock().toISOString(),
            created_by: actor.id ?? '',
            revision: 1,
            state: null,
            ring: null,
          },
          ...{ started_at: null, ring_since: null, former: null, stopped_because: null },
        };
        await change.sql.insertInto('configuration_versions').values(row).execute();
        await note(change, actor, row, 'written');
        return shown(change.sql, row);
      }),

    start: (at, revision, actor) =>
      decide(at, revision, actor, 'started', async (change, row) => {
        const others = await change.sql
          .selectFrom('configuration_versions')
          .select(['version', 'state'])
          .where('name', '=', row.name)
          .where('state', 'is not', null)
          .execute();
        // One at a time: of two on their way nobody could say which one failed.
        if (row.state !== null || others.some(({ state }) => state === 'rolling' || state === 'stopped')) {
          throw new Refusal('ROLLOUT_STATE');
        }
        const now = clock().toISOString();
        const done = others.filter(({ state }) => state === 'done').map(({ version }) => version);
        const former = done.length > 0 ? Math.max(...done) : null;
        const started = await set(change, row, {
          state: 'rolling',
          ring: 'first',
          started_at: now,
          ring_since: now,
          former,
        });
        await assign(change, started, 'first');
        return started;
      }),

    stop: (at, revision, actor) =>
      decide(at, revision, actor, 'stopped', (change, row) => {
        if (row.state !== 'rolling') throw new Refusal('ROLLOUT_STATE');
        return set(change, row, { state: 'stopped', stopped_because: JSON.stringify(STAFF_STOPPED) });
      }),

    resume: (at, revision, actor) =>
      decide(at, revision, actor, 'resumed', (change, row) => {
        if (row.state !== 'stopped') throw new Refusal('ROLLOUT_STATE');
        return set(change, row, {
          state: 'rolling',
          stopped_because: null,
          ring_since: clock().toISOString(),
        });
      }),

    rollBack: (at, revision, actor) =>
      decide(at, revision, actor, 'rolled-back', async (change, row) => {
        if (row.state === null || row.state === 'rolled-back') throw new Refusal('ROLLOUT_STATE');
        const changed = await set(change, row, { state: 'rolled-back' });
        await assign(change, changed, null);
        return changed;
      }),

    async settingsOf(terminalId) {
      const row = await database.sql
        .selectFrom('terminals')
        .innerJoin('configuration_versions', (join) =>
          join
            .onRef('name', '=', 'configuration')
            .onRef('configuration_versions.version', '=', 'configuration_version'),
        )
        .select(['site_code', 'document'])
        .where('id', '=', terminalId)
        .executeTakeFirst();
      if (!row) throw new Refusal('NOT_FOUND');
      const document = configurationDocument.parse(JSON.parse(row.document));
      const { name, version } = document;
      const settings = settingsFor(document, { siteCode: row.site_code, terminalId });
      return signSettings({ terminalId, name, version, settings }, (await authority()).key);
    },

    async goOn() {
      const rolling = await database.sql
        .selectFrom('configuration_versions')
        .select(['name', 'version'])
        .where('state', '=', 'rolling')
        .execute();
      for (const at of rolling) {
        await database.change(async (change) => {
          const row = await found(change, at);
          if (row.state !== 'rolling') return;
          const now = clock();
          const next = nextStep(await progressOf(change.sql, row, now), now);
          if (next.step === 'wait') return;
          if (next.step === 'advance') {
            const changed = await set(change, row, { ring: next.ring, ring_since: now.toISOString() });
            await assign(change, changed, next.ring);
          } else if (next.step === 'done') await set(change, row, { state: 'done' });
          else {
            const { failed, answered } = next;
            const because = {
              zh: `已应答的 ${answered} 台中有 ${failed} 台不能使用，已自动停止`,
              en: `${failed} of the ${answered} that answered could not use it: stopped by itself`,
            };
            await set(change, row, { state: 'stopped', stopped_because: JSON.stringify(because) });
          }
          await note(change, SYSTEM, at, next.step);
        });
      }
    },
  };
}

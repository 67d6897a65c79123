import type { Actor, Audit } from '../audit/audit.ts';
import type { Site } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import { Refusal } from '../server/refusal.ts';

/** The register of community centres. */
export function createSites({ database, audit }: { database: CentreDatabase; audit: Audit }) {
  return {
    /** @param only the one site that the asker may see; null: all */
    async list(only: string | null): Promise<Site[]> {
      let query = database.sql.selectFrom('sites').selectAll().orderBy('code');
      if (only !== null) query = query.where('code', '=', only);
      return query.execute();
    },

    /** @throws Refusal ALREADY_THERE */
    create(given: Omit<Site, 'revision'>, actor: Actor): Promise<Site> {
      return database.change(async (change) => {
        const there = await change.sql
          .selectFrom('sites')
          .select('code')
          .where('code', '=', given.code)
          .executeTakeFirst();
        if (there) throw new Refusal('ALREADY_THERE', { field: 'body/code' });
        const site = { ...given, revision: 1 };
        await change.sql.insertInto('sites').values(site).execute();
        await audit.append(change, { actor, action: 'site.manage', subject: `site/${site.code}` });
        return site;
      });
    },

    /** @throws Refusal NOT_FOUND, STALE */
    change(code: string, given: Omit<Site, 'code'>, actor: Actor): Promise<Site> {
      return database.change(async (change) => {
        const row = await change.sql
          .selectFrom('sites')
          .selectAll()
          .where('code', '=', code)
          .executeTakeFirst();
        if (row === undefined) throw new Refusal('NOT_FOUND');
        if (row.revision !== given.revision) throw new Refusal('STALE', { current: row });
        const next = { ...row, ...given, revision: row.revision + 1 };
        await change.sql.updateTable('sites').set(next).where('code', '=', code).execute();
        await audit.append(change, { actor, action: 'site.manage', subject: `site/${code}` });
        return next;
      });
    },
  };
}

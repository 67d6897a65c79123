import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Actor } from '../audit/audit.ts';
import type { Announcement, filingOperations } from '../contract/index.ts';
import type { Change } from '../database/database.ts';
import type { MatterTables } from '../database/tables/matters.ts';
import { Refusal } from '../server/refusal.ts';
import type { MattersGround } from './matter-store.ts';
import { wantPublication } from './publication-row.ts';

type Given = z.output<(typeof filingOperations)['announce']['body']>;
type Row = MatterTables['announcements'];

/** Announcements (公告), as terminals show them. */
export function createAnnouncements({ database, clock, audit }: MattersGround) {
  const keep = async (change: Change, announcementId: string, actor: Actor): Promise<void> => {
    await audit.append(change, {
      ...{ actor, action: 'announcement.manage', subject: `announcement/${announcementId}` },
    });
    await wantPublication(change, clock());
  };
  return {
    async list(): Promise<Announcement[]> {
      const rows = await database.sql
        .selectFrom('announcements')
        .selectAll()
        .orderBy('from_at', 'desc')
        .execute();
      return rows.map(announcementOf);
    },

    /** @throws Refusal TIME_INVALID when it would be over already, or end before it begins */
    announce(given: Given, actor: Actor): Promise<Announcement> {
      const earliest = [clock().toISOString(), given.from].toSorted().at(-1)!;
      if (given.until <= earliest) throw new Refusal('TIME_INVALID', { earliest, field: 'body/until' });
      return database.change(async (change) => {
        const announcement_id = randomUUID();
        const row: Row = { announcement_id, handle_item: null, ...columnsOf(given), revision: 1 };
        await change.sql.insertInto('announcements').values(row).execute();
        await keep(change, announcement_id, actor);
        return announcementOf(row);
      });
    },

    /** @throws Refusal NOT_FOUND, STALE, TIME_INVALID */
    change(
      id: string,
      { revision, ...given }: Given & { revision: number },
      actor: Actor,
    ): Promise<Announcement> {
      if (given.until <= given.from) {
        throw new Refusal('TIME_INVALID', { earliest: given.from, field: 'body/until' });
      }
      return database.change(async (change) => {
        const row = await change.sql
          .selectFrom('announcements')
          .selectAll()
          .where('announcement_id', '=', id)
          .executeTakeFirst();
        if (!row) throw new Refusal('NOT_FOUND');
        if (row.revision !== revision) throw new Refusal('STALE', { current: announcementOf(row) });
        const next: Row = { ...row, ...columnsOf(given), revision: revision + 1 };
        await change.sql.updateTable('announcements').set(next).where('announcement_id', '=', id).execute();
        await keep(change, id, actor);
        return announcementOf(next);
      });
    },
  };
}

export type Announcements = ReturnType<typeof createAnnouncements>;

function columnsOf({ title, text, from, until, severity }: Given) {
  return {
    ...{ title: JSON.stringify(title), text: JSON.stringify(text) },
    ...{ from_at: from, until_at: until, severity },
  };
}

export function announcementOf(row: Row): Announcement {
  return {
    announcementId: row.announcement_id,
    handleItem: row.handle_item,
    title: JSON.parse(row.title) as Announcement['title'],
    text: JSON.parse(row.text) as Announcement['text'],
    ...{ from: row.from_at, until: row.until_at, severity: row.severity, revision: row.revision },
  };
}

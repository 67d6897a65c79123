import {
  builtInCalendars,
  makeCalendars,
  readYearCalendar,
  type Calendars,
  type YearCalendar,
} from '../../working-days/index.ts';
import type { Actor, Audit } from '../audit/audit.ts';
import type { Calendar } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { CalendarTables } from '../database/tables/calendars.ts';
import { wantPublication } from '../matters/publication-row.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Calendars that limits are counted by now: those that the program brings, and those that were imported. */
export async function calendarsNow({ sql }: Pick<CentreDatabase, 'sql'>): Promise<Calendars> {
  const rows = await sql.selectFrom('calendars').select('document').execute();
  return makeCalendars(
    rows.map(({ document }) => JSON.parse(document) as YearCalendar),
    builtInCalendars,
  );
}

/** Calendars of working days, which the data centre imports when the State Council has announced them. */
export function createCalendars({ database, clock, audit }: Ground) {
  return {
    async list(): Promise<Calendar[]> {
      const rows = await database.sql.selectFrom('calendars').selectAll().execute();
      const imported = new Map(rows.map((row) => [row.year, calendarOf(row)]));
      const years = new Set([...builtInCalendars.keys(), ...imported.keys()]);
      return [...years].toSorted((a, b) => a - b).map((year) => imported.get(year) ?? builtIn(year));
    },

    /** @throws Refusal CALENDAR_UNUSABLE, STALE */
    import(
      year: number,
      given: { readonly revision: number; readonly document: unknown },
      actor: Actor,
    ): Promise<Calendar> {
      const read = readYearCalendar(given.document);
      const faults = 'faults' in read ? read.faults : [];
      if ('calendar' in read && read.calendar.year !== year) {
        const message = `year: it is the calendar of ${read.calendar.year}, not of ${year}`;
        faults.push({ code: 'not-the-year', field: 'year', year: read.calendar.year, message });
      }
      if (faults.length > 0) throw new Refusal('CALENDAR_UNUSABLE', { field: 'body/document', faults });
      return database.change(async (change) => {
        const before = await change.sql
          .selectFrom('calendars')
          .selectAll()
          .where('year', '=', year)
          .executeTakeFirst();
        const current = before ? calendarOf(before) : builtIn(year);
        if (current.revision !== given.revision) throw new Refusal('STALE', { current });
        const row = {
          ...{ document: JSON.stringify(given.document), revision: current.revision + 1 },
          ...{ imported_at: clock().toISOString(), imported_by: actor.id ?? '' },
        };
        await change.sql
          .insertInto('calendars')
          .values({ year, ...row })
          .onConflict((conflict) => conflict.column('year').doUpdateSet(row))
          .execute();
        await audit.append(change, { actor, action: 'calendar.import', subject: `calendar/${year}` });
        await wantPublication(change, clock());
        return calendarOf({ year, ...row });
      });
    },
  };
}

function builtIn(year: number): Calendar {
  return { year, document: null, revision: 0, importedAt: null, importedBy: null };
}

function calendarOf(row: CalendarTables['calendars']): Calendar {
  return {
    ...{ year: row.year, revision: row.revision, importedAt: row.imported_at, importedBy: row.imported_by },
    document: JSON.parse(row.document) as Record<string, unknown>,
  };
}

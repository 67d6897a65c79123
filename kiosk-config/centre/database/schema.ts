import type { AuditTables } from './tables/audit.ts';
import type { CalendarTables } from './tables/calendars.ts';
import type { MatterTables } from './tables/matters.ts';
import type { PeopleTables } from './tables/people.ts';
import type { StatisticsTables } from './tables/statistics.ts';
import type { TerminalTables } from './tables/terminals.ts';
import type { UnitTables } from './tables/units.ts';

/** Every table of the centre. A concern adds its own beside these: `tables/<concern>.ts` and one line here. */
export interface Schema
  extends
    AuditTables,
    PeopleTables,
    UnitTables,
    StatisticsTables,
    MatterTables,
    CalendarTables,
    TerminalTables {}

export interface CalendarTables {
  /** Imported calendars of working days; `document`: JSON of working-days/calendar.ts. */
  calendars: {
    year: number;
    document: string;
    revision: number;
    imported_at: string;
    imported_by: string;
  };
}

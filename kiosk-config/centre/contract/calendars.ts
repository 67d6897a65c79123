import { z } from 'zod';
import { count, instant } from './common.ts';
import { document } from './matters.ts';
import type { Operations } from './operation.ts';

/** Yearly calendars of working days. Years without one are counted provisionally. */
export const calendar = z.object({
  year: z.int(),
  /** As it was imported; of a year that the program brings along null until another one is imported. */
  document: document.nullable(),
  /** 0: none was imported. */
  revision: count,
  importedAt: instant.nullable(),
  importedBy: z.string().nullable(),
});
export type Calendar = z.infer<typeof calendar>;

/** What is wrong with a calendar: see CalendarFault of working-days/calendar.ts. */
export const calendarFault = z.object({
  code: z.enum([
    ...(['unfit', 'no-day', 'other-year', 'twice', 'worked-anyway'] as const),
    ...(['off-and-work', 'day-off-missing', 'not-the-year'] as const),
  ]),
  field: z.string().optional(),
  list: z.enum(['off', 'work']).optional(),
  day: z.string().optional(),
  year: z.int().optional(),
  /** In English, for logs and programs. */
  message: z.string(),
});
export type CalendarFault = z.infer<typeof calendarFault>;

export const calendarOperations = {
  listCalendars: {
    method: 'GET',
    path: '/v1/calendars',
    summary: 'Years that are counted by a calendar, oldest first; every later one is provisional.',
    access: 'matter.read',
    answer: z.object({ calendars: z.array(calendar) }),
  },
  importCalendar: {
    method: 'PUT',
    path: '/v1/calendars/{year}',
    summary: 'Imports the calendar of a year, as the State Council’s notice has it; limits move at once.',
    access: 'calendar.import',
    params: z.object({ year: z.coerce.number().int().min(2020).max(2199) }),
    body: z.strictObject({ revision: count, document }),
    answer: calendar,
    /** CALENDAR_UNUSABLE brings `faults`, each a `calendarFault`. */
    problems: ['STALE', 'CALENDAR_UNUSABLE'],
  },
} as const satisfies Operations;

import type { FastifyInstance } from 'fastify';
import { calendarOperations } from '../contract/index.ts';
import { serve } from '../server/serve.ts';
import type { Services } from '../server/services.ts';

export function registerCalendars(app: FastifyInstance, { calendars, audit }: Services): void {
  serve(
    app,
    calendarOperations,
    {
      listCalendars: async () => ({ calendars: await calendars.list() }),
      importCalendar: ({ params, body, actor }) => calendars.import(params.year, body, actor),
    },
    audit,
  );
}

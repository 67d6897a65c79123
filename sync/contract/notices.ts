import { z } from 'zod';
import { handleItem, instant, localText, unitCode } from './common.ts';
import type { Operation } from './operation.ts';

export const announcement = z.object({
  id: z.string().min(1).max(100),
  kind: z.enum(['general', 'maintenance', 'emergency']),
  title: localText,
  text: localText,
  from: instant,
  until: instant.nullable(),
  /** What it is about; null for everything. */
  handleItem: handleItem.nullable(),
  unitCode: unitCode.nullable(),
});
export type Announcement = z.infer<typeof announcement>;

export const noticeOperations = {
  listAnnouncements: {
    method: 'GET',
    path: '/v1/announcements',
    summary: 'Announcements (公告) that are to be shown now.',
    legacyName: null,
    query: null,
    body: null,
    answer: z.object({ announcements: z.array(announcement) }),
    problems: [],
  },
  getUnitConnection: {
    method: 'GET',
    path: '/v1/units/{unitCode}/connection',
    summary: 'Whether a unit is connected or cut off (art. 24). Polled at most every 60 s.',
    legacyName: null,
    query: null,
    body: null,
    answer: z.object({
      unitCode,
      connected: z.boolean(),
      /** Null: always was. */
      since: instant.nullable(),
      /** Words for the citizen while it is cut off. */
      notice: localText.nullable(),
    }),
    problems: ['UNIT_UNKNOWN'],
  },
} as const satisfies Record<string, Operation>;

import { z } from 'zod';
import { handleItem, id, instant, revision, siteCode, terminalId, unitCode } from './common.ts';
import { citizenWords, decided, documentWords, notice, opinion, seenRevision } from './matters.ts';
import type { Operations } from './operation.ts';

/** What is filed and announced without an application: maintenance, emergencies (art. 11), announcements, cut-offs (art. 24). */

const announcementInput = z.strictObject({
  title: citizenWords,
  text: citizenWords,
  from: instant,
  until: instant,
  severity: z.enum(['notice', 'warning', 'urgent']),
});
export const announcement = announcementInput.extend({
  announcementId: id,
  /** The matter whose emergency it belongs to; null for one of its own. */
  handleItem: handleItem.nullable(),
  revision,
});
export type Announcement = z.infer<typeof announcement>;

const cutOffScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unit') }),
  z.strictObject({ kind: z.literal('site'), site: siteCode }),
  z.strictObject({ kind: z.literal('terminal'), terminal: terminalId }),
]);
const cutOff = z.object({
  cutOffId: id,
  unitCode,
  scope: cutOffScope,
  /** For the record. */
  reason: z.string(),
  notice: citizenWords,
  /** An exercise: nothing is cut. */
  drill: z.boolean(),
  at: instant,
  by: z.string(),
  restoredAt: instant.nullable(),
  restoredBy: z.string().nullable(),
  restorationReason: z.string().nullable(),
});
export type CutOff = z.infer<typeof cutOff>;
export const connection = z.object({
  unitCode,
  unitName: documentWords,
  state: z.enum(['connected', 'partly-cut', 'cut']),
  revision: seenRevision,
  /** Newest first; the ones in force have no `restoredAt`. */
  cutOffs: z.array(cutOff),
});
export type Connection = z.infer<typeof connection>;

export const filingOperations = {
  fileMaintenance: {
    method: 'POST',
    path: '/v1/maintenance-windows',
    summary: 'Files a maintenance window with the data centre, 5 working days ahead (art. 11).',
    access: 'matter.maintenance',
    body: z.strictObject({
      handleItem,
      revision: seenRevision,
      start: instant,
      end: instant,
      reason: citizenWords,
    }),
    answer: decided.extend({ windowId: id }),
    /** NOTICE_TOO_SHORT brings `earliestStart`. */
    problems: ['NOT_FOUND', 'STALE', 'WRONG_STATUS', 'NOTICE_TOO_SHORT', 'TIME_INVALID'],
  },
  cancelMaintenance: {
    method: 'POST',
    path: '/v1/maintenance-windows/{windowId}/cancellation',
    summary: 'Cancels a window that is not over.',
    access: 'matter.maintenance',
    params: z.object({ windowId: id }),
    body: z.strictObject({ revision: seenRevision, words: opinion }),
    answer: decided,
    problems: ['NOT_FOUND', 'STALE', 'TIME_INVALID'],
  },
  suspendInEmergency: {
    method: 'POST',
    path: '/v1/emergency-suspensions',
    summary: 'Suspends at once: status, announcement and filing in one act (art. 11).',
    access: 'matter.emergency',
    body: z.strictObject({
      handleItem,
      revision: seenRevision,
      notice,
      announcement: announcementInput.pick({ title: true, text: true, until: true }),
    }),
    answer: decided.extend({ suspensionId: id, announcementId: id }),
    problems: ['NOT_FOUND', 'STALE', 'WRONG_STATUS', 'TIME_INVALID'],
  },
  reportEmergency: {
    method: 'POST',
    path: '/v1/emergency-suspensions/{suspensionId}/report',
    summary: 'The report that follows an emergency suspension.',
    access: 'matter.emergency',
    params: z.object({ suspensionId: id }),
    body: z.strictObject({ revision: seenRevision, words: opinion }),
    answer: decided,
    problems: ['NOT_FOUND', 'STALE', 'ALREADY_THERE'],
  },
  listAnnouncements: {
    method: 'GET',
    path: '/v1/announcements',
    summary: 'Announcements, newest first.',
    access: 'announcement.read',
    answer: z.object({ announcements: z.array(announcement) }),
  },
  announce: {
    method: 'POST',
    path: '/v1/announcements',
    summary: 'Publishes an announcement.',
    access: 'announcement.manage',
    body: announcementInput,
    answer: announcement,
    problems: ['TIME_INVALID'],
  },
  changeAnnouncement: {
    method: 'PUT',
    path: '/v1/announcements/{announcementId}',
    summary: 'Changes an announcement; an `until` of now ends it.',
    access: 'announcement.manage',
    params: z.object({ announcementId: id }),
    body: announcementInput.extend({ revision }),
    answer: announcement,
    problems: ['NOT_FOUND', 'STALE', 'TIME_INVALID'],
  },
  listConnections: {
    method: 'GET',
    path: '/v1/connections',
    summary: 'Whether units are connected, with their cut-offs (art. 24).',
    access: 'matter.read',
    answer: z.object({ connections: z.array(connection) }),
  },
  cutOffUnit: {
    method: 'POST',
    path: '/v1/cut-offs',
    summary: "Cuts a unit off, altogether or at a site or terminal; its matters' status stays (art. 24).",
    access: 'unit.cut-off',
    body: z.strictObject({
      unitCode,
      revision: seenRevision,
      scope: cutOffScope,
      reason: opinion,
      notice: citizenWords,
      drill: z.boolean(),
    }),
    answer: connection,
    problems: ['NOT_FOUND', 'STALE'],
  },
  restoreUnit: {
    method: 'POST',
    path: '/v1/cut-offs/{cutOffId}/restoration',
    summary: 'Ends a cut-off.',
    access: 'unit.cut-off',
    params: z.object({ cutOffId: id }),
    body: z.strictObject({ revision: seenRevision, reason: opinion }),
    answer: connection,
    problems: ['NOT_FOUND', 'STALE'],
  },
} as const satisfies Operations;

import { z } from 'zod';
import { count, day, handleItem, id, instant, sha256, siteCode, unitCode } from './common.ts';
import { role } from './roles.ts';

/** Matters, their requests and what is announced: the life cycle of art. 8 to 12, and cut-offs (art. 24). */

// ---- Words

/** What citizens read, in both languages of the screens. */
export const citizenWords = z.strictObject({ zh: paragraph(500), en: paragraph(500) });
export type CitizenWords = z.infer<typeof citizenWords>;
/** As in a matter document, whose English may be missing. */
export const documentWords = z.object({ zh: z.string(), en: z.string().optional() });

/** Several lines that people wrote. */
function paragraph(most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^(?:\n|[^\p{Cc}\p{Cs}\u2028\u2029])+$/u);
}

/** Several lines that an officer gives as reason or opinion, for other officers. */
export const opinion = paragraph(1000);
/** How many events a matter or a unit's connection has: what an officer saw when deciding. 0: nothing yet. */
export const seenRevision = count;
/** What became of a command. */
export const decided = z.object({ handleItem, revision: seenRevision });
export const document = z.record(z.string(), z.unknown());
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const version = z.string().regex(/^\d{4}\.\d{1,6}$/);
export const matterStatus = z.enum(['DRAFT', 'OPEN', 'SUSPENDED', 'TERMINATED']);
export const requestAction = z.enum(['open', 'change', 'suspend', 'resume', 'terminate']);
/** `MZ` 市民政局 · `SG` 市审改部门 · `DBC` 市大数据中心 · `FIX`: the unit mends what a test found. */
export const requestStep = z.enum([
  ...(['MZ_REVIEW', 'SG_REVIEW', 'DBC_TEST', 'DBC_IMPLEMENT', 'FIX'] as const),
  ...(['DONE', 'REJECTED', 'WITHDRAWN', 'LAPSED'] as const),
]);
export type RequestStep = z.infer<typeof requestStep>;
/** Modules with a joint test of their own (art. 8). */
export const testedModule = z.enum(['acceptance', 'payment', 'logistics']);

/** What citizens are told of a matter that is suspended or has ended. */
export const notice = z.strictObject({
  reason: citizenWords,
  /** Where it is done instead. */
  otherChannel: citizenWords,
  /** When it is expected back; null: unknown. It lasts until a resumption all the same. */
  until: instant.nullable(),
});
export type Notice = z.infer<typeof notice>;

// ---- A matter

/** One thing that keeps a document from being opened (art. 8 and 9). */
export const gap = z.object({
  article: z.enum(['8', '9(1)', '9(2)', '9(3)']),
  /** Where it stands in the document; empty for what stands outside. */
  path: z.string(),
  name: documentWords,
  words: documentWords,
});
export type Gap = z.infer<typeof gap>;

export const change = z.object({
  part: z.string(),
  name: z.string(),
  label: documentWords,
  /** Absent where it is new. */
  before: z.unknown().optional(),
  /** Absent where it is gone. */
  after: z.unknown().optional(),
  /** A sealed submission cannot go on by itself under the newer version. */
  needsCitizen: z.boolean(),
});
export type MatterChange = z.infer<typeof change>;

const maintenanceWindow = z.object({
  windowId: id,
  start: instant,
  end: instant,
  reason: citizenWords,
});

const unitName = z.object({ code: unitCode, name: documentWords });

/** Where a limit stands. `workingDays`: until its last day, or since it ran out when it is overdue. */
export const limit = z.object({
  /** Until 24:00 in Shanghai of this day. */
  date: day,
  /** In working days. */
  length: z.int(),
  /** `rule` stands in the measures; `target` is the centre's own and is shown as one. */
  from: z.enum(['rule', 'target']),
  overdue: z.boolean(),
  workingDays: z.int(),
  /** It touches a year whose calendar is not published: it may move. */
  provisional: z.boolean(),
});
export type Limit = z.infer<typeof limit>;

const openRequest = z.object({
  requestId: id,
  action: requestAction,
  step: requestStep,
  limit: limit.nullable(),
});

export const matterSummary = z.object({
  handleItem,
  name: documentWords,
  unit: unitName,
  sunkDown: z.boolean(),
  status: matterStatus,
  /** Since when it has this status; null for a draft. */
  since: instant.nullable(),
  /** The version in force; null before the first. */
  version: version.nullable(),
  /** The window that it is in now. */
  maintenance: maintenanceWindow.nullable(),
  /** Its unit is cut off altogether. */
  cutOff: z.boolean(),
  /** Requests under way. */
  requests: z.array(openRequest),
  revision: seenRevision,
});
export type MatterSummary = z.infer<typeof matterSummary>;

const versionEntry = z.object({
  version,
  sha256,
  sunkDown: z.boolean(),
  /** Besides `acceptance`. */
  modules: z.array(testedModule),
  importedAt: instant,
  importedBy: z.string(),
  /** From when it serves, or is to; null when no request has brought it there. */
  inForceFrom: instant.nullable(),
  gaps: z.array(gap),
});

const jointTest = z.object({
  runId: id,
  version,
  at: instant,
  by: z.string(),
  cases: z.array(z.object({ module: testedModule, name: z.string(), passed: z.boolean() })),
  passed: z.boolean(),
  evidenceSha256: sha256,
  drill: z.boolean(),
});

/** One line of a history. `type` is that of the life cycle's events, such as `reform-approved`. */
export const happening = z.object({
  seq: z.int(),
  at: instant,
  type: z.string(),
  handleItem,
  matterName: documentWords,
  requestId: id.nullable(),
  by: z.object({ accountId: z.string(), displayName: z.string(), role }),
  /** Opinion or reason, where one was given. */
  words: z.string().nullable(),
  /** What else the event says: version, number of an approval, time from which it holds, digests. */
  facts: z.record(z.string(), z.unknown()),
});
export type Happening = z.infer<typeof happening>;

export const requestSummary = z.object({
  requestId: id,
  handleItem,
  matterName: documentWords,
  unit: unitName,
  sunkDown: z.boolean(),
  action: requestAction,
  version: version.nullable(),
  step: requestStep,
  /** Of the step where it waits; null when it has ended, or where nobody set a limit. */
  limit: limit.nullable(),
  sentAt: instant,
  /** At this step since. */
  since: instant,
  /** Revision of the matter, which every command on it names. */
  revision: seenRevision,
});
export type RequestSummary = z.infer<typeof requestSummary>;

export const requestDetail = requestSummary.extend({
  reason: z.string(),
  notice: notice.nullable(),
  attachments: z.array(z.object({ name: z.string(), sha256 })),
  /** Number of the bureau's approval. */
  approvalId: z.string().nullable(),
  /** From when it holds, once it is done. */
  effectiveAt: instant.nullable(),
  /** Number of the measures that its limits come from. */
  measures: z.string(),
  /** Steps in their order, with the limit of each, also of those that are over. */
  steps: z.array(
    z.object({
      step: requestStep,
      from: instant,
      /** Null while it waits there. */
      until: instant.nullable(),
      limit: limit.nullable(),
    }),
  ),
  timeline: z.array(happening),
});
export type RequestDetail = z.infer<typeof requestDetail>;

export const matterDetail = matterSummary.extend({
  notice: notice.nullable(),
  versions: z.array(versionEntry),
  /** What is decided on its status, what lies ahead among it. */
  statuses: z.array(z.object({ at: instant, status: matterStatus, requestId: id.nullable() })),
  windows: z.array(maintenanceWindow),
  emergencies: z.array(
    z.object({ suspensionId: id, since: instant, reported: z.boolean(), limit: limit.nullable() }),
  ),
  jointTests: z.array(jointTest),
  allRequests: z.array(requestSummary),
});
export type MatterDetail = z.infer<typeof matterDetail>;

// ---- What waits

/** What waits for the role of who asks: a request at its step, or the report on an emergency. */
export const task = z.object({
  kind: z.enum(['request', 'emergency-report']),
  /** requestId, or suspensionId. */
  id,
  handleItem,
  matterName: documentWords,
  unit: unitName,
  sunkDown: z.boolean(),
  /** Null for a report. */
  action: requestAction.nullable(),
  step: z.enum([...requestStep.options, 'EMERGENCY_REPORT']),
  since: instant,
  limit: limit.nullable(),
  revision: seenRevision,
});
export type Task = z.infer<typeof task>;

/** One community centre and the sunk-down matters as they stand there. */
export const siteOverview = z.object({
  siteCode,
  siteName: z.string(),
  open: z.int(),
  closed: z.int(),
  matters: z.array(
    z.object({
      handleItem,
      name: documentWords,
      state: z.enum(['open', 'suspended', 'maintenance', 'cut-off', 'terminated']),
    }),
  ),
});
export type SiteOverview = z.infer<typeof siteOverview>;

export const publicationState = z.object({
  /** Version of the timestamp that terminals name; null before the centre was founded. */
  version: z.int().nullable(),
  revision: z.int().nullable(),
  publishedAt: instant.nullable(),
  /** Something is decided and not published yet. */
  waiting: z.boolean(),
  waitingSince: instant.nullable(),
  /** Why the last attempt failed; null when it did not. */
  failure: z.string().nullable(),
  /** From then on no terminal believes anything new, unless its holders have signed a root that follows. */
  rootExpires: instant.nullable(),
  /** Newest version that a terminal says it serves; above `version` where the centre was restored from a backup. */
  terminalsHave: z.int().nullable(),
});
export type PublicationState = z.infer<typeof publicationState>;

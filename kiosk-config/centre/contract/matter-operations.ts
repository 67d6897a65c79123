import { z } from 'zod';
import { handleItem, id, line, sha256, unitCode } from './common.ts';
import {
  change,
  decided,
  document,
  documentWords,
  flag,
  gap,
  happening,
  matterDetail,
  matterStatus,
  matterSummary,
  publicationState,
  seenRevision,
  siteOverview,
  testedModule,
  version,
} from './matters.ts';
import type { Operations } from './operation.ts';

/** Matters and their versions, as officers see and make them. */

const ofMatter = z.object({ handleItem });
const page = {
  /** Only those before this `seq` or id. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

const MOST_CASES = 200;

export const matterOperations = {
  listMatters: {
    method: 'GET',
    path: '/v1/matters',
    summary: 'All matters, as far as the caller may see them.',
    access: 'matter.read',
    query: z.strictObject({
      unitCode: unitCode.optional(),
      status: matterStatus.optional(),
      sunkDown: flag.optional(),
      text: z.string().max(100).optional(),
    }),
    answer: z.object({ matters: z.array(matterSummary) }),
  },
  readMatter: {
    method: 'GET',
    path: '/v1/matters/{handleItem}',
    summary: 'One matter with versions, requests, windows and joint tests.',
    access: 'matter.read',
    params: ofMatter,
    answer: matterDetail,
    problems: ['NOT_FOUND'],
  },
  checkDocument: {
    method: 'POST',
    path: '/v1/matter-documents/check',
    summary: 'Completeness of a document, and its difference from the version in force; nothing is kept.',
    access: 'matter.apply',
    body: z.strictObject({ document }),
    answer: z.object({ gaps: z.array(gap), changes: z.array(change).nullable() }),
  },
  importVersion: {
    method: 'POST',
    path: '/v1/matter-versions',
    summary: 'Keeps a document as a new version of its matter, which it makes when it is the first.',
    access: 'matter.apply',
    body: z.strictObject({ revision: seenRevision, document }),
    answer: decided.extend({ version, gaps: z.array(gap), changes: z.array(change).nullable() }),
    problems: ['STALE', 'ALREADY_THERE', 'DOCUMENT_UNUSABLE', 'VERSION_NOT_NEWER', 'WRONG_STATUS'],
  },
  readVersion: {
    method: 'GET',
    path: '/v1/matters/{handleItem}/versions/{version}',
    summary: 'A document as it was imported.',
    access: 'matter.read',
    params: ofMatter.extend({ version }),
    answer: z.object({ document, sha256, gaps: z.array(gap) }),
    problems: ['NOT_FOUND'],
  },
  compareVersions: {
    method: 'GET',
    path: '/v1/matters/{handleItem}/differences',
    summary: 'What differs between two versions.',
    access: 'matter.read',
    params: ofMatter,
    query: z.strictObject({ from: version, to: version }),
    answer: z.object({ changes: z.array(change) }),
    problems: ['NOT_FOUND', 'DOCUMENT_UNUSABLE'],
  },
  recordJointTest: {
    method: 'POST',
    path: '/v1/matters/{handleItem}/joint-tests',
    summary: 'Records a run of the joint test (联调) of a version.',
    access: 'matter.joint-test',
    params: ofMatter,
    body: z.strictObject({
      revision: seenRevision,
      version,
      cases: z
        .array(z.strictObject({ module: testedModule, name: line, passed: z.boolean() }))
        .min(1)
        .max(MOST_CASES),
      evidenceSha256: sha256,
      drill: z.boolean(),
    }),
    answer: decided.extend({ runId: id }),
    problems: ['NOT_FOUND', 'STALE'],
  },
  listHappenings: {
    method: 'GET',
    path: '/v1/matter-events',
    summary: 'The history of all matters, newest first.',
    access: 'matter.read',
    query: z.strictObject({
      handleItem: handleItem.optional(),
      sunkDown: flag.optional(),
      ...page,
    }),
    answer: z.object({ events: z.array(happening) }),
  },
  listSunkDownBySite: {
    method: 'GET',
    path: '/v1/sunk-down-matters/by-site',
    summary: 'Each community centre with its sunk-down matters as they stand there now (art. 12).',
    access: 'matter.read',
    answer: z.object({ sites: z.array(siteOverview) }),
  },
  conformance: {
    method: 'POST',
    path: '/v1/conformance-reports',
    summary:
      'Compares what the kiosk offers with the definitions of the online service (art. 15): no deviation when both are the same.',
    access: 'matter.read',
    body: z.strictObject({ online: z.array(document).max(1000) }),
    answer: z.object({
      compared: z.int(),
      deviations: z.array(
        z.object({
          handleItem,
          name: documentWords,
          offered: z.enum(['both', 'kiosk-only', 'online-only']),
          /** `before` is the kiosk's, `after` the online service's. */
          differs: z.array(change).readonly(),
        }),
      ),
    }),
    problems: ['DOCUMENT_UNUSABLE'],
  },
  publicationState: {
    method: 'GET',
    path: '/v1/publication',
    summary: 'What is published, and whether something waits for it.',
    access: 'matter.read',
    answer: publicationState,
  },
} as const satisfies Operations;

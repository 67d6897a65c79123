import { z } from 'zod';
import { handleItem, id, instant, line, sha256, unitCode } from './common.ts';
import {
  decided,
  flag,
  notice,
  opinion,
  requestAction,
  requestDetail,
  requestStep,
  requestSummary,
  seenRevision,
  task,
  version,
} from './matters.ts';
import type { Operations } from './operation.ts';

/** Requests on matters (art. 10 to 12), from their sending to their end. */

const decidedRequest = decided.extend({ requestId: id, step: requestStep });
const ofRequest = z.object({ requestId: id });

const MOST_ATTACHMENTS = 20;

export const requestOperations = {
  sendRequest: {
    method: 'POST',
    path: '/v1/matter-requests',
    summary: 'Asks to open, change, suspend, resume or end a matter; it cannot be altered once it is sent.',
    access: 'matter.apply',
    body: z.strictObject({
      handleItem,
      revision: seenRevision,
      action: requestAction,
      /** To open or to change to. */
      version: version.optional(),
      reason: opinion,
      /** To suspend or to end. */
      notice: notice.optional(),
      attachments: z.array(z.strictObject({ name: line, sha256 })).max(MOST_ATTACHMENTS),
    }),
    answer: decidedRequest,
    problems: [
      ...(['NOT_FOUND', 'STALE', 'WRONG_STATUS', 'REQUEST_PENDING', 'VERSION_NOT_NEWER'] as const),
      ...(['GUIDE_INCOMPLETE', 'REDUCTIONS_MISSING', 'JOINT_TEST_MISSING'] as const),
      ...(['NOTICE_MISSING', 'NO_MEASURES'] as const),
    ],
  },
  listRequests: {
    method: 'GET',
    path: '/v1/matter-requests',
    summary: 'Requests, newest first.',
    access: 'matter.read',
    query: z.strictObject({
      handleItem: handleItem.optional(),
      unitCode: unitCode.optional(),
      action: requestAction.optional(),
      sunkDown: flag.optional(),
      pending: flag.optional(),
    }),
    answer: z.object({ requests: z.array(requestSummary) }),
  },
  readRequest: {
    method: 'GET',
    path: '/v1/matter-requests/{requestId}',
    summary: 'One request with steps, limits and timeline.',
    access: 'matter.read',
    params: ofRequest,
    answer: requestDetail,
    problems: ['NOT_FOUND'],
  },
  reviewAsBureau: {
    method: 'POST',
    path: '/v1/matter-requests/{requestId}/mz-review',
    summary: 'The civil affairs bureau approves, with the number of its approval, or rejects (art. 12).',
    access: 'matter.approve-sunk-down',
    params: ofRequest,
    body: z.strictObject({
      revision: seenRevision,
      approve: z.boolean(),
      approvalId: line.optional(),
      words: opinion,
    }),
    answer: decidedRequest,
    problems: ['NOT_FOUND', 'STALE', 'WRONG_STEP', 'MZ_APPROVAL_REQUIRED', 'REQUESTER_CANNOT_APPROVE'],
  },
  reviewAsReform: {
    method: 'POST',
    path: '/v1/matter-requests/{requestId}/sg-review',
    summary: 'The reform department approves or rejects (art. 10 and 11).',
    access: 'matter.approve',
    params: ofRequest,
    body: z.strictObject({ revision: seenRevision, approve: z.boolean(), words: opinion }),
    answer: decidedRequest,
    problems: ['NOT_FOUND', 'STALE', 'WRONG_STEP', 'MZ_APPROVAL_REQUIRED', 'REQUESTER_CANNOT_APPROVE'],
  },
  recordResult: {
    method: 'POST',
    path: '/v1/matter-requests/{requestId}/dbc-result',
    summary:
      'The data centre says how test or carrying out ended; when it passed it goes live (art. 10 and 11).',
    access: 'matter.implement',
    params: ofRequest,
    body: z.strictObject({
      revision: seenRevision,
      passed: z.boolean(),
      words: opinion,
      /** From when it is to hold; at once when it is left out. */
      effectiveAt: instant.optional(),
    }),
    answer: decidedRequest.extend({ effectiveAt: instant.nullable() }),
    problems: [
      ...(['NOT_FOUND', 'STALE', 'WRONG_STEP', 'WRONG_STATUS', 'JOINT_TEST_MISSING'] as const),
      ...(['MZ_APPROVAL_REQUIRED', 'TIME_INVALID', 'REQUESTER_CANNOT_APPROVE'] as const),
    ],
  },
  resubmit: {
    method: 'POST',
    path: '/v1/matter-requests/{requestId}/resubmission',
    summary:
      'The unit has mended what the test found; the data centre tests again within 5 new working days.',
    access: 'matter.apply',
    params: ofRequest,
    body: z.strictObject({ revision: seenRevision, words: opinion }),
    answer: decidedRequest,
    problems: ['NOT_FOUND', 'STALE', 'WRONG_STEP', 'JOINT_TEST_MISSING'],
  },
  withdraw: {
    method: 'POST',
    path: '/v1/matter-requests/{requestId}/withdrawal',
    summary: 'The unit withdraws a request that is under way, or whose effect lies ahead.',
    access: 'matter.apply',
    params: ofRequest,
    body: z.strictObject({ revision: seenRevision, words: opinion }),
    answer: decidedRequest,
    problems: ['NOT_FOUND', 'STALE', 'WRONG_STEP'],
  },
  listTasks: {
    method: 'GET',
    path: '/v1/tasks',
    summary: "What waits for the caller's role, the most urgent first.",
    access: 'matter.read',
    answer: z.object({ tasks: z.array(task) }),
  },
} as const satisfies Operations;

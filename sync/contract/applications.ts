import { z } from 'zod';
import {
  applyNo,
  day,
  digest,
  handleItem,
  instant,
  materialCode,
  signedReceipt,
  siteCode,
  terminalId,
  version,
} from './common.ts';
import type { Operation } from './operation.ts';

/** From number to receipt, and what follows under the same number. Named as the city's gateway names its calls. */

const everyApplication = {
  handleItem,
  /** The version in force that it is handed in under. */
  version,
  sealedVersion: version
    .optional()
    .describe(
      'the version in the additional data of the envelope, where `version` is younger and differs in words alone',
    ),
  /** Who sends: of the online portal, its own name. */
  terminalId,
  /** Clock of the sender; the limit does not count from it. */
  capturedAt: instant,
  /** Text of the form's envelope with the platform as its one recipient. */
  envelope: z.string().min(1),
};

/** Both channels hand in the same (art. 15); a kiosk also says where it stands and what its slip shows. */
const application = z.discriminatedUnion('channel', [
  z.strictObject({
    channel: z.literal('KIOSK'),
    ...everyApplication,
    siteCode,
    tempNo: z.string().min(1).max(50),
  }),
  z.strictObject({ channel: z.literal('ONLINE'), ...everyApplication }),
]);

/**
 * A corrected or supplemented record (operation U): the whole form anew and the materials that are new or changed.
 * It goes under the application's number and with an idempotency key of its own, which also stands in the additional
 * data of its envelopes; materials are uploaded under that key first, with `stuffStatus` 2.
 */
const revision = z.strictObject({
  operation: z.literal('U'),
  /** cd_batch: grows with every revision of an application; the submission itself was 1. */
  batch: z.int().min(2).max(10_000).describe('grows with every revision of an application'),
  capturedAt: instant,
  envelope: z.string().min(1),
  /** `submissionDigest` of this form and of the materials that this revision uploaded. */
  digest,
  /** As in getApplyNo: a revision that the platform had accepted and lost is taken again, whatever its state. */
  earlierReceipt: signedReceipt
    .optional()
    .describe('the receipt for this key from before the platform lost or altered the revision'),
});
export type Revision = z.infer<typeof revision>;

/** The receipt of a revision is one over its own idempotency key and digest, with the application's number. */
const accepted = z.object({ receipt: signedReceipt });

const matterClosed = ['ITEM_SUSPENDED', 'ITEM_TERMINATED', 'VERSION_STALE', 'UNIT_DISCONNECTED'] as const;

export const applicationOperations = {
  getApplyNo: {
    method: 'POST',
    path: '/v1/apply-numbers',
    summary:
      'Gives a submission its number; the same key is answered with the same number. Before the submission was accepted the version may move forward.',
    legacyName: 'getApplyNo',
    query: null,
    body: z.strictObject({
      handleItem,
      version,
      sealedVersion: version.optional().describe('as in saveApplyInfo'),
      /**
       * The receipt that this platform signed for this key before. A platform that lost or altered the record (after
       * a restore from a backup) gives the same number, takes everything anew, whatever became of the matter since,
       * and signs the same receipt.
       */
      earlierReceipt: signedReceipt
        .optional()
        .describe(
          'the receipt for this key from before the platform lost or altered the record: same number, same receipt',
        ),
    }),
    answer: z.object({ applyNo }),
    problems: ['ITEM_UNKNOWN', ...matterClosed, 'IDEMPOTENCY_CONFLICT', 'RECEIPT_INVALID'],
  },
  saveApplyInfo: {
    method: 'PUT',
    path: '/v1/applications/{applyNo}',
    summary: 'Saves the form, sealed.',
    legacyName: 'saveApplyInfo',
    query: null,
    body: application,
    answer: z.object({ applyNo }),
    problems: [
      ...['APPLICATION_UNKNOWN', 'IDEMPOTENCY_CONFLICT', 'ENVELOPE_UNREADABLE', 'VALIDATION_FAILED'],
      ...['DUPLICATE_CASE', ...matterClosed],
    ] as const,
  },
  uploadApplyStuff: {
    method: 'POST',
    path: '/v1/applications/{applyNo}/materials',
    summary:
      'Begins or resumes the upload of a material. A reference to a licence is taken whole, in this one request: nothing is uploaded, the platform fetches the licence itself.',
    legacyName: 'uploadApplyStuffs',
    query: null,
    /** `size` in bytes and `sha256` (the suite's digest) are those of the material's envelope. */
    body: z.strictObject({
      code: materialCode,
      stuffType: z
        .union([z.literal(0), z.literal(1), z.literal(5)])
        .describe('0 electronic file, 1 reference to an electronic licence, 5 shared data'),
      envelope: z
        .string()
        .min(1)
        .max(8192)
        .optional()
        .describe('with stuffType 1 and only there: the sealed LicenceReference'),
      /** 0 first time · 2 supplement or correction. Absent: 0. */
      stuffStatus: z
        .union([z.literal(0), z.literal(2)])
        .optional()
        .describe('0 first time, 2 supplement or correction'),
      mediaType: z.string().min(1).max(100),
      size: z.int().min(1),
      sha256: digest,
    }),
    /** `received`: numbers of the chunks that are already there, from 0. */
    answer: z.object({
      uploadId: z.string().min(1).max(100),
      chunkBytes: z.int().min(1),
      received: z.array(z.int().min(0)),
      complete: z.boolean(),
    }),
    problems: [
      ...['APPLICATION_UNKNOWN', 'IDEMPOTENCY_CONFLICT', 'VALIDATION_FAILED', 'SUPPLEMENT_NOT_EXPECTED'],
      ...['HASH_MISMATCH', 'ENVELOPE_UNREADABLE', ...matterClosed],
    ] as const,
  },
  putChunk: {
    method: 'PUT',
    path: '/v1/uploads/{uploadId}/chunks/{chunk}',
    summary: 'One chunk, numbered from 0; all but the last have `chunkBytes` bytes.',
    legacyName: null,
    query: null,
    body: null,
    answer: z.object({ received: z.int().min(0) }),
    problems: ['UPLOAD_UNKNOWN', 'IDEMPOTENCY_CONFLICT', 'UNIT_DISCONNECTED'],
  },
  completeUpload: {
    method: 'POST',
    path: '/v1/uploads/{uploadId}/complete',
    summary: 'Ends an upload: the platform checks the hash of the whole.',
    legacyName: null,
    query: null,
    body: z.strictObject({}),
    answer: z.object({ sha256: digest }),
    problems: [
      'UPLOAD_UNKNOWN',
      'IDEMPOTENCY_CONFLICT',
      'HASH_MISMATCH',
      'ENVELOPE_UNREADABLE',
      'UNIT_DISCONNECTED',
    ],
  },
  submitApplyInfo: {
    method: 'POST',
    path: '/v1/applications/{applyNo}/submit',
    summary: 'Accepts the submission: a signed receipt with time of receipt and limit.',
    legacyName: 'submitApplyInfo',
    query: null,
    /** `submissionDigest` of what was sent. */
    body: z.strictObject({ digest }),
    answer: accepted,
    problems: [
      ...['APPLICATION_UNKNOWN', 'IDEMPOTENCY_CONFLICT', 'VALIDATION_FAILED', 'MATERIAL_MISSING'],
      ...['HASH_MISMATCH', ...matterClosed],
    ] as const,
  },
  uploadApplySupplementStuffs: {
    method: 'POST',
    path: '/v1/applications/{applyNo}/supplements',
    summary:
      'Hands in what the platform asked for (补正), under the same number; only while it waits for it.',
    legacyName: 'uploadApplySupplementStuffs',
    query: null,
    body: revision,
    answer: accepted,
    problems: [
      ...['APPLICATION_UNKNOWN', 'SUPPLEMENT_NOT_EXPECTED', 'IDEMPOTENCY_CONFLICT', 'ENVELOPE_UNREADABLE'],
      ...['VALIDATION_FAILED', 'MATERIAL_MISSING', 'HASH_MISMATCH', 'UNIT_DISCONNECTED'],
    ] as const,
  },
  queryApplyInfo: {
    method: 'GET',
    path: '/v1/applications/{applyNo}',
    summary: 'Where an application of this terminal stands.',
    legacyName: 'queryApplyInfo',
    query: null,
    body: null,
    answer: z.object({
      applyNo,
      state: z.enum(['numbered', 'saved', 'submitted', 'need-supplement', 'returned', 'finished']),
      receivedAt: instant.nullable(),
      limitDate: day.nullable(),
    }),
    problems: ['APPLICATION_UNKNOWN'],
  },
} as const satisfies Record<string, Operation>;

/** How both sides bind the envelope and digest of a revision is how they do it for a submission. */
export { revision as revisionSchema };

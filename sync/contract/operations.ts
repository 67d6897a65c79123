import { z } from 'zod';

/**
 * The acceptance platform's API: one source for the client's types and checks and for the sandbox's validation.
 * Bodies of requests are strict; answers may grow members that an older terminal does not know.
 */

const idempotencyKey = z.string().regex(/^[A-Za-z0-9_-]{8,128}$/);
const handleItem = z.string().regex(/^[0-9A-Z]{33}$/);
const version = z.string().min(1).max(20);
const applyNo = z.string().min(1).max(50);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const terminalId = z.string().regex(/^[A-Za-z0-9_-]{1,50}$/);
const localText = z.object({ zh: z.string().min(1), en: z.string().min(1).optional() });

/** Headers of every request; names in lower case as HTTP libraries give them. */
export const requestHeaders = z.object({
  'x-app-id': z.string().min(1).max(50),
  'x-terminal-id': terminalId,
  /** Milliseconds since 1970, the terminal's clock. */
  'x-timestamp': z.string().regex(/^\d{13}$/),
  /** New with every attempt, unlike the idempotency key. */
  'x-request-id': z.uuid(),
});
/** Required on everything but GET. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
export const idempotencyKeySchema = idempotencyKey;

/** An opinion always says what comes next: one without is refused by this schema. */
export const statusEvent = z.object({
  /** Grows by one over the whole platform; an event is applied once. */
  sequence: z.int().min(1),
  idempotencyKey,
  applyNo,
  at: z.iso.datetime(),
  opinion: localText,
  nextStep: localText,
  finished: z.boolean(),
});
export type StatusEvent = z.infer<typeof statusEvent>;

const application = z.strictObject({
  handleItem,
  version,
  channel: z.literal('KIOSK'),
  terminalId,
  siteCode: z.string().min(1).max(50),
  /** Clock of the terminal; the limit does not count from it. */
  capturedAt: z.iso.datetime(),
  tempNo: z.string().min(1).max(50),
  /** Text of the form's JWE with the platform as its one recipient. */
  envelope: z.string().min(1),
});

interface Shape {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Null where the request has no JSON body. */
  readonly body: z.ZodType | null;
  readonly answer: z.ZodType;
}

/** Named as the real gateway names its calls, where it has them. */
export const operations = {
  getApplyNo: {
    method: 'POST',
    path: '/v1/apply-numbers',
    body: z.strictObject({ handleItem, version }),
    answer: z.object({ applyNo }),
  },
  saveApplyInfo: {
    method: 'PUT',
    path: '/v1/applications/:applyNo',
    body: application,
    answer: z.object({ applyNo }),
  },
  uploadApplyStuff: {
    method: 'POST',
    path: '/v1/applications/:applyNo/materials',
    /** `size` in bytes and `sha256` are those of the material's envelope. */
    body: z.strictObject({
      code: z.string().min(1).max(50),
      stuffType: z.union([z.literal(0), z.literal(5)]),
      mediaType: z.string().min(1).max(100),
      size: z.int().min(1),
      sha256,
    }),
    /** `received`: numbers of the chunks that are already there, from 0. */
    answer: z.object({
      uploadId: z.string().min(1).max(100),
      chunkBytes: z.int().min(1),
      received: z.array(z.int().min(0)),
      complete: z.boolean(),
    }),
  },
  putChunk: {
    method: 'PUT',
    path: '/v1/uploads/:uploadId/chunks/:chunk',
    body: null,
    answer: z.object({ received: z.int().min(0) }),
  },
  completeUpload: {
    method: 'POST',
    path: '/v1/uploads/:uploadId/complete',
    body: z.strictObject({}),
    answer: z.object({ sha256 }),
  },
  submitApplyInfo: {
    method: 'POST',
    path: '/v1/applications/:applyNo/submit',
    /** `submissionDigest` of what was sent. */
    body: z.strictObject({ digest: sha256 }),
    /** Compact JWS over a `receiptSchema`. */
    answer: z.object({ receipt: z.string().min(1) }),
  },
  queryApplyInfo: {
    method: 'GET',
    path: '/v1/applications/:applyNo',
    body: null,
    answer: z.object({
      applyNo,
      state: z.enum(['numbered', 'saved', 'submitted', 'finished']),
      receivedAt: z.iso.datetime().nullable(),
      limitDate: z.iso.date().nullable(),
    }),
  },
  /**
   * Events of the asking terminal's submissions after a cursor (empty: from the beginning). Each is a `statusEvent`;
   * the terminal checks them one by one, so that a single bad one does not stop the feed.
   */
  listEvents: {
    method: 'GET',
    path: '/v1/events',
    body: null,
    answer: z.object({ events: z.array(z.unknown()), cursor: z.string().max(100) }),
  },
} as const satisfies Record<string, Shape>;

export type OperationName = keyof typeof operations;
type Body<O extends OperationName> = (typeof operations)[O]['body'];
/** JSON body of a request; `null` where there is none. */
export type RequestBody<O extends OperationName> = Body<O> extends z.ZodType ? z.infer<Body<O>> : null;
export type Answer<O extends OperationName> = z.infer<(typeof operations)[O]['answer']>;

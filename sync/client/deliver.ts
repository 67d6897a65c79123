import type { Answer, OperationName, Receipt } from '../contract/index.ts';
import type { Sendable } from '../submissions/sendable.ts';
import type { Refusal } from '../submissions/store.ts';
import type { Call, PlatformApi, Reply } from './api.ts';
import { verifyReceipt, type ReceiptKey } from './verify-receipt.ts';

/** How one attempt to deliver a submission ended. */
export type Delivery =
  | { readonly kind: 'accepted'; readonly receipt: Receipt; readonly receiptText: string }
  | { readonly kind: 'held' | 'needs-citizen' | 'rejected'; readonly refusal: Refusal }
  /** The platform lost its number: begin again under the same key. */
  | { readonly kind: 'number-unknown' }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs: number | null }
  | { readonly kind: 'silence'; readonly reason: string };

/**
 * What a refusal means, by its code. A code that is not here rejects the submission: staff see it, it is kept.
 * The table in README.md says why.
 */
const meaningOfCode: Readonly<Record<string, Exclude<Delivery['kind'], 'accepted' | 'silence'>>> = {
  ITEM_SUSPENDED: 'held',
  UNIT_DISCONNECTED: 'held',
  ENVELOPE_UNREADABLE: 'held',
  HEADER_INVALID: 'held',
  BODY_INVALID: 'held',
  ITEM_TERMINATED: 'needs-citizen',
  VERSION_STALE: 'needs-citizen',
  VALIDATION_FAILED: 'needs-citizen',
  MATERIAL_MISSING: 'needs-citizen',
  APPLICATION_UNKNOWN: 'number-unknown',
  UPLOAD_UNKNOWN: 'later',
  HASH_MISMATCH: 'later',
};

interface Delivering {
  readonly api: PlatformApi;
  readonly receiptKey: ReceiptKey;
  readonly siteCode: string;
  readonly terminalId: string;
  readonly timeoutMs: number;
  /** Awaited before anything else is sent under the number. */
  readonly onNumber: (applyNo: string) => Promise<void>;
}

/** Carries the end of an attempt out of the steps below; it never leaves this file. */
class Ended extends Error {
  readonly delivery: Delivery;
  constructor(delivery: Delivery) {
    super(delivery.kind);
    this.delivery = delivery;
  }
}

/** Sends one submission from number to receipt. Every step may be repeated: the platform knows the key. */
export async function deliver(submission: Sendable, to: Delivering): Promise<Delivery> {
  const call = async <O extends OperationName>(
    operation: O,
    rest: Omit<Call<O>, 'timeoutMs'>,
  ): Promise<Answer<O>> => {
    const reply = await to.api.call(operation, {
      ...rest,
      timeoutMs: to.timeoutMs,
      idempotencyKey: submission.id,
    } as Call<O>);
    if (reply.kind === 'answer') return reply.value;
    throw new Ended(endOf(reply));
  };
  try {
    return await deliverSteps(submission, to, call);
  } catch (error) {
    if (error instanceof Ended) return error.delivery;
    throw error;
  }
}

async function deliverSteps(
  submission: Sendable,
  to: Delivering,
  call: <O extends OperationName>(operation: O, rest: Omit<Call<O>, 'timeoutMs'>) => Promise<Answer<O>>,
): Promise<Delivery> {
  const { handleItem, version } = submission.matter;
  let { applyNo } = submission;
  if (applyNo === null) {
    ({ applyNo } = await call('getApplyNo', { body: { handleItem, version } }));
    await to.onNumber(applyNo);
  }
  await call('saveApplyInfo', {
    path: { applyNo },
    body: {
      ...{ handleItem, version, channel: 'KIOSK', terminalId: to.terminalId, siteCode: to.siteCode },
      ...{ capturedAt: submission.capturedAt, tempNo: submission.tempNo, envelope: submission.envelope },
    },
  });
  for (const { code, stuffType, mediaType, envelope, sha256 } of submission.materials) {
    const bytes = Buffer.from(envelope, 'utf8');
    const upload = await call('uploadApplyStuff', {
      path: { applyNo },
      body: { code, stuffType, mediaType, size: bytes.length, sha256 },
    });
    if (upload.complete) continue;
    const { uploadId, chunkBytes } = upload;
    for (let chunk = 0; chunk * chunkBytes < bytes.length; chunk++) {
      if (upload.received.includes(chunk)) continue;
      const part = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
      await call('putChunk', { path: { uploadId, chunk }, bytes: part });
    }
    await call('completeUpload', { path: { uploadId }, body: {} });
  }
  const { digest } = submission;
  const { receipt: text } = await call('submitApplyInfo', { path: { applyNo }, body: { digest } });
  const verdict = await verifyReceipt(text, to.receiptKey, {
    idempotencyKey: submission.id,
    applyNo,
    digest,
  });
  if (!verdict.ok) return { kind: 'later', reason: `receipt-wrong-${verdict.reason}`, retryAfterMs: null };
  return { kind: 'accepted', receipt: verdict.receipt, receiptText: text };
}

function endOf(reply: Exclude<Reply<unknown>, { kind: 'answer' }>): Delivery {
  if (reply.kind !== 'refused') return reply;
  const { status, code, field } = reply;
  // The platform does not know this terminal: no fault of the submission.
  if (status === 401 || status === 403) return { kind: 'held', refusal: { code, field } };
  const kind = meaningOfCode[code] ?? 'rejected';
  if (kind === 'number-unknown') return { kind };
  if (kind === 'later') return { kind, reason: code, retryAfterMs: null };
  return { kind, refusal: { code, field } };
}

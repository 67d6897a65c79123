import type { Answer, OperationName, Receipt } from '../contract/index.ts';
import type { Sendable } from '../submissions/sendable.ts';
import type { Call, PlatformApi } from './api.ts';
import { meaningOf, type Meaning } from './meaning.ts';
import { verifyReceipt, type ReceiptKey } from './verify-receipt.ts';

/** How one attempt to deliver a submission ended. */
export type Delivery =
  | { readonly kind: 'accepted'; readonly receipt: Receipt; readonly receiptText: string }
  | Meaning
  | { readonly kind: 'silence'; readonly reason: string };

export interface DeliveryTarget {
  readonly api: Pick<PlatformApi, 'call'>;
  readonly receiptKey: ReceiptKey;
  readonly siteCode: string;
  readonly terminalId: string;
  /** Of one request. */
  readonly timeoutMs: number;
}

interface Delivering extends DeliveryTarget {
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

type Step = <O extends OperationName>(operation: O, rest: Omit<Call<O>, 'timeoutMs'>) => Promise<Answer<O>>;

/**
 * Sends one submission from number to receipt, or a correction under the number that is there. Every step may be
 * repeated: the platform knows the key.
 */
export async function deliver(submission: Sendable, to: Delivering): Promise<Delivery> {
  const call: Step = async <O extends OperationName>(operation: O, rest: Omit<Call<O>, 'timeoutMs'>) => {
    const reply = await to.api.call(operation, {
      ...rest,
      timeoutMs: to.timeoutMs,
      idempotencyKey: submission.id,
    } as Call<O>);
    if (reply.kind === 'answer') return reply.value;
    throw new Ended(reply.kind === 'refused' ? meaningOf(reply) : reply);
  };
  try {
    const [applyNo, receiptText] = submission.revision
      ? await sendRevision(submission, call)
      : await sendSubmission(submission, to, call);
    const expected = { idempotencyKey: submission.id, applyNo, digest: submission.digest };
    const verdict = await verifyReceipt(receiptText, to.receiptKey, expected);
    if (!verdict.ok) return { kind: 'later', reason: `receipt-wrong-${verdict.reason}`, retryAfterMs: null };
    return { kind: 'accepted', receipt: verdict.receipt, receiptText };
  } catch (error) {
    if (error instanceof Ended) return error.delivery;
    throw error;
  }
}

/** @returns number and receipt */
async function sendSubmission(submission: Sendable, to: Delivering, call: Step): Promise<[string, string]> {
  const { handleItem } = submission.matter;
  const versions = {
    version: submission.version,
    ...(submission.version === submission.matter.version ? {} : { sealedVersion: submission.matter.version }),
  };
  let { applyNo } = submission;
  if (applyNo === null || submission.earlierReceipt !== null) {
    const body = { handleItem, ...versions, ...earlierReceiptOf(submission) };
    ({ applyNo } = await call('getApplyNo', { body }));
    await to.onNumber(applyNo);
  }
  await call('saveApplyInfo', {
    path: { applyNo },
    body: {
      ...{ handleItem, ...versions, channel: 'KIOSK', terminalId: to.terminalId, siteCode: to.siteCode },
      ...{ capturedAt: submission.capturedAt, tempNo: submission.tempNo, envelope: submission.envelope },
    },
  });
  await upload(submission, applyNo, call);
  const { digest } = submission;
  const { receipt } = await call('submitApplyInfo', { path: { applyNo }, body: { digest } });
  return [applyNo, receipt];
}

/** @returns number and receipt */
async function sendRevision(submission: Sendable, call: Step): Promise<[string, string]> {
  const { applyNo, revision, capturedAt, envelope, digest } = submission;
  if (applyNo === null || revision === null) throw new TypeError('a correction goes under a number');
  const { batch, returnId } = revision;
  await upload(submission, applyNo, call);
  const body = {
    operation: 'U',
    batch,
    capturedAt,
    envelope,
    digest,
    ...earlierReceiptOf(submission),
  } as const;
  const { receipt } =
    returnId === null
      ? await call('uploadApplySupplementStuffs', { path: { applyNo }, body })
      : await call('fixQualityReturn', { path: { returnId }, body });
  return [applyNo, receipt];
}

async function upload({ materials, revision }: Sendable, applyNo: string, call: Step): Promise<void> {
  for (const { code, stuffType, mediaType, envelope, sha256 } of materials) {
    const bytes = Buffer.from(envelope, 'utf8');
    const begun = await call('uploadApplyStuff', {
      path: { applyNo },
      body: {
        ...{ code, stuffType, mediaType, size: bytes.length, sha256 },
        ...(stuffType === 1 ? { envelope } : {}),
        ...(revision ? { stuffStatus: 2 as const } : {}),
      },
    });
    if (begun.complete) continue;
    const { uploadId, chunkBytes } = begun;
    for (let chunk = 0; chunk * chunkBytes < bytes.length; chunk++) {
      if (begun.received.includes(chunk)) continue;
      const part = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
      await call('putChunk', { path: { uploadId, chunk }, bytes: part });
    }
    await call('completeUpload', { path: { uploadId }, body: {} });
  }
}

function earlierReceiptOf({ earlierReceipt }: Sendable): { earlierReceipt?: string } {
  return earlierReceipt === null ? {} : { earlierReceipt };
}

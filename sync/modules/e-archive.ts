import { z } from 'zod';
import { applyNo, digest, instant } from '../contract/common.ts';
import type { Operation } from '../contract/index.ts';
import type { Queue, QueueKind } from './queue.ts';

const part = z.strictObject({
  /** `form` or the material's code. */
  name: z.string().min(1).max(100),
  /** Digest of the sealed part, as the receipt's digest covers it. */
  digest,
});

/** 电子档案. */
export const eArchiveOperations = {
  archive: {
    method: 'POST',
    path: '/v1/e-archive/packages',
    summary: 'Asks for a finished application to be archived, with the parts that the terminal handed in.',
    legacyName: null,
    query: null,
    body: z.strictObject({ applyNo, finishedAt: instant, parts: z.array(part).min(1).max(256) }),
    answer: z.object({ archiveNo: z.string().min(1).max(50) }),
    problems: ['APPLICATION_UNKNOWN', 'IDEMPOTENCY_CONFLICT'],
  },
} as const satisfies Record<string, Operation>;

export const eArchiveQueue = {
  archive: { module: 'e-archive', name: 'archive', operation: eArchiveOperations.archive },
} as const satisfies Record<string, QueueKind>;

/** Nobody waits for the archive: always by the queue. */
export class EArchive {
  readonly #queue: Queue;

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  /** Call when a submission is finished; once is enough, more often does no harm. */
  async archive(
    submissionId: string,
    finishedAt: Date,
    parts: readonly z.infer<typeof part>[],
  ): Promise<void> {
    await this.#queue.add({
      ...{ id: `archive-${submissionId}`, kind: 'archive', submissionId, capturedAt: finishedAt },
      request: { finishedAt: finishedAt.toISOString(), parts },
    });
  }

  /** Number in the archive; null while it waits. */
  archiveNoOf(submissionId: string): string | null {
    const item = this.#queue.item(`archive-${submissionId}`);
    return eArchiveOperations.archive.answer.safeParse(item?.answer).data?.archiveNo ?? null;
  }
}

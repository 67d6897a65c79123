import { z } from 'zod';
import { applyNo } from '../contract/common.ts';
import type { Operation } from '../contract/index.ts';
import type { Queue, QueueKind } from './queue.ts';

/** 电子档案. */
export const eArchiveOperations = {
  archive: {
    method: 'POST',
    path: '/v1/e-archive/packages',
    summary: 'Has a finished application archived. The same key is answered with the same number.',
    legacyName: null,
    query: null,
    body: z.strictObject({ applyNo }),
    answer: z.object({ archiveNo: z.string().min(1).max(50) }),
    problems: ['APPLICATION_UNKNOWN', 'IDEMPOTENCY_CONFLICT'],
  },
} as const satisfies Record<string, Operation>;

export const eArchiveQueue = {
  archive: {
    module: 'e-archive',
    name: 'archive',
    operation: eArchiveOperations.archive,
    afterFinish: true,
  },
} as const satisfies Record<string, QueueKind>;

/** Nobody waits for the archive: always by the queue. */
export class EArchive {
  readonly #queue: Queue;

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  /** Call when a submission is made: it is archived when the platform has said that it is finished. */
  async archiveWhenFinished(submissionId: string): Promise<void> {
    const id = `archive-${submissionId}`;
    await this.#queue.add({ id, kind: 'archive', submissionId, capturedAt: new Date(), request: {} });
  }

  /** Number in the archive; null while it waits. */
  archiveNoOf(submissionId: string): string | null {
    const item = this.#queue.item(`archive-${submissionId}`);
    return eArchiveOperations.archive.answer.safeParse(item?.answer).data?.archiveNo ?? null;
  }
}

import { operations, type RequestBody } from '../contract/index.ts';
import type { Queue, QueueKind } from './queue.ts';

export const ratingQueue = {
  rating: { module: 'acceptance', name: 'rate', operation: operations.rate },
} as const satisfies Record<string, QueueKind>;

export interface RatingInput {
  /** Id of what was submitted: one rating for each, which is never changed. */
  readonly submissionId: string;
  /** Null while the platform has not given a number: the rating is of the service, and does not wait for it. */
  readonly applyNo: string | null;
  readonly handleItem: string;
  /** 5 very satisfied … 1 very dissatisfied. */
  readonly stars: RequestBody<'rate'>['stars'];
  /** Codes of ready-made reasons. */
  readonly reasons: readonly string[];
}

/** 好差评: what citizens say of the service. It holds nothing personal, so it waits as it is. */
export class Ratings {
  readonly #queue: Queue;

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  /** Resolves when the rating is on the disk; from then on it reaches the platform exactly once. */
  async rate({ submissionId, applyNo, handleItem, stars, reasons }: RatingInput): Promise<void> {
    const capturedAt = new Date();
    const request = { applyNo, handleItem, stars, reasons, at: capturedAt.toISOString() };
    await this.#queue.add({
      ...{ id: `rating-${submissionId}`, kind: 'rating', submissionId: null },
      ...{ capturedAt, request },
    });
  }
}

import { z } from 'zod';
import { applyNo, cursor, day, idempotencyKeySchema, instant, localText } from './common.ts';
import type { Operation } from './operation.ts';

/** What a citizen must give before the application goes on. */
export const need = z.object({
  kind: z.enum(['field', 'material']),
  /** Name of the form's field or code of the material. */
  name: z.string().min(1).max(100),
  reason: localText,
});
export type Need = z.infer<typeof need>;

/** An opinion always says what comes next (art. 14): an event without a next step is refused by this schema. */
export const statusEvent = z.object({
  /** Grows over the whole platform, never used twice; an event is applied once. */
  sequence: z.int().min(1),
  /** Key of the submission, also where the event speaks of a revision of it. */
  idempotencyKey: idempotencyKeySchema,
  applyNo,
  at: instant,
  kind: z.enum(['opinion', 'pre-review', 'need-supplement', 'returned', 'corrected', 'finished']),
  opinion: localText,
  nextStep: localText,
  finished: z.boolean(),
  /** 预审: rectify 整改 · passed 通过 · refused 不予受理; of a pre-review result alone. */
  preReview: z.enum(['rectify', 'passed', 'refused']).optional(),
  /** Last day for what comes next: the platform's opinion, or the citizen's supplement or correction. */
  limitDate: day.optional(),
  /** Of `need-supplement` and `returned`. */
  needs: z.array(need).optional(),
  /** Of `returned`: number of the quality return. */
  returnId: z.string().max(100).optional(),
});
export type StatusEvent = z.infer<typeof statusEvent>;

export const eventOperations = {
  listEvents: {
    method: 'GET',
    path: '/v1/events',
    summary:
      'What happened to the submissions of the asking terminal after a cursor. Replay-safe: the same cursor gives the same events.',
    legacyName: null,
    query: z.object({ cursor: cursor.optional() }),
    body: null,
    /** Each is a `statusEvent`; the terminal checks them one by one, so that a single bad one does not stop the feed. */
    answer: z.object({ events: z.array(z.unknown()), cursor }),
    problems: ['CURSOR_UNKNOWN'],
  },
} as const satisfies Record<string, Operation>;

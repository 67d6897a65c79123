import { z } from 'zod';
import { applyNo, handleItem, instant } from './common.ts';
import type { Operation } from './operation.ts';

/** What a terminal tells of itself, and what citizens say at it. */

export const heartbeat = z.strictObject({
  software: z.string().min(1).max(50),
  startedAt: instant,
  /** Submissions that the platform has still to accept, and since when the oldest of them waits. */
  unsent: z.int().min(0),
  oldestUnsentAt: instant.nullable(),
  /** Part of the file system that is free, 0 to 1. */
  storageFree: z.number().min(0).max(1),
  catalogueRevision: z.string().max(15).nullable(),
  devices: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(50),
        status: z.enum(['ready', 'needs-attention', 'offline']),
      }),
    )
    .max(50),
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** A ticket's text and telephone number travel sealed, bound to this place (`part` is `form`). */
export const HOTLINE_PLACE = { handleItem: 'hotline-ticket', version: '1' } as const;

export const terminalOperations = {
  sendHeartbeat: {
    method: 'POST',
    path: '/v1/terminals/{terminalId}/heartbeat',
    summary: 'Says that the terminal is alive and how it is.',
    legacyName: null,
    query: null,
    body: heartbeat,
    /** Milliseconds since 1970. */
    answer: z.object({ serverTime: z.int().min(0) }),
    problems: [],
  },
  rate: {
    method: 'POST',
    path: '/v1/ratings',
    summary: 'A rating (好差评); the platform stores one for each key.',
    legacyName: null,
    query: null,
    body: z.strictObject({
      applyNo: applyNo.nullable(),
      handleItem,
      /** 5 very satisfied … 1 very dissatisfied. */
      stars: z.int().min(1).max(5),
      /** Ready-made reasons by code; no free text, which would hold who knows what. */
      reasons: z.array(z.string().regex(/^[a-z-]{1,40}$/)).max(10),
      at: instant,
    }),
    answer: z.object({ stored: z.literal(true) }),
    problems: ['IDEMPOTENCY_CONFLICT'],
  },
  createHotlineTicket: {
    method: 'POST',
    path: '/v1/hotline-tickets',
    summary:
      'A ticket for 12345: question, suggestion or complaint. The same key is answered with the same number.',
    legacyName: null,
    query: null,
    body: z.strictObject({
      kind: z.enum(['question', 'suggestion', 'complaint']),
      category: z.string().regex(/^[a-z-]{1,40}$/),
      applyNo: applyNo.nullable(),
      capturedAt: instant,
      /** A sealed form whose members are `text` and, where the citizen gave it, `phone`. */
      envelope: z.string().min(1).max(100_000),
    }),
    answer: z.object({ ticketNo: z.string().min(1).max(50) }),
    problems: ['IDEMPOTENCY_CONFLICT', 'ENVELOPE_UNREADABLE'],
  },
} as const satisfies Record<string, Operation>;

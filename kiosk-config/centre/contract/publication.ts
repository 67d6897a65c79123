import { z } from 'zod';
import type { Operations } from './operation.ts';

/** What terminals and the acceptance platform fetch. It is signed and holds nothing secret, so anybody may. */
export const publicationOperations = {
  readBundle: {
    method: 'GET',
    path: '/v1/published/bundle',
    summary: 'All that was published since a version, in one answer; 0: everything.',
    access: 'public',
    query: z.strictObject({
      have: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    }),
    answer: z.object({ version: z.int(), files: z.record(z.string(), z.string()) }),
    problems: ['NOT_FOUND'],
  },
} as const satisfies Operations;

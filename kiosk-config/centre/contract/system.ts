import { z } from 'zod';
import { instant } from './common.ts';
import type { Operations } from './operation.ts';

export const systemOperations = {
  health: {
    method: 'GET',
    path: '/v1/health',
    summary: 'Whether this process can work; for load balancers.',
    access: 'public',
    answer: z.object({
      status: z.literal('ok'),
      database: z.enum(['sqlite', 'postgres']),
      serverTime: instant,
    }),
    problems: ['UNAVAILABLE'],
  },
} as const satisfies Operations;

import { z } from 'zod';
import type { Operation } from '../contract/index.ts';

/** The probe: says whether a module is well, and costs it nothing. */
export const getModuleHealth = {
  method: 'GET',
  path: '/v1/modules/{module}/health',
  summary: 'Whether a module is well.',
  legacyName: null,
  query: null,
  body: null,
  answer: z.object({ state: z.enum(['up', 'degraded']) }),
  problems: [],
} as const satisfies Operation;

export type Health = z.infer<typeof getModuleHealth.answer>;

import type { z } from 'zod';
import { aggregationOperations } from './aggregation.ts';
import { applicationOperations } from './applications.ts';
import { catalogueOperations } from './catalogue.ts';
import { eventOperations } from './events.ts';
import { noticeOperations } from './notices.ts';
import type { Operation } from './operation.ts';
import { qualityOperations } from './quality.ts';
import { reconciliationOperations } from './reconciliation.ts';
import { terminalOperations } from './terminals.ts';

/**
 * The acceptance platform's API: one source for the client's types and checks, for the sandbox's validation, for
 * openapi.json and for docs/platform-api.md.
 */
export const operationGroups = {
  Matters: catalogueOperations,
  Applications: applicationOperations,
  'Status feed': eventOperations,
  Aggregation: aggregationOperations,
  'Quality returns': qualityOperations,
  Reconciliation: reconciliationOperations,
  Notices: noticeOperations,
  'Terminals and citizens': terminalOperations,
} as const satisfies Record<string, Record<string, Operation>>;

export const operations = {
  ...catalogueOperations,
  ...applicationOperations,
  ...eventOperations,
  ...aggregationOperations,
  ...qualityOperations,
  ...reconciliationOperations,
  ...noticeOperations,
  ...terminalOperations,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
type Body<O extends OperationName> = (typeof operations)[O]['body'];
/** JSON body of a request; `null` where there is none. */
export type RequestBody<O extends OperationName> = Body<O> extends z.ZodType ? z.infer<Body<O>> : null;
export type Answer<O extends OperationName> = z.infer<(typeof operations)[O]['answer']>;

import { auditOperations } from './audit.ts';
import type { Operation } from './operation.ts';
import { peopleOperations } from './people.ts';
import { systemOperations } from './system.ts';

export * from './audit.ts';
export * from './common.ts';
export * from './operation.ts';
export * from './people.ts';
export * from './permissions.ts';
export * from './problems.ts';
export * from './roles.ts';
export * from './system.ts';

/** All operations by their names; a concern adds one line. */
export const operations = {
  ...systemOperations,
  ...peopleOperations,
  ...auditOperations,
} as const;

export type OperationName = keyof typeof operations;
export const operationsByName: Readonly<Record<string, Operation>> = operations;

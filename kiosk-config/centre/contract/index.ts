import { auditOperations } from './audit.ts';
import { calendarOperations } from './calendars.ts';
import { configurationOperations } from './configurations.ts';
import { fleetOperations } from './fleet.ts';
import { filingOperations } from './filings.ts';
import { matterOperations } from './matter-operations.ts';
import type { Operation } from './operation.ts';
import { peopleOperations } from './people.ts';
import { publicationOperations } from './publication.ts';
import { qualityOperations } from './quality.ts';
import { statisticsOperations } from './statistics.ts';
import { systemOperations } from './system.ts';
import { technicianOperations } from './technicians.ts';
import { terminalOperations } from './terminals.ts';
import { requestOperations } from './request-operations.ts';
import { siteOperations, unitOperations } from './units.ts';

export * from './audit.ts';
export * from './calendars.ts';
export * from './common.ts';
export * from './configurations.ts';
export * from './filings.ts';
export * from './fleet.ts';
export * from './matter-operations.ts';
export * from './matters.ts';
export * from './operation.ts';
export * from './people.ts';
export * from './permissions.ts';
export * from './request-operations.ts';
export * from './problems.ts';
export * from './publication.ts';
export * from './quality.ts';
export * from './roles.ts';
export * from './statistics.ts';
export * from './system.ts';
export * from './technicians.ts';
export * from './terminals.ts';
export * from './units.ts';

/** All operations by their names; a concern adds one line. */
export const operations = {
  ...systemOperations,
  ...peopleOperations,
  ...auditOperations,
  ...unitOperations,
  ...siteOperations,
  ...statisticsOperations,
  ...qualityOperations,
  ...matterOperations,
  ...requestOperations,
  ...filingOperations,
  ...calendarOperations,
  ...publicationOperations,
  ...terminalOperations,
  ...fleetOperations,
  ...technicianOperations,
  ...configurationOperations,
} as const;

export type OperationName = keyof typeof operations;
export const operationsByName: Readonly<Record<string, Operation>> = operations;

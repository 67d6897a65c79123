export {
  NotStored,
  type CaseWork,
  type CorrectionInput,
  type CutOffUnit,
  type FleetFacts,
  type Intake,
  type Material,
  type Reopened,
  type StaffWork,
  type StoreFacts,
  type Sync,
  type SyncDelays,
  type SubmissionInput,
  type SyncLog,
  type SyncOptions,
  type SyncState,
} from './client/facade.ts';
export type { DayReport } from './client/compare-day.ts';
export { openSync } from './client/sync.ts';
export type { CardKey } from './submissions/card-key.ts';
export { UnusableStore } from './submissions/database.ts';
export { storageState, type StorageState } from './submissions/disk-space.ts';
export { exportSubmissions, listSubmissions, showSubmission } from './submissions/inspect.ts';
export type {
  CitizenNeed,
  MatterReference,
  NeededPart,
  SubmissionRecord,
  SubmissionState,
} from './submissions/record.ts';
export type { RepairReport } from './submissions/repair.ts';
export { verifyStore, type StoreFault, type StoreVerdict } from './submissions/verify.ts';

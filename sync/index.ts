export {
  NotStored,
  type Intake,
  type Material,
  type StoreFacts,
  type Sync,
  type SyncDelays,
  type SubmissionInput,
  type SyncLog,
  type SyncOptions,
} from './client/facade.ts';
export { openSync } from './client/sync.ts';
export type { CardKey } from './submissions/card-key.ts';
export { UnusableStore } from './submissions/database.ts';
export type { StorageState } from './submissions/disk-space.ts';
export { exportSubmissions, listSubmissions, showSubmission } from './submissions/inspect.ts';
export type { MatterReference, SubmissionRecord, SubmissionState } from './submissions/record.ts';
export type { RepairReport } from './submissions/repair.ts';
export { verifyStore, type StoreFault, type StoreVerdict } from './submissions/verify.ts';

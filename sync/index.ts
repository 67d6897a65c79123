export type { Material, Sync, SyncDelays, SubmissionInput, SyncLog, SyncOptions } from './client/facade.ts';
export { openSync } from './client/sync.ts';
export type { CardKey } from './submissions/card-key.ts';
export { UnusableStore } from './submissions/database.ts';
export type { MatterReference, SubmissionRecord, SubmissionState } from './submissions/record.ts';

import { statfsSync } from 'node:fs';

export interface StorageState {
  /** Of the file system that holds the store, what a program may still write: 0 to 1. */
  readonly freeShare: number;
  /** `no-new-intake`: what is stored is sent and its outcomes are written, but no citizen begins anything new. */
  readonly state: 'ok' | 'no-new-intake';
}

export interface StorageOptions {
  /** Share of the file system in use from which on nothing new is begun; 0.9 at first. */
  readonly fullAt?: number;
  /** Like `fs.statfsSync`. */
  readonly statfs?: (folder: string) => { readonly blocks: number; readonly bavail: number };
}

/** What is free then is far more than all that waits needs for its outcomes. */
const FULL_AT = 0.9;

export function storageState(
  folder: string,
  { fullAt = FULL_AT, statfs = statfsSync }: StorageOptions,
): StorageState {
  const { blocks, bavail } = statfs(folder);
  const freeShare = bavail / blocks;
  return { freeShare, state: 1 - freeShare >= fullAt ? 'no-new-intake' : 'ok' };
}

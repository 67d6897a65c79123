/**
 * Where a publication is kept. Paths are those of a TUF repository: `metadata/…` and `targets/…`. What was written under
 * a numbered or hashed name is never written again once it is in force; only `metadata/timestamp.json` is replaced.
 */
export interface PublishedStore {
  read(path: string): Promise<Uint8Array | null>;
  /**
   * Writes the files in the order of the map, whose last is the timestamp that puts all of them in force: in one transaction
   * where there are transactions, otherwise durably one by one.
   * @param basedOn version of the timestamp that the publication was made from, 0 for the first
   * @returns false, having written nothing, when another version is in force by now
   */
  commit(basedOn: number, files: ReadonlyMap<string, Uint8Array>): Promise<boolean>;
}

export const TIMESTAMP_PATH = 'metadata/timestamp.json';

export function rootPath(version: number): string {
  return `metadata/${version}.root.json`;
}

/** Path of a numbered metadata file. The timestamps' serve to tell what has changed since one of them. */
export function metadataPath(role: 'targets' | 'snapshot' | 'timestamp', version: number): string {
  return `metadata/${version}.${role}.json`;
}

/** Path of a target under consistent snapshots: its hash stands before its name. */
export function storedTargetPath(path: string, sha256: string): string {
  const slash = path.lastIndexOf('/') + 1;
  return `targets/${path.slice(0, slash)}${sha256}.${path.slice(slash)}`;
}

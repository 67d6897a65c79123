import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { releaseVersion, replaceFile } from '@tongban/kiosk-config/releases';
import { z } from 'zod';

/**
 * What core asks of the updater: a file in a folder that core writes and the updater reads. Core can choose among
 * releases that are signed and newer, and nothing else.
 */
const updateRequest = z.strictObject({
  /** `fetch`: lay it down; `switch`: start with it next; `proven`: it runs, and core and the screens are well. */
  kind: z.enum(['fetch', 'switch', 'proven']),
  version: releaseVersion,
});
export type UpdateRequest = z.infer<typeof updateRequest>;

export const REQUEST_FOLDER = '/run/tongban-update';
const REQUEST_FILE = 'request.json';
const REQUEST_MODE = 0o640;
const MOST_BYTES = 1000;

export function writeRequest(folder: string, request: UpdateRequest): void {
  replaceFile(join(folder, REQUEST_FILE), Buffer.from(JSON.stringify(request)), REQUEST_MODE);
}

/** @returns null where there is none, or nothing that core writes */
export function readRequest(folder: string): UpdateRequest | null {
  const file = join(folder, REQUEST_FILE);
  try {
    if (statSync(file).size > MOST_BYTES) return null;
    return updateRequest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

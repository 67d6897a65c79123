import { join } from 'node:path';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import { follow, poll, sourceAt, type RefreshOutcome } from '@tongban/kiosk-config/published';
import type { TerminalConfig } from './config.ts';
import type { Log } from './log.ts';
import { KeptProvenDocuments } from './kept-proven-documents.ts';
import { mattersOf, publicationOfFolder, type Capabilities, type Matters } from './matters.ts';

/** Without a push the centre is asked so often; its word is here within a minute either way. */
const POLL_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface OpenCatalogue {
  readonly matters: Matters;
  /** Asks the centre now; to be called when it says that there is news. Null where the matters come from a folder. */
  readonly refresh: (() => Promise<RefreshOutcome>) | null;
  close(): void;
}

/**
 * The matters of this terminal: what the centre publishes, followed for as long as core runs, or a folder.
 * @param begins when the centre is asked for the first time
 * @throws UnreadableMatter for a folder that cannot be used
 */
export function openCatalogue(
  { terminalId, siteCode, centre, catalogueFolder, dataFolder }: TerminalConfig,
  capabilities: Capabilities,
  software: string,
  log: Log,
  begins: Promise<void>,
): OpenCatalogue {
  const now = (): Date => new Date();
  const proven = new KeptProvenDocuments(dataFolder, software);
  const place = { siteCode, terminalId };
  if (!centre) {
    const inForce = publicationOfFolder(loadCatalogue(catalogueFolder ?? '', proven));
    const matters = mattersOf({
      ...{ place, capabilities, now, ageLimitMs: Infinity },
      inForce: () => inForce,
      onSwitch: () => () => undefined,
      confirmedAt: () => null,
    });
    return { matters, refresh: null, close: () => matters.close() };
  }
  const follower = follow({
    folder: join(dataFolder, 'published'),
    root: Buffer.from(JSON.stringify(centre.root)),
    source: sourceAt(new URL('v1/published/', withSlash(centre.url)).href),
    ...{ now, proven, log },
  });
  const matters = mattersOf({
    ...{ place, capabilities, now, ageLimitMs: centre.maxAgeHours * HOUR_MS },
    inForce: () => follower.current(),
    onSwitch: (listener) => follower.onSwitch(listener),
    confirmedAt: () => follower.confirmedAt(),
  });
  const stopPolling = poll(() => follower.refresh(), POLL_MS);
  void begins.then(() => follower.refresh());
  return {
    matters,
    refresh: () => follower.refresh(),
    close() {
      stopPolling();
      matters.close();
    },
  };
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

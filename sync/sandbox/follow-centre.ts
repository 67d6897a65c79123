import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ANY_TERMINAL,
  availability,
  cutOffsAt,
  follow,
  matterFacts,
  nextChange,
  poll,
  sourceAt,
  versionInForce,
  type Availability,
  type Published,
} from '@tongban/kiosk-config/published';
import type { Platform } from './platform.ts';

/** The centre whose publication the platform keeps to. */
export interface SandboxCentre {
  readonly url: string;
  /** Its root file. */
  readonly root: object;
}

export interface FollowedCentre {
  /** Asks for news now; they are in force when it answers. */
  refresh(): Promise<void>;
  close(): void;
}

/** Terminals may learn of a change within a minute; the platform must not be later by much. */
const POLL_MS = 30_000;

/**
 * Keeps the platform's matters as the centre publishes them: a new version is accepted from its time on, a suspended
 * matter is refused, a unit that is cut off too. Only what the publication changes is touched, so that what somebody ordered
 * by hand stays until the centre says something new of the same matter or unit.
 */
export function followCentre(
  platform: Pick<Platform, 'matters' | 'notices' | 'ground'>,
  { url, root }: SandboxCentre,
  dataFolder: string | null,
): FollowedCentre {
  const folder = dataFolder
    ? join(dataFolder, 'published')
    : mkdtempSync(join(tmpdir(), 'tongban-published-'));
  const { now } = platform.ground;
  const follower = follow({
    folder,
    root: Buffer.from(JSON.stringify(root)),
    source: sourceAt(new URL('v1/published/', url.endsWith('/') ? url : `${url}/`).href),
    now,
    log: () => undefined,
  });
  /** What was last taken over, by matter and unit. */
  const taken = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;

  const apply = (): void => {
    const published = follower.current();
    clearTimeout(timer);
    if (!published) return;
    const at = now();
    for (const [name, state, take] of [
      ...mattersNow(platform, published, at),
      ...unitsNow(platform, published, at),
    ]) {
      if (taken.get(name) === state) continue;
      take();
      taken.set(name, state);
    }
    const next = nextChange(published.catalogue, at);
    if (next) timer = setTimeout(apply, Math.min(next.getTime() - at.getTime(), POLL_MS));
  };
  const refresh = async (): Promise<void> => {
    await follower.refresh();
    apply();
  };
  const stopPolling = poll(refresh, POLL_MS);
  apply();
  return {
    refresh,
    close() {
      stopPolling();
      clearTimeout(timer);
      if (!dataFolder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Name, state in one word, and how to take it over. */
type Taking = readonly [name: string, state: string, take: () => void];

function mattersNow({ matters }: Pick<Platform, 'matters'>, published: Published, at: Date): Taking[] {
  return published.catalogue.matters.flatMap((entry): Taking[] => {
    const { handleItem } = entry;
    const version = versionInForce(entry, at);
    const found = version && published.matter(handleItem, version.version);
    const facts = matterFacts(published, handleItem, at, null);
    // What nobody here can read, or what was ended before it came here, cannot be taken in.
    if (!facts || (!found && !matters.knows(handleItem))) return [];
    const state = stateOf(availability({ ...facts, cutOff: null }, ANY_TERMINAL, at));
    const take = (): void => {
      if (found && matters.versionOf(handleItem) !== found.matter.version) matters.publish(found.matter);
      if (state.kind === 'terminated') matters.terminate(handleItem, state.words);
      else if (state.kind === 'suspended')
        matters.suspend(handleItem, { reason: state.words, until: state.until });
      else matters.resume(handleItem);
    };
    return [[`matter ${handleItem}`, JSON.stringify([version?.version, state]), take]];
  });
}

function stateOf(now: Availability) {
  if (now.available) return { kind: 'open' as const };
  const { reason, words, until } = now;
  if (reason === 'terminated') return { kind: 'terminated' as const, words };
  // The platform serves other channels than terminals too.
  if (reason === 'suspended' || reason === 'maintenance') return { kind: 'suspended' as const, words, until };
  return { kind: 'open' as const };
}

function unitsNow({ notices }: Pick<Platform, 'notices'>, { catalogue }: Published, at: Date): Taking[] {
  return notices.units().map(({ unitCode }) => {
    const cutOff = cutOffsAt(catalogue, null, at).find(({ unit }) => unit === unitCode);
    const notice = cutOff?.notice ?? null;
    return [`unit ${unitCode}`, JSON.stringify(notice), () => notices.connect(unitCode, !cutOff, notice)];
  });
}

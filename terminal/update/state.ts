import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareReleases, releaseVersion, replaceFile } from '@tongban/kiosk-config/releases';
import { z } from 'zod';

/**
 * Which version of the software runs, in one file of the updater's folder. Core and the command of technicians read it,
 * the updater alone writes it. Whatever fails, one whole version is named in it.
 */

const slots = ['a', 'b'] as const;
export type Slot = (typeof slots)[number];

/** Why a version is never tried again at this terminal. */
export const refusalReasons = [
  /** Core did not live through its starts. */
  'kept-failing',
  /** Core or the screens were not well in time. */
  'not-well-in-time',
  /** It writes a store that the version before could not open: citizens' submissions would be lost by going back. */
  'store-format',
  'architecture',
  'test-build',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Why nothing came of the last attempt; the next one may succeed. */
export const delayReasons = [
  ...([
    'unreachable',
    'not-published',
    'expired',
    'older',
    'wrong-signature',
    'altered',
    'unreadable',
  ] as const),
  ...(['disk-full', 'parts-missing'] as const),
] as const;
export type DelayReason = (typeof delayReasons)[number];

const inSlot = z.strictObject({ version: releaseVersion, slot: z.enum(slots) });

export const updateState = z.strictObject({
  /** Proven; null: the tree that the package brought. */
  inForce: z.strictObject({ version: releaseVersion, slot: z.enum(slots).nullable() }),
  /** Whole and checked, and waits for its moment. */
  ready: inSlot.nullable(),
  /** To be started, or started and not proven yet. */
  trial: inSlot.extend({ starts: z.int().min(0) }).nullable(),
  /** Newest last. */
  refused: z
    .array(z.strictObject({ version: releaseVersion, reason: z.enum(refusalReasons), at: z.iso.datetime() }))
    .max(50),
  lastDelay: z
    .strictObject({ version: releaseVersion, reason: z.enum(delayReasons), at: z.iso.datetime() })
    .nullable(),
});
export type UpdateState = z.infer<typeof updateState>;

/** Of the updater; `a`, `b`, `current` and the state lie in it. */
export const PROGRAM_FOLDER = '/var/lib/tongban-program';
export const STATE_FILE = 'state.json';
/** Everybody may know which version runs. */
const STATE_MODE = 0o644;

/** A new version that did not come up so often does not come up. A start may be cut short by somebody else. */
const MOST_STARTS = 3;
const MOST_REFUSED = 50;

/** @returns null where there is none, or none that can be read: the package's own tree is what runs */
export function readState(folder: string): UpdateState | null {
  try {
    return updateState.parse(JSON.parse(readFileSync(join(folder, STATE_FILE), 'utf8')));
  } catch {
    return null;
  }
}

export function writeState(folder: string, state: UpdateState): void {
  replaceFile(join(folder, STATE_FILE), Buffer.from(`${JSON.stringify(state)}\n`), STATE_MODE);
}

/** What is started next. */
export function running({ inForce, trial }: UpdateState): UpdateState['inForce'] {
  return trial ?? inForce;
}

/** The slot that nothing in force lies in. */
export function freeSlot({ inForce }: UpdateState): Slot {
  return inForce.slot === 'a' ? 'b' : 'a';
}

export function isRefused({ refused }: UpdateState, version: string): boolean {
  return refused.some((each) => each.version === version);
}

/** The last version that was refused, while nothing newer runs. */
export function lastRefused({ refused, inForce }: UpdateState): UpdateState['refused'][number] | null {
  const last = refused.at(-1);
  return last && compareReleases(last.version, inForce.version) > 0 ? last : null;
}

/** A version that is newer than what runs, and was not refused. */
export function mayTake(state: UpdateState, version: string): boolean {
  return compareReleases(version, state.inForce.version) > 0 && !isRefused(state, version);
}

/**
 * Before core starts: counts the start of what is on trial, and goes back when there were enough. What the package
 * brought takes the place of what is older.
 * @param before null at the very first start
 * @param base version of the package
 * @param isThere whether a slot holds a tree at all
 */
export function atStart(
  before: UpdateState | null,
  base: string,
  isThere: (slot: Slot) => boolean,
  now: Date,
): UpdateState {
  const ofPackage = { version: base, slot: null };
  if (!before) return { inForce: ofPackage, ready: null, trial: null, refused: [], lastDelay: null };
  let state = before;
  const { slot, version } = state.inForce;
  if (slot === null || compareReleases(version, base) <= 0 || !isThere(slot)) {
    state = { ...state, inForce: ofPackage };
  }
  const isOlder = (each: { version: string } | null): boolean =>
    each !== null && compareReleases(each.version, state.inForce.version) <= 0;
  if (isOlder(state.ready)) state = { ...state, ready: null };
  if (isOlder(state.trial)) state = { ...state, trial: null };
  const { trial } = state;
  if (!trial) return state;
  if (trial.starts >= MOST_STARTS || !isThere(trial.slot)) return goBack(state, 'kept-failing', now);
  return { ...state, trial: { ...trial, starts: trial.starts + 1 } };
}

/** Back to what was in force; what was on trial is not tried again. */
export function goBack(state: UpdateState, reason: RefusalReason, now: Date): UpdateState {
  const { trial } = state;
  return trial ? refuse({ ...state, trial: null }, trial.version, reason, now) : state;
}

export function refuse(state: UpdateState, version: string, reason: RefusalReason, now: Date): UpdateState {
  const refused = [...state.refused, { version, reason, at: now.toISOString() }].slice(-MOST_REFUSED);
  return { ...state, refused, lastDelay: null };
}

export function isReady(state: UpdateState, version: string, slot: Slot): UpdateState {
  return { ...state, ready: { version, slot }, lastDelay: null };
}

/** The next start begins with what is ready. */
export function tryReady(state: UpdateState): UpdateState {
  const { ready } = state;
  return ready ? { ...state, ready: null, trial: { ...ready, starts: 0 } } : state;
}

/** Core that runs on trial says that all is well. */
export function proven(state: UpdateState, version: string): UpdateState {
  const { trial } = state;
  if (trial?.version !== version || trial.starts === 0) return state;
  return { ...state, inForce: { version, slot: trial.slot }, trial: null, lastDelay: null };
}

import {
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { follow, releasePath, Unreachable, type PublishedSource } from '@tongban/kiosk-config/published';
import {
  BASE_TREE,
  isTestBuild,
  makeFolder,
  partPath,
  releaseSchema,
  syncFolder,
  TREE_FACTS,
  treeFacts,
  type Release,
  type TreeFacts,
} from '@tongban/kiosk-config/releases';
import { isDeepStrictEqual } from 'node:util';
import {
  atStart,
  freeSlot,
  goBack,
  isReady,
  mayTake,
  proven,
  readState,
  refuse,
  running,
  tryReady,
  writeState,
  type DelayReason,
  type RefusalReason,
  type Slot,
  type UpdateState,
} from './state.ts';
import { isWhole, layTree, PartMissing } from './tree.ts';

export interface UpdaterParts {
  /** Of the updater alone. */
  readonly folder: string;
  /** The tree that the package brought. */
  readonly baseTree?: string;
  readonly now?: () => Date;
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

/** Where releases come from, and whose signatures count. */
export interface ReleaseSource {
  readonly root: Uint8Array;
  readonly source: PublishedSource;
}

/** The disk keeps so much free besides, for what citizens hand in. */
const SPARE_BYTES = 1024 ** 3;
/** Compressed, a part is hardly larger than what is in it. */
const GZIP_EXTRA_BYTES = 4096;
/** A connection that was kept while files were copied may be gone by now. */
const TRIES = 3;
export const CURRENT_LINK = 'current';

/** Takes releases, and decides with which version the terminal starts. Everything here may be cut off at any point. */
export class Updater {
  readonly #folder: string;
  readonly #baseTree: string;
  readonly #now: () => Date;
  readonly #log: UpdaterParts['log'];

  constructor({ folder, baseTree = BASE_TREE, now = () => new Date(), log }: UpdaterParts) {
    [this.#folder, this.#baseTree, this.#now, this.#log] = [folder, baseTree, now, log];
  }

  /**
   * Before core starts: what it is started with.
   * @returns whether that is another tree than before, so that the screens have to start anew, and whether it is on trial
   */
  begin(): { readonly changed: boolean; readonly trial: boolean } {
    const before = readState(this.#folder);
    const isThere = (slot: Slot): boolean => existsSync(join(this.#folder, slot, TREE_FACTS));
    const state = atStart(before, this.#base().version, isThere, this.#now());
    if (!isDeepStrictEqual(state, before)) this.#keep(state, before);
    const { version, slot } = running(state);
    const target = slot ?? this.#baseTree;
    const changed = this.#pointTo(target);
    if (changed) this.#log('update.starts-with', { version });
    return { changed, trial: state.trial !== null };
  }

  /** The time of what is on trial is over. @returns whether it went back, so that core has to start anew */
  late(): boolean {
    const state = readState(this.#folder);
    if (!state?.trial || state.trial.starts === 0) return false;
    this.#keep(goBack(state, 'not-well-in-time', this.#now()), state);
    return true;
  }

  /** Core on trial says that it and the screens are well. */
  proven(version: string): void {
    const state = readState(this.#folder);
    if (!state || proven(state, version) === state) return;
    this.#keep(proven(state, version), state);
    this.#log('update.in-force', { version });
  }

  /** Gets a release, checks it and lays it down whole, beside what runs. */
  async fetch(version: string, from: ReleaseSource): Promise<void> {
    const state = readState(this.#folder);
    if (!state || state.trial || state.ready?.version === version || !mayTake(state, version)) return;
    const release = await this.#listOf(version, from);
    if (typeof release === 'string') return this.#delay(version, release);
    const refusal = this.#refusalOf(release);
    if (refusal) {
      this.#keep(refuse(state, version, refusal, this.#now()), state);
      return this.#log('update.refused', { version, reason: refusal });
    }
    const slot = freeSlot(state);
    if (state.ready?.slot === slot) this.#keep({ ...state, ready: null }, state);
    const delay = await this.#lay(release, slot, from.source);
    if (delay) return this.#delay(version, delay);
    this.#change((latest) => (latest.trial ? latest : isReady(latest, version, slot)));
    this.#log('update.ready', { version });
  }

  /** The next start of core begins with what is ready, if it is still whole. */
  switch(version: string, { root, source }: ReleaseSource): void {
    const state = readState(this.#folder);
    if (!state || state.ready?.version !== version) return;
    const release = this.#published({ root, source }, version);
    if (release && isWhole(release, join(this.#folder, state.ready.slot))) {
      this.#keep(tryReady(state), state);
      return this.#log('update.on-trial', { version });
    }
    this.#keep({ ...state, ready: null }, state);
    this.#delay(version, 'altered');
  }

  async #listOf(version: string, from: ReleaseSource): Promise<Release | DelayReason> {
    const outcome = await this.#follower(from).refresh();
    if (outcome.kind === 'unreachable') return 'unreachable';
    if (outcome.kind === 'refused') return outcome.reason;
    return this.#published(from, version) ?? 'not-published';
  }

  #follower({ root, source }: ReleaseSource) {
    const folder = join(this.#folder, 'published');
    makeFolder(folder);
    return follow({ folder, root, source, now: this.#now, log: this.#log });
  }

  /** As it lies on the disk, checked from the root down; null when it is not published, or is no list. */
  #published(from: ReleaseSource, version: string): Release | null {
    const { architecture } = this.#base();
    const bytes = this.#follower(from).current()?.documents.get(releasePath(architecture, version));
    if (!bytes) return null;
    const release = releaseSchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return release.success && release.data.version === version ? release.data : null;
  }

  #refusalOf({ version, architecture, formats }: Release): RefusalReason | null {
    const base = this.#base();
    if (architecture !== base.architecture) return 'architecture';
    if (isTestBuild(version) && !isTestBuild(base.version)) return 'test-build';
    return isDeepStrictEqual(formats, base.formats) ? null : 'store-format';
  }

  async #lay(release: Release, slot: Slot, source: PublishedSource): Promise<DelayReason | null> {
    const into = join(this.#folder, slot);
    const { bavail, bsize } = statfsSync(this.#folder);
    const bytes = release.files.reduce((all, { size }) => all + size, 0);
    // What the slot holds from before makes room, or is part of it; it is not counted.
    if (bavail * bsize < bytes + SPARE_BYTES) {
      rmSync(into, { recursive: true, force: true });
      const after = statfsSync(this.#folder);
      if (after.bavail * after.bsize < bytes + SPARE_BYTES) return 'disk-full';
    }
    const others = (['a', 'b'] as const)
      .filter((each) => each !== slot)
      .map((each) => join(this.#folder, each));
    try {
      await layTree(release, into, [...others, this.#baseTree], async (hash, maxBytes) => {
        const packed = await persistently(() => source.file(partPath(hash), maxBytes + GZIP_EXTRA_BYTES));
        return packed && unpacked(packed, maxBytes);
      });
    } catch (error) {
      if (error instanceof Unreachable) return 'unreachable';
      if (error instanceof PartMissing) return 'parts-missing';
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return 'disk-full';
      throw error;
    }
    return isWhole(release, into) ? null : 'altered';
  }

  /** @returns whether it pointed elsewhere */
  #pointTo(target: string): boolean {
    const link = join(this.#folder, CURRENT_LINK);
    if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(link) === target)
      return false;
    const draft = `${link}.new`;
    rmSync(draft, { force: true });
    symlinkSync(target, draft);
    renameSync(draft, link);
    syncFolder(this.#folder);
    return true;
  }

  #base(): TreeFacts {
    return treeFacts.parse(JSON.parse(readFileSync(join(this.#baseTree, TREE_FACTS), 'utf8')));
  }

  #delay(version: string, reason: DelayReason): void {
    this.#change((state) => ({ ...state, lastDelay: { version, reason, at: this.#now().toISOString() } }));
    this.#log('update.delayed', { version, reason });
  }

  #change(how: (state: UpdateState) => UpdateState): void {
    const state = readState(this.#folder);
    if (state) this.#keep(how(state), state);
  }

  #keep(state: UpdateState, before: UpdateState | null): void {
    writeState(this.#folder, state);
    const refused = state.refused.at(-1);
    if (before?.trial && refused?.version === before.trial.version)
      this.#log('update.went-back', { version: refused.version, reason: refused.reason });
  }
}

async function persistently<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unreachable) || tries === TRIES) throw error;
    }
  }
}

function unpacked(packed: Uint8Array, maxBytes: number): Uint8Array | null {
  try {
    return gunzipSync(packed, { maxOutputLength: Math.max(maxBytes, 1) });
  } catch {
    return null;
  }
}

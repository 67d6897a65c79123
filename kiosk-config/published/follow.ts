import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ProvenDocuments } from '../catalogue/index.ts';
import { BundledSource } from './bundled-source.ts';
import { followedFolder, type FollowedState } from './followed-folder.ts';
import { isTargetPath } from './layout.ts';
import { publicationReader, UnreadablePublication, type Published } from './published.ts';
import { readTimestamp, sha256, type readTargets } from './sign.ts';
import { Unreachable, type PublishedSource } from './source.ts';
import { storedTargetPath } from './store.ts';

/** Why something that the centre's address answered was not taken. What was in force before stays. */
export type RefusalReason =
  /** Not signed by the keys that the root names. */
  | 'wrong-signature'
  /** Out of date: an old state is being replayed, the centre signs no more, or this clock is wrong. */
  | 'expired'
  /** Older than what is in force. */
  | 'older'
  /** Does not have the hash or length that was signed, or is no metadata at all. */
  | 'altered'
  /** Signed, but not written as this program reads it. */
  | 'unreadable';

export type RefreshOutcome =
  | { readonly kind: 'updated'; readonly version: number }
  | { readonly kind: 'unchanged'; readonly version: number }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string };

export interface Follower {
  /** What is in force; null until the first publication was taken. */
  current(): Published | null;
  /** When the centre last confirmed it; null like {@link current}. */
  confirmedAt(): Date | null;
  /** Asks the centre for news and takes them if they hold. One runs at a time; a call meanwhile gets one more. */
  refresh(): Promise<RefreshOutcome>;
  /** Calls after each switch; returns how to stop. */
  onSwitch(listener: (published: Published) => void): () => void;
}

export interface FollowOptions {
  /** Folder of this follower alone. */
  readonly folder: string;
  /** Root file of the centre that this terminal was set up with. */
  readonly root: Uint8Array;
  readonly source: PublishedSource;
  readonly now: () => Date;
  /** Documents that were found usable at an earlier start; without it each is found out anew. */
  readonly proven?: ProvenDocuments;
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

/** The confirmation is written this seldom when nothing else changes, to spare the disk. */
const CONFIRM_EVERY_MS = 5 * 60_000;

/**
 * Follows a publication: checks everything by TUF, keeps what is in force on the disk and switches in one step.
 * Expiry is judged by the clock of the machine, `confirmedAt` by `now`.
 */
export function follow({ folder, root, source, now, proven, log }: FollowOptions): Follower {
  const place = followedFolder(folder, root);
  const read = publicationReader(proven);
  const listeners = new Set<(published: Published) => void>();
  const loaded = place.load();
  let state: FollowedState | null = null;
  let published: Published | null = null;
  let confirmed: Date | null = null;
  let said = '';
  let running: Promise<RefreshOutcome> | null = null;
  let queued: Promise<RefreshOutcome> | null = null;

  if (loaded) {
    try {
      published = read(versionOf(loaded.state), loaded.documents);
      state = loaded.state;
      confirmed = new Date(loaded.state.confirmedAt);
    } catch (error) {
      log('publication-unreadable', { detail: (error as Error).message });
    }
  }

  const confirm = (next: Omit<FollowedState, 'confirmedAt'>): FollowedState => {
    confirmed = now();
    return { ...next, confirmedAt: confirmed.toISOString() };
  };

  const take = async (): Promise<RefreshOutcome> => {
    let files: BundledSource | null = null;
    const work = mkdtempSync(join(tmpdir(), 'tongban-follow-'));
    try {
      const bundle = await source.bundle(state ? versionOf(state) : 0);
      files = new BundledSource(source, bundle);
      // The library of TUF is loaded for the first answer, not at the start, when a citizen waits for the screens.
      const { checkMetadata } = await import('./check-metadata.ts');
      const { metadata, targets } = await checkMetadata(work, place, state, files);
      if (state && versionOf(metadata) === versionOf(state)) {
        const writtenMs = Date.parse(state.confirmedAt);
        const next = confirm(metadata);
        if (Math.abs(Date.parse(next.confirmedAt) - writtenMs) >= CONFIRM_EVERY_MS) {
          place.confirm(next);
          state = next;
        }
        return { kind: 'unchanged', version: versionOf(state) };
      }
      const documents = await fetchDocuments(targets, published, files);
      const version = versionOf(metadata);
      const next = read(version, documents);
      const nextState = confirm(metadata);
      place.switchTo(nextState, documents);
      state = nextState;
      published = next;
      return { kind: 'updated', version };
    } catch (error) {
      const away = files?.unreachable ?? (error instanceof Unreachable ? error : null);
      if (away) return { kind: 'unreachable', detail: away.message };
      const detail = (error as Error).message;
      return { kind: 'refused', reason: reasonOf(error as Error), detail };
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  };

  const run = async (): Promise<RefreshOutcome> => {
    const outcome = await take();
    report(outcome);
    if (outcome.kind === 'updated' && published) for (const each of listeners) each(published);
    return outcome;
  };

  /** Only edges are logged: a centre that is away for a night is one line. */
  const report = (outcome: RefreshOutcome): void => {
    const line = outcome.kind === 'refused' ? `refused ${outcome.reason}` : outcome.kind;
    if (outcome.kind === 'updated') log('publication-in-force', { version: outcome.version });
    else if (outcome.kind !== 'unchanged' && line !== said) {
      const reason = outcome.kind === 'refused' ? outcome.reason : 'unreachable';
      log('publication-not-taken', { reason, detail: outcome.detail, inForce: published?.version ?? 0 });
    }
    said = line;
  };

  return {
    current: () => published,
    confirmedAt: () => confirmed,
    refresh() {
      if (queued) return queued;
      if (running) {
        const again = (): Promise<RefreshOutcome> => {
          queued = null;
          return start();
        };
        queued = running.then(again, again);
        return queued;
      }
      return start();
    },
    onSwitch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function start(): Promise<RefreshOutcome> {
    running = run().finally(() => (running = null));
    return running;
  }
}

async function fetchDocuments(
  targets: ReturnType<typeof readTargets>,
  published: Published | null,
  source: BundledSource,
): Promise<Map<string, Uint8Array>> {
  const documents = new Map<string, Uint8Array>();
  for (const [path, target] of Object.entries(targets.signed.targets)) {
    // A newer centre may publish what this program does not know.
    if (!isTargetPath(path)) continue;
    const hash = target.hashes['sha256'] ?? '';
    const kept = published?.documents.get(path);
    const bytes =
      kept && sha256(kept) === hash ? kept : await source.file(storedTargetPath(path, hash), target.length);
    if (!bytes) throw new Error(`there is no ${path} of the hash that was signed`);
    await target.verify(Readable.from([bytes]));
    documents.set(path, bytes);
  }
  return documents;
}

function versionOf(state: Pick<FollowedState, 'timestamp'>): number {
  return readTimestamp(Buffer.from(state.timestamp)).signed.version;
}

/** By the words of the library (its version is pinned), because it wraps errors of later roles in their text. */
function reasonOf(error: Error): RefusalReason {
  if (error instanceof UnreadablePublication) return 'unreadable';
  if (/expired/.test(error.message)) return 'expired';
  if (/was signed by/.test(error.message)) return 'wrong-signature';
  if (/less than current version/.test(error.message)) return 'older';
  return 'altered';
}

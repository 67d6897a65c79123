import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSync, type Sync, type SubmissionState } from '@tongban/sync';
import type { Sandbox, SandboxApplication } from '@tongban/sync/sandbox';
import { shortDelays, terminal } from '../../sync/testing/fixed.ts';

/** States in which a submission is on the terminal and will be sent, or waits for somebody. */
const onTheTerminal: readonly SubmissionState[] = ['sealed', 'sending', 'held', 'needs-citizen'];
const atThePlatform: readonly SubmissionState[] = ['accepted', 'reconciled', 'purged'];
/** Events of the sync's log that would tell of a loss, of a damage or of a half submission. */
const alarming = ['submission-set-aside', 'submission-refused', 'store-repaired'];
const PATIENCE_MS = 30_000;

export type Platform = Pick<Sandbox, 'url' | 'keys' | 'applications'>;

export interface Finding {
  /** What contradicts "every acknowledged submission exists exactly once"; empty when nothing does. */
  readonly wrong: readonly string[];
  /** Of the acknowledged ones. */
  readonly accepted: number;
  readonly unsent: number;
  /** Set aside for staff, or named in the report of a repair as lost. */
  readonly told: number;
}

/**
 * Opens a terminal's store after a fault and asks the one question: is every acknowledged submission at the platform
 * exactly once, or still on the terminal?
 * @param send also sends what is there, and asks again when nothing is left: then all are at the platform, and none is
 * half there
 * @param damaged the store may repair itself, and set submissions aside or name them as lost: but it tells
 */
export async function everyAcknowledgedOnce(
  dataFolder: string,
  platform: Platform,
  acknowledged: readonly string[],
  { send, damaged = false }: { readonly send: boolean; readonly damaged?: boolean },
): Promise<Finding> {
  const wrong: string[] = [];
  const silent = { ...platform, url: 'http://127.0.0.1:1' };
  const { url, keys } = send ? platform : silent;
  const log = (event: string, facts: object): void => {
    if (!damaged && alarming.includes(event)) wrong.push(`${event} ${JSON.stringify(facts)}`);
  };
  const sync = await openSync({ dataFolder, terminal, platform: { url, ...keys }, delays: shortDelays, log });
  const counts = { accepted: 0, unsent: 0, told: 0 };
  const named = new Set(sync.repairs.flatMap(({ lost }) => lost.map(({ id }) => id)));
  try {
    if (send) await untilSent(sync);
    const applications = applicationsByKey(platform);
    for (const id of acknowledged) {
      // Another time than at once would wait for those that cannot be sent.
      const state = await sync.waitForOutcome(id, 0).then(
        (record) => record.state,
        () => null,
      );
      const there = applications.get(id) ?? [];
      if (there.length > 1) wrong.push(`${id} is ${there.length} times at the platform`);
      if (state !== null && atThePlatform.includes(state)) {
        counts.accepted += 1;
        if (there[0]?.state !== 'submitted' && there[0]?.state !== 'finished')
          wrong.push(`${id} counts as ${state}, and the platform has not accepted it`);
      } else if (state !== null && onTheTerminal.includes(state)) {
        counts.unsent += 1;
        if (send) wrong.push(`${id} was not sent: ${state}`);
      } else if (damaged && (state === 'quarantined' || (state === null && named.has(id)))) counts.told += 1;
      else wrong.push(`${id} is lost: ${state ?? 'no record'}`);
    }
    for (const [id, all] of applications) {
      if (all.length > 1 && !acknowledged.includes(id)) wrong.push(`${id} is doubled at the platform`);
    }
  } finally {
    await sync.close();
  }
  wrong.push(...integrityFaults(dataFolder));
  return { wrong, ...counts };
}

function applicationsByKey(platform: Platform): Map<string, SandboxApplication[]> {
  return Map.groupBy(platform.applications(), ({ idempotencyKey }) => idempotencyKey);
}

async function untilSent(sync: Sync): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (sync.heldCount > 0) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`${sync.heldCount} submissions were not sent in time`));
    }, PATIENCE_MS);
    const stop = sync.onChange(look);
    look();
  });
}

/** What SQLite itself finds in the file. */
export function integrityFaults(dataFolder: string): string[] {
  const db = new Database(join(dataFolder, 'submissions.db'), { readonly: true });
  try {
    const [found, ...more] = db.prepare<[], string>('pragma integrity_check').pluck().all();
    return found === 'ok' ? [] : [`integrity_check: ${[found, ...more].slice(0, 3).join('; ')}`];
  } finally {
    db.close();
  }
}

import { randomUUID } from 'node:crypto';
import { bucketDigest, type Answer, type RequestBody } from '../contract/index.ts';
import type { DayEntry } from '../submissions/case-rows.ts';
import type { PlatformApi } from './api.ts';

/** The reconciliation of one day and unit, as it is stored; numbers and digests alone. */
export interface DayReport {
  /** In Shanghai, ISO date. */
  readonly day: string;
  readonly unitCode: string;
  /** When it was last compared, ISO 8601, UTC. */
  readonly at: string;
  /** Both sides are equal. */
  readonly closed: boolean;
  readonly count: { readonly terminal: number; readonly platform: number };
  /** Acceptance numbers that the platform did not have … */
  readonly missing: readonly string[];
  /** … had with another content … */
  readonly altered: readonly string[];
  /** … had a second time, by the number of the double, which was withdrawn … */
  readonly doubles: readonly string[];
  /** … and has, though this terminal knows nothing of them: for staff. */
  readonly extra: readonly string[];
  /** Of the missing and the altered: could not be given back, for staff. */
  readonly unmended: readonly string[];
}

interface Day {
  readonly day: string;
  readonly unitCode: string;
  readonly entries: readonly DayEntry[];
  readonly at: Date;
}

interface Means {
  readonly api: Pick<PlatformApi, 'call'>;
  readonly timeoutMs: number;
  readonly isKnown: (key: string) => boolean;
  /** @returns whether the platform has it now */
  readonly mend: (key: string) => Promise<boolean>;
}

type Body = RequestBody<'reconcile'>;
type Hours = Answer<'reconcile'>['hours'];

const SHANGHAI_OFFSET_HOURS = 8;
/** Compare, name, and compare again after mending. */
const ROUNDS = 3;

/**
 * Compares one day and unit with the platform, mends what can be mended, and compares again.
 * @returns null when the platform did not answer; otherwise the report and all units that the platform names
 */
export async function compareDay(
  { day, unitCode, entries, at }: Day,
  { api, timeoutMs, isKnown, mend }: Means,
): Promise<{ readonly report: DayReport; readonly units: readonly string[] } | null> {
  const found = { missing: new Set<string>(), altered: new Set<string>(), doubles: new Set<string>() };
  const unmended = new Set<string>();
  let extra: string[] = [];
  let differing = new Set<number>();
  let withdraw: Body['withdraw'] = [];
  let last: Answer<'reconcile'> | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const reply = await api.call('reconcile', {
      ...{ timeoutMs, path: { date: day }, idempotencyKey: randomUUID() },
      body: { unitCode, hours: hoursOf(entries, differing), ...(withdraw.length > 0 ? { withdraw } : {}) },
    });
    if (reply.kind !== 'answer') return null;
    last = reply.value;
    if (last.closed) break;
    differing = new Set(last.hours.filter(({ result }) => result !== 'equal').map(({ hour }) => hour));
    const named = namedIn(last.hours);
    withdraw = named.extra
      .filter(({ key, applyNo }) => entries.some((each) => each.key === key && each.applyNo !== applyNo))
      .map(({ key, applyNo }) => ({ key, applyNo }));
    // The answer to a submission of ours may be on its way: that is no stranger.
    extra = named.extra.filter(({ key }) => !isKnown(key)).map(({ applyNo }) => applyNo);
    for (const double of withdraw) found.doubles.add(double.applyNo);
    for (const kind of ['missing', 'altered'] as const) {
      for (const { key, applyNo } of named[kind]) {
        found[kind].add(applyNo);
        if (await mend(key)) unmended.delete(applyNo);
        else unmended.add(applyNo);
      }
    }
  }
  if (!last) return null;
  const report: DayReport = {
    ...{ day, unitCode, at: at.toISOString(), closed: last.closed },
    count: {
      terminal: entries.length,
      platform: last.hours.reduce((sum, { count }) => sum + count, 0),
    },
    ...{ missing: [...found.missing], altered: [...found.altered], doubles: [...found.doubles] },
    ...{ extra, unmended: [...unmended] },
  };
  return { report, units: last.units };
}

function namedIn(hours: Hours) {
  return {
    missing: hours.flatMap(({ missing }) => missing),
    altered: hours.flatMap(({ altered }) => altered),
    extra: hours.flatMap(({ extra }) => extra),
  };
}

/** @param detailed hours whose entries are sent along */
function hoursOf(entries: readonly DayEntry[], detailed: ReadonlySet<number>): Body['hours'] {
  const byHour = Map.groupBy(entries, ({ receivedAt }) => hourOf(receivedAt));
  return [...byHour].map(([hour, all]) => {
    const plain = all.map(({ key, applyNo, digest }) => ({ key, applyNo, digest }));
    const counted = { hour, count: all.length, digest: bucketDigest(plain) };
    return detailed.has(hour) ? { ...counted, entries: plain } : counted;
  });
}

/** 0 to 23 in Shanghai. */
function hourOf(instant: string): number {
  return (new Date(instant).getUTCHours() + SHANGHAI_OFFSET_HOURS) % 24;
}

import type { AlertKind, Heartbeat } from '../contract/index.ts';

/** When something becomes an alert. The measures give no numbers: these are ours [A]. */
export interface AlertLimits {
  /** Six heartbeats in a row did not come. */
  readonly offlineMs: number;
  readonly storageFree: number;
  readonly clockOffMs: number;
  /** The terminal renews ten days before the end: at seven something keeps it from doing so. */
  readonly certificateLeftMs: number;
  readonly queueAgeMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const alertLimits: AlertLimits = {
  offlineMs: 3 * MINUTE_MS,
  storageFree: 0.1,
  clockOffMs: MINUTE_MS,
  certificateLeftMs: 7 * DAY_MS,
  queueAgeMs: DAY_MS,
};

/** What is known of an enrolled terminal. */
export interface Watched {
  readonly lastSeenAt: string;
  readonly clockAheadMs: number;
  readonly certificateEndsAt: string;
  /**
   * `case`: opened and not closed since · `audit`: its chain went back · `reported`: it says so itself ·
   * `technician-code`: wrong ones until it took none, and no right one since.
   */
  readonly tampered: readonly string[];
  readonly said: Pick<Heartbeat, 'devices' | 'storageFree' | 'oldestUnsentAt' | 'unsent' | 'configuration'>;
}

export interface Finding {
  readonly kind: AlertKind;
  /** Id of the device, or what was tampered with; empty where the whole terminal is meant. */
  readonly subject: string;
}

const PAPER: Readonly<Record<string, AlertKind>> = {
  'paper-near-end': 'paper-low',
  'paper-low': 'paper-low',
  'paper-out': 'paper-out',
};

export function isAboutPaper(status: string): boolean {
  return Object.hasOwn(PAPER, status);
}

/** Everything that is wrong with a terminal now. Of one that is offline the rest is what it said last. */
export function findingsOf(
  { lastSeenAt, clockAheadMs, certificateEndsAt, tampered, said }: Watched,
  now: Date,
  limits: AlertLimits = alertLimits,
): Finding[] {
  const ageMs = (instant: string): number => now.getTime() - Date.parse(instant);
  const found: Finding[] = [];
  const find = (kind: AlertKind, isFound: boolean, subject = ''): void => {
    if (isFound) found.push({ kind, subject });
  };
  find('offline', ageMs(lastSeenAt) > limits.offlineMs);
  for (const { id, status, availability } of said.devices) {
    const paper = isAboutPaper(status) ? PAPER[status] : undefined;
    if (paper) find(paper, true, id);
    else find(availability === 'offline' ? 'device-lost' : 'device-trouble', availability !== 'ready', id);
  }
  find('disk-low', said.storageFree < limits.storageFree);
  find('clock-off', Math.abs(clockAheadMs) > limits.clockOffMs);
  for (const what of tampered) {
    if (what === 'technician-code') find('technician-code-blocked', true);
    else find('tamper', true, what);
  }
  find('certificate-expiring', -ageMs(certificateEndsAt) < limits.certificateLeftMs);
  find(
    'queue-old',
    said.unsent > 0 && said.oldestUnsentAt !== null && ageMs(said.oldestUnsentAt) > limits.queueAgeMs,
  );
  find('configuration-failed', said.configuration?.state === 'failed');
  return found;
}

/** What is new and what has gone, between alerts that are open and what is wrong now: each is open once at a time. */
export function compareFindings<T extends Finding>(
  open: readonly T[],
  found: readonly Finding[],
): { readonly opened: Finding[]; readonly resolved: T[] } {
  const isIn = (all: readonly Finding[], { kind, subject }: Finding): boolean =>
    all.some((each) => each.kind === kind && each.subject === subject);
  return {
    opened: found.filter((each, at) => !isIn(open, each) && !isIn(found.slice(0, at), each)),
    resolved: open.filter((each) => !isIn(found, each)),
  };
}

const DAY_MS = 86_400_000;

/**
 * How long signatures are good for. The timestamp's is how long an old state can be replayed to a terminal, and how long
 * the centre may be down before terminals call its publication expired (they keep what they have).
 */
export const LIFETIME_MS = { targets: 28 * DAY_MS, snapshot: 14 * DAY_MS, timestamp: 3 * DAY_MS } as const;

/** A root is renewed once a year. */
export const ROOT_LIFETIME_MS = 365 * DAY_MS;

/** An instant as TUF writes it: whole seconds in UTC. */
export function instantSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

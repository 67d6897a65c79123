/** What a `datetime-local` field holds is a wall clock; the desk's clock is Shanghai's (UTC+8, without summer time). */
export function instantOf(local: string): string {
  return new Date(`${local}:00+08:00`).toISOString();
}

/** The other way, for a field that is prefilled. */
export function localOf(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
}

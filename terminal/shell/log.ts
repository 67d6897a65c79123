/** The shell's log: one JSON object a line on standard output, which the service manager keeps. */

/**
 * Writes one line. Callers give only facts about the machine: never a parameter of a call, a view or an address that
 * a page asked for.
 */
export function log(event: string, facts: Readonly<Record<string, string | number | boolean>> = {}): void {
  process.stdout.write(
    `${JSON.stringify({ time: new Date().toISOString(), part: 'shell', event, ...facts })}\n`,
  );
}

import { z } from 'zod';

/**
 * A recording of the traffic of one device: JSON lines, the first one a heading, each other one a thing that happened,
 * with the milliseconds since the start. Bytes are hexadecimal and free of personal data: what a card held is replaced by
 * somebody who does not exist, what was printed by its length.
 */
const heading = z.strictObject({
  recording: z.literal('tongban-device'),
  version: z.literal(1),
  family: z.string(),
});
const hex = z.hex().refine((text) => text.length % 2 === 0);
const ms = z.int().min(0);
const entry = z.union([
  z.strictObject({ ms, event: z.enum(['opened', 'not-opened', 'disconnected']) }),
  z.strictObject({
    ms,
    sent: hex,
    /** So many bytes followed in the same write that are not told. */
    dropped: z.int().positive().optional(),
  }),
  z.strictObject({ ms, received: hex }),
]);
export type RecordingEntry = z.infer<typeof entry>;

export interface Recording {
  readonly family: string;
  readonly entries: readonly RecordingEntry[];
}

export function formatHeading(family: string): string {
  return JSON.stringify({ recording: 'tongban-device', version: 1, family } satisfies z.infer<
    typeof heading
  >);
}

/**
 * Reads a recording.
 * @returns the number of the first line that is none, instead
 */
export function parseRecording(
  text: string,
): { ok: true; recording: Recording } | { ok: false; line: number } {
  const lines = text.split('\n').filter((line, index, all) => line !== '' || index < all.length - 1);
  const values = lines.map(toJson);
  const head = heading.safeParse(values[0]);
  if (!head.success) return { ok: false, line: 1 };
  const entries: RecordingEntry[] = [];
  for (const [index, value] of values.slice(1).entries()) {
    const parsed = entry.safeParse(value);
    if (!parsed.success) return { ok: false, line: index + 2 };
    entries.push(parsed.data);
  }
  return { ok: true, recording: { family: head.data.family, entries } };
}

function toJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // no line of a recording is null
  }
}

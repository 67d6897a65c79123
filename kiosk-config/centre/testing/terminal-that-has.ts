import { inputOf, STAFF } from '../terminals/test-support.ts';
import type { Services } from '../server/services.ts';

/** A terminal is registered, and there is what its heartbeat leaves: it serves this version of the catalogue. */
export async function terminalThatHas(
  { terminals, database }: Pick<Services, 'terminals' | 'database'>,
  published: number,
): Promise<void> {
  await terminals.registry.register(inputOf('TEST-1'), STAFF);
  const at = new Date().toISOString();
  await database.sql
    .insertInto('terminal_states')
    .values({
      ...{ terminal_id: 'TEST-1', last_seen_at: at, started_at: at, sequence: 1, clock_ahead_ms: 0 },
      ...{ said: JSON.stringify({ published }), tampered: '[]', findings: '[]', revision: 1 },
    })
    .execute();
}

import type { Services } from '../server/services.ts';

/** A terminal is registered, and there is what its heartbeat leaves: it serves this version of the catalogue. */
export async function terminalThatHas(
  { terminals, database }: Pick<Services, 'terminals' | 'database'>,
  published: number,
): Promise<void> {
  const place = { siteCode: 'TEST', siteName: '测试受理中心', district: '测试区', street: '测试街道' };
  const rest = { serial: null, model: null, modules: [], ring: null, configuration: null };
  await terminals.registry.register({ id: 'TEST-1', ...place, ...rest }, { id: null, role: 'operator' });
  const at = new Date().toISOString();
  await database.sql
    .insertInto('terminal_states')
    .values({
      ...{ terminal_id: 'TEST-1', last_seen_at: at, started_at: at, sequence: 1, clock_ahead_ms: 0 },
      ...{ said: JSON.stringify({ published }), tampered: '[]', findings: '[]', revision: 1 },
    })
    .execute();
}

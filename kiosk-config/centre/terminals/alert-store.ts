import { randomUUID } from 'node:crypto';
import type { Write } from '../database/database.ts';
import type { TerminalTables } from '../database/tables/terminals.ts';
import { compareFindings, type Finding } from './alerts.ts';

/**
 * Opens and resolves the alerts of terminals, so that those that are open are what is wrong with them now.
 * @param found by terminal
 */
export async function keepAlerts(
  { sql }: Write,
  found: ReadonlyMap<string, readonly Finding[]>,
  at: string,
): Promise<void> {
  if (found.size === 0) return;
  const open = await sql
    .selectFrom('terminal_alerts')
    .select(['id', 'terminal_id', 'kind', 'subject'])
    .where('terminal_id', 'in', [...found.keys()])
    .where('resolved_at', 'is', null)
    .execute();
  const openOf = Map.groupBy(open, ({ terminal_id: terminalId }) => terminalId);
  const resolvedIds: string[] = [];
  const rows: TerminalTables['terminal_alerts'][] = [];
  for (const [terminalId, findings] of found) {
    const { opened, resolved } = compareFindings(openOf.get(terminalId) ?? [], findings);
    resolvedIds.push(...resolved.map(({ id }) => id));
    for (const { kind, subject } of opened) {
      rows.push({
        ...{ id: randomUUID(), terminal_id: terminalId, kind, subject, opened_at: at, resolved_at: null },
        open_key: `${terminalId}/${kind}/${subject}`,
      });
    }
  }
  if (resolvedIds.length > 0) {
    await sql
      .updateTable('terminal_alerts')
      .set({ resolved_at: at, open_key: null })
      .where('id', 'in', resolvedIds)
      .execute();
  }
  if (rows.length > 0) {
    await sql
      .insertInto('terminal_alerts')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

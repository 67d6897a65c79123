import { randomUUID } from 'node:crypto';
import type { Write } from '../database/database.ts';
import { compareFindings, type Finding } from './alerts.ts';

/** Opens and resolves the alerts of a terminal, so that those that are open are what is wrong with it now. */
export async function keepAlerts(
  { sql }: Write,
  terminalId: string,
  found: readonly Finding[],
  at: string,
): Promise<void> {
  const open = await sql
    .selectFrom('terminal_alerts')
    .select(['id', 'kind', 'subject'])
    .where('terminal_id', '=', terminalId)
    .where('resolved_at', 'is', null)
    .execute();
  const { opened, resolved } = compareFindings(open, found);
  if (resolved.length > 0) {
    const ids = resolved.map(({ id }) => id);
    await sql
      .updateTable('terminal_alerts')
      .set({ resolved_at: at, open_key: null })
      .where('id', 'in', ids)
      .execute();
  }
  if (opened.length > 0) {
    await sql
      .insertInto('terminal_alerts')
      .values(
        opened.map(({ kind, subject }) => ({
          ...{ id: randomUUID(), terminal_id: terminalId, kind, subject, opened_at: at, resolved_at: null },
          open_key: `${terminalId}/${kind}/${subject}`,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

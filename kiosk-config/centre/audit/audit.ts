import type { CentreDatabase, Change } from '../database/database.ts';
import type { Clock } from '../server/clock.ts';
import { hashOf } from './chain.ts';

/** Who did it: an account, a terminal or a credential; both null where nobody was recognised. */
export interface Actor {
  readonly id: string | null;
  readonly role: string | null;
}

export interface AuditNote {
  readonly actor: Actor;
  /** An action of permissions.ts, or a word of its own such as `session.log-in`. */
  readonly action: string;
  /** What it was done to, such as `unit/<code>`. */
  readonly subject: string;
  readonly outcome?: 'done' | 'refused';
  /** Codes, ids, numbers and names of fields; nothing that a person wrote, no names. */
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

export interface Audit {
  /** Adds a row in the transaction of what it tells of. */
  append(change: Change, note: AuditNote): Promise<void>;
  /** Adds a row that has no other change, such as a refusal. */
  record(note: AuditNote): Promise<void>;
}

export function createAudit({ database, clock }: { database: CentreDatabase; clock: Clock }): Audit {
  const append = async ({ sql }: Change, note: AuditNote): Promise<void> => {
    const head = await sql.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow();
    const row = {
      seq: head.seq + 1,
      at: clock().toISOString(),
      actor: note.actor.id,
      role: note.actor.role,
      action: note.action,
      subject: note.subject,
      outcome: note.outcome ?? ('done' as const),
      details: JSON.stringify(note.details ?? {}),
      previous_hash: head.hash,
    };
    const hash = hashOf(row);
    await sql
      .insertInto('audit_entries')
      .values({ ...row, hash })
      .execute();
    await sql.updateTable('audit_head').set({ seq: row.seq, hash }).execute();
  };
  return { append, record: (note) => database.change((change) => append(change, note)) };
}

import type { AuditEntry, AuditVerdict } from '../contract/index.ts';
import type { CentreDatabase, Change } from '../database/database.ts';
import type { AuditRow } from '../database/tables/audit.ts';
import type { Sealing } from '../keys/sealing.ts';
import type { Clock } from '../server/clock.ts';
import { hashOf } from './chain.ts';
import { keepCopy, makeCheckpoint, readCopies } from './checkpoints.ts';
import { verifyChain } from './verify.ts';

/** Who did it: an account, a terminal or a credential; both null where nobody was recognised. */
export interface Actor {
  readonly id: string | null;
  readonly role: string | null;
}

/** Whoever runs commands on the centre's own machine. */
export const OPERATOR: Actor = { id: null, role: 'operator' };

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

export interface AuditQuery {
  readonly before?: number | undefined;
  readonly limit: number;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly outcome?: 'done' | 'refused' | undefined;
}

export interface Audit {
  /** Adds a row in the transaction of what it tells of. */
  append(change: Change, note: AuditNote): Promise<void>;
  /** Adds a row that has no other change, such as a refusal. */
  record(note: AuditNote): Promise<void>;
  /** Youngest first. */
  list(query: AuditQuery): Promise<AuditEntry[]>;
  verify(): Promise<AuditVerdict>;
  /** Signs the end of the chain when that is due; for a job. */
  checkpoint(): Promise<void>;
}

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly sealing: Sealing;
  /** Where this process keeps its copies of the checkpoints; null: nowhere. */
  readonly checkpointFile: string | null;
}

export function createAudit(ground: Ground): Audit {
  const { database, clock, checkpointFile } = ground;
  const append = async ({ sql }: Change, note: AuditNote): Promise<void> => {
    const head = await sql.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow();
    const row = {
      seq: head.seq + 1,
      at: clock().toISOString(),
      ...{ actor: note.actor.id, role: note.actor.role, action: note.action, subject: note.subject },
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
  return {
    append,
    record: (note) => database.change((change) => append(change, note)),
    async list({ before, limit, actor, subject, outcome }) {
      let query = database.sql.selectFrom('audit_entries').selectAll().orderBy('seq', 'desc').limit(limit);
      if (before !== undefined) query = query.where('seq', '<', before);
      if (actor !== undefined) query = query.where('actor', '=', actor);
      if (subject !== undefined) query = query.where('subject', '=', subject);
      if (outcome !== undefined) query = query.where('outcome', '=', outcome);
      return (await query.execute()).map(entryOf);
    },
    verify: () => verifyChain(ground, checkpointFile === null ? [] : readCopies(checkpointFile)),
    async checkpoint() {
      const made = await makeCheckpoint(ground);
      if (made && checkpointFile !== null) keepCopy(checkpointFile, made);
    },
  };
}

function entryOf({ previous_hash: previousHash, details, ...row }: AuditRow): AuditEntry {
  return { ...row, previousHash, details: JSON.parse(details) as AuditEntry['details'] };
}

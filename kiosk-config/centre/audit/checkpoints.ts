import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CentreDatabase } from '../database/database.ts';
import type { Sealing } from '../keys/sealing.ts';
import { signingKey } from '../keys/signing-key.ts';
import type { Clock } from '../server/clock.ts';

/** How long the chain goes on without a signed word about its length. */
export const CHECKPOINT_EVERY_MS = 3_600_000;

const checkpoint = z.object({ seq: z.int(), hash: z.string(), at: z.string(), signature: z.string() });
export type Checkpoint = z.infer<typeof checkpoint>;

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly sealing: Sealing;
}

/**
 * Signs the end of the chain, unless that was done within the hour or nothing has come since.
 * Who can write the database alone can neither shorten the chain nor sign another one.
 */
export async function makeCheckpoint({ database, clock, sealing }: Ground): Promise<Checkpoint | null> {
  const key = await signingKey(database, sealing, 'audit');
  return database.change(async ({ sql }) => {
    const head = await sql.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow();
    const last = await sql
      .selectFrom('audit_checkpoints')
      .select(['seq', 'at'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    const now = clock();
    const isDue = last === undefined || Date.parse(last.at) + CHECKPOINT_EVERY_MS <= now.getTime();
    if (!isDue || head.seq === (last?.seq ?? 0)) return null;
    const at = now.toISOString();
    const signature = sign(null, bytesOf({ seq: head.seq, hash: head.hash, at }), key).toString('base64');
    const made = { seq: head.seq, hash: head.hash, at, signature };
    await sql.insertInto('audit_checkpoints').values(made).execute();
    return made;
  });
}

export function isGenuine(each: Checkpoint, key: KeyObject): boolean {
  return verify(null, bytesOf(each), createPublicKey(key), Buffer.from(each.signature, 'base64'));
}

/** A copy beside the database: who can shorten both still has to reach this machine's data folder. */
export function keepCopy(file: string, made: Checkpoint): void {
  appendFileSync(file, `${JSON.stringify(made)}\n`, { mode: 0o600 });
}

export function readCopies(file: string): Checkpoint[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => checkpoint.parse(JSON.parse(line)));
}

function bytesOf({ seq, hash, at }: Omit<Checkpoint, 'signature'>): Buffer {
  return Buffer.from(JSON.stringify(['tongban-audit', seq, hash, at]));
}

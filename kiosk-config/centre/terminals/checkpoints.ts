import { checkpoint } from '../contract/index.ts';
import type { Write } from '../database/database.ts';
import { isSignedBy, readJws } from '../../provisioning/jws.ts';
import { terminalKey } from './terminal-key.ts';

/** Offset of Asia/Shanghai, which has had no other since 1991. */
const SHANGHAI_MS = 8 * 3_600_000;

/**
 * Keeps the end of a terminal's audit chain as the terminal signed it: rows that are cut off or written anew there are
 * missed here.
 * @param since begin of the enrolment; a terminal that was set up anew begins a new chain
 */
export async function keepCheckpoint(
  { sql }: Write,
  terminalId: string,
  signed: string,
  since: string,
  receivedAt: string,
): Promise<'kept' | 'went-back' | 'not-its-own'> {
  const jws = readJws(signed);
  const said = checkpoint.safeParse(jws?.payload);
  if (!jws || !said.success || said.data.terminalId !== terminalId) return 'not-its-own';
  const keys = await sql
    .selectFrom('terminal_certificates')
    .select('public_key')
    .where('terminal_id', '=', terminalId)
    .where((each) => each.or([each('ended_at', 'is', null), each('ended_at', '>', receivedAt)]))
    .execute();
  const isOwn = keys.some(({ public_key: spki }) => isSignedBy(jws, terminalKey(spki)));
  if (!isOwn) return 'not-its-own';
  const { sequence, hash, at } = said.data;
  const last = await sql
    .selectFrom('terminal_checkpoints')
    .select(['sequence', 'hash'])
    .where('terminal_id', '=', terminalId)
    .where('received_at', '>=', since)
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  const wentBack = last && (sequence < last.sequence || (sequence === last.sequence && hash !== last.hash));
  if (wentBack) return 'went-back';
  const day = new Date(Date.parse(receivedAt) + SHANGHAI_MS).toISOString().slice(0, 10);
  const kept = { sequence, hash, at, received_at: receivedAt, signed };
  await sql
    .insertInto('terminal_checkpoints')
    .values({ terminal_id: terminalId, day, ...kept })
    .onConflict((conflict) => conflict.columns(['terminal_id', 'day']).doUpdateSet(kept))
    .execute();
  return 'kept';
}

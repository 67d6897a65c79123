import type { KeyObject } from 'node:crypto';
import { isSignedBy } from '../../provisioning/jws.ts';
import { PROOF_HEADER, PROOF_WINDOW_MS, readProof, type Proof } from '../../provisioning/proof.ts';
import type { ProvenRequest, TerminalCaller } from '../server/callers.ts';
import { Refusal } from '../server/refusal.ts';
import type { Ground } from '../server/ground.ts';
import { inGroups } from '../database/in-groups.ts';
import { terminalKey } from './terminal-key.ts';

/** Some KiB each; more terminals than any city has. */
const MOST_KEYS = 20_000;

type Standing = Awaited<ReturnType<typeof readStandings>>[number];

/** Recognises terminals by the proof on their request; certificates and numbers of proofs are those of all processes. */
export function createProofs({
  database,
  clock,
}: Ground): (request: ProvenRequest) => Promise<TerminalCaller> {
  const keyOf = createKeys(database);

  /** What is known of the certificate, or why not; at once with keeping the number, since both are a round trip. */
  const admit = inGroups(async (proofs: readonly Proof[]) => {
    const [standings, fresh] = await Promise.all([
      readStandings(
        database,
        proofs.map(({ thumbprint }) => thumbprint),
      ),
      keepNumbers(
        database,
        proofs.map(({ jti }) => jti),
        clock(),
      ),
    ]);
    const byThumbprint = new Map(standings.map((row) => [row.thumbprint, row]));
    return proofs.map(({ thumbprint, jti }): Standing | 'replayed' | null =>
      // Of two alike in one group the first is new.
      fresh.delete(jti) ? (byThumbprint.get(thumbprint) ?? null) : 'replayed',
    );
  });

  return async (request) => {
    const proof = readHeader(request, clock());
    const key = await keyOf(proof.thumbprint);
    if (!key || !isSignedBy(proof, key)) throw new Refusal('TERMINAL_REFUSED');
    const standing = await admit(proof);
    if (standing === 'replayed') throw new Refusal('PROOF_REPLAYED');
    if (!standing) throw new Refusal('TERMINAL_REFUSED');
    const now = clock().toISOString();
    if (standing.standing === 'revoked') {
      // Only who has the key is told: the order makes it destroy that key.
      const { order_text: order } = standing;
      throw new Refusal('TERMINAL_REVOKED', order === null ? {} : { order });
    }
    if (standing.not_after <= now) throw new Refusal('CERTIFICATE_EXPIRED');
    if (standing.ended_at !== null && standing.ended_at <= now) throw new Refusal('TERMINAL_REFUSED');
    if (standing.proved_at === null) await keepProved(database, proof.thumbprint, now);
    return { terminalId: standing.terminal_id, siteCode: standing.site_code };
  };
}

function readStandings({ sql }: Pick<Ground['database'], 'sql'>, thumbprints: readonly string[]) {
  return sql
    .selectFrom('terminal_certificates')
    .innerJoin('terminals', 'terminals.id', 'terminal_certificates.terminal_id')
    .select(['thumbprint', 'terminal_id', 'site_code', 'not_after', 'ended_at', 'proved_at', 'standing'])
    .select('order_text')
    .where('thumbprint', 'in', [...new Set(thumbprints)])
    .execute();
}

/** Once for each certificate: that the terminal has it, and not the one before. */
async function keepProved(
  { sql }: Pick<Ground['database'], 'sql'>,
  thumbprint: string,
  now: string,
): Promise<void> {
  await sql
    .updateTable('terminal_certificates')
    .set({ proved_at: now })
    .where('thumbprint', '=', thumbprint)
    .where('proved_at', 'is', null)
    .execute();
}

/**
 * A number counts for two minutes. After a power cut of the database's machine a proof of the last second could be taken once
 * more: it says nothing that was not said.
 * @returns the numbers that did not come before
 */
async function keepNumbers(
  { momentary }: Pick<Ground['database'], 'momentary'>,
  numbers: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const until = new Date(now.getTime() + 2 * PROOF_WINDOW_MS).toISOString();
  const stored = await momentary
    .insertInto('terminal_proofs')
    .values([...new Set(numbers)].map((jti) => ({ jti, until })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('jti')
    .execute();
  return new Set(stored.map(({ jti }) => jti));
}

/** The key under a thumbprint never changes, so it is read from the register once; its standing is asked for each time. */
function createKeys({ sql }: Ground['database']): (thumbprint: string) => Promise<KeyObject | null> {
  const keys = new Map<string, KeyObject>();
  const read = inGroups(async (thumbprints: readonly string[]) => {
    const rows = await sql
      .selectFrom('terminal_certificates')
      .select(['thumbprint', 'public_key'])
      .where('thumbprint', 'in', [...new Set(thumbprints)])
      .execute();
    const found = new Map(rows.map((row) => [row.thumbprint, row.public_key]));
    return thumbprints.map((thumbprint) => found.get(thumbprint) ?? null);
  });
  return async (thumbprint) => {
    const known = keys.get(thumbprint);
    if (known) return known;
    const spki = await read(thumbprint);
    if (spki === null) return null;
    const key = terminalKey(spki);
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(thumbprint, key);
    return key;
  };
}

function readHeader({ method, url, headers, rawBody }: ProvenRequest, now: Date): Proof {
  const text = headers[PROOF_HEADER];
  if (typeof text !== 'string') throw new Refusal('TERMINAL_REFUSED');
  const proof = readProof(text, { method, path: url, body: rawBody }, now.getTime());
  if (!('problem' in proof)) return proof;
  if (proof.problem === 'CLOCK_SKEW') throw new Refusal('CLOCK_SKEW', { serverTime: now.getTime() });
  throw new Refusal('TERMINAL_REFUSED');
}

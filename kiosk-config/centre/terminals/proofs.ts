import { createPublicKey, type KeyObject } from 'node:crypto';
import { isSignedBy } from '../../provisioning/jws.ts';
import { PROOF_HEADER, PROOF_WINDOW_MS, readProof, type Proof } from '../../provisioning/proof.ts';
import type { ProvenRequest, TerminalCaller } from '../server/callers.ts';
import { Refusal } from '../server/refusal.ts';
import type { Ground } from '../server/ground.ts';
import { inGroups } from '../database/in-groups.ts';

/** Some KiB each; more terminals than any city has. */
const MOST_KEYS = 20_000;

/** Recognises terminals by the proof on their request; certificates and numbers of proofs are those of all processes. */
export function createProofs({
  database,
  clock,
}: Ground): (request: ProvenRequest) => Promise<TerminalCaller> {
  const certificateOf = inGroups(async (thumbprints: readonly string[]) => {
    const rows = await database.sql
      .selectFrom('terminal_certificates')
      .innerJoin('terminals', 'terminals.id', 'terminal_certificates.terminal_id')
      .select([
        'thumbprint',
        'terminal_id',
        'site_code',
        'public_key',
        'not_after',
        'ended_at',
        'standing',
        'order_text',
      ])
      .where('thumbprint', 'in', [...new Set(thumbprints)])
      .execute();
    const byThumbprint = new Map(rows.map((row) => [row.thumbprint, row]));
    return thumbprints.map((thumbprint) => byThumbprint.get(thumbprint) ?? null);
  });

  /** False for a number that came before. */
  const isNew = inGroups(async (numbers: readonly string[]) => {
    const until = new Date(clock().getTime() + 2 * PROOF_WINDOW_MS).toISOString();
    const stored = await database.sql
      .insertInto('terminal_proofs')
      .values([...new Set(numbers)].map((jti) => ({ jti, until })))
      .onConflict((conflict) => conflict.doNothing())
      .returning('jti')
      .execute();
    const fresh = new Set(stored.map(({ jti }) => jti));
    // Of two alike in one group the first is new.
    return numbers.map((number) => fresh.delete(number));
  });

  const keyOf = keyReader();
  return async (request) => {
    const proof = readHeader(request, clock());
    const certificate = await certificateOf(proof.thumbprint);
    if (!certificate) throw new Refusal('TERMINAL_REFUSED');
    if (!isSignedBy(proof, keyOf(certificate.public_key))) throw new Refusal('TERMINAL_REFUSED');
    if (!(await isNew(proof.jti))) throw new Refusal('PROOF_REPLAYED');
    const now = clock().toISOString();
    if (certificate.standing === 'revoked') {
      // Only who has the key is told: the order makes it destroy that key.
      const { order_text: order } = certificate;
      throw new Refusal('TERMINAL_REVOKED', order === null ? {} : { order });
    }
    if (certificate.not_after <= now) throw new Refusal('CERTIFICATE_EXPIRED');
    if (certificate.ended_at !== null && certificate.ended_at <= now) throw new Refusal('TERMINAL_REFUSED');
    return { terminalId: certificate.terminal_id, siteCode: certificate.site_code };
  };
}

/** Reading a key takes as long as checking a signature with it; what it is read from says all of it. */
function keyReader(): (spki: string) => KeyObject {
  const keys = new Map<string, KeyObject>();
  return (spki) => {
    const known = keys.get(spki);
    if (known) return known;
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(spki, key);
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

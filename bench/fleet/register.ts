import { generateKeyPairSync, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { SimulatedTerminal } from './messages.ts';

const DAY_MS = 86_400_000;

/** Puts terminals into the centre's register by rows; their enrolment is not measured. */
export async function registerTerminals(url: string, count: number): Promise<SimulatedTerminal[]> {
  const terminals = Array.from({ length: count }, (_, at) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return {
      id: `BENCH-${String(at).padStart(6, '0')}`,
      thumbprint: randomBytes(32).toString('base64url'),
      key: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
      spki: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    };
  });
  const ids = terminals.map(({ id }) => id);
  const until = new Date(Date.now() + 30 * DAY_MS).toISOString();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into terminals (id, site_code, site_name, district, street, modules, ring, standing, order_number, revision)
       select id, 'TEST', 'TEST', 'TEST', 'TEST', '[]', 'all', 'enrolled', 0, 1 from unnest($1::text[]) as id`,
      [ids],
    );
    await client.query(
      `insert into terminal_certificates (thumbprint, terminal_id, public_key, pem, not_before, not_after)
       select thumbprint, id, spki, '', $4, $4 from unnest($1::text[], $2::text[], $3::text[]) as t (thumbprint, id, spki)`,
      [terminals.map(({ thumbprint }) => thumbprint), ids, terminals.map(({ spki }) => spki), until],
    );
    // As autovacuum has done in a centre that has been running for a while.
    await client.query('analyze');
  } finally {
    await client.end();
  }
  return terminals;
}

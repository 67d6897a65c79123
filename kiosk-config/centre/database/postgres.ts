import pg from 'pg';
import { PostgresDialect } from 'kysely';

const POOL_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** bigint: none of our counters goes beyond 2^53. */
const INT8_OID = 20;

type TypeParser = (oid: number, format?: 'text' | 'binary') => unknown;

const types = {
  getTypeParser: ((oid, format) =>
    oid === INT8_OID ? Number : (pg.types.getTypeParser as TypeParser)(oid, format)) as TypeParser,
};

/** @param waitsForDisk false: a commit is answered before it is on the disk, at most a second before */
export function postgresDialect(
  url: string,
  onIdleError: (error: Error) => void,
  waitsForDisk: boolean,
): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_CONNECTIONS,
    ...(!waitsForDisk && { options: '-c synchronous_commit=off' }),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'tongban-centre',
    types: types as unknown as pg.CustomTypesConfig,
  });
  // An idle connection that the server ends is replaced by the pool; without a listener it would end the process.
  pool.on('error', onIdleError);
  return new PostgresDialect({ pool });
}

/** Refused because of what ran beside it, and worth doing again as a whole: serialisation failure, deadlock. */
export function isConflict(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01');
}

/** The server cannot be reached, or sends everybody away: administrator's shutdown, start-up, connection classes. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return /^(57P0[1-3]|08\w{3}|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/.test(code);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PostgresCluster {
  urlOf(database: string): string;
  /** Ends the server and removes all that it wrote. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL of its own in a temporary folder, reached by a local socket alone.
 * `durable`: waits for the disk, as in production.
 * @throws Error when PostgreSQL is not installed or does not start
 */
export async function startPostgres({ durable } = { durable: false }): Promise<PostgresCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-pg-'));
  const keeperFile = join(import.meta.dirname, 'postgres-keeper.ts');
  const keeper = spawn(process.execPath, [keeperFile, folder, durable ? 'durable' : ''], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A Ctrl-C at the terminal goes to the tests, which then close the keeper's input.
    detached: true,
  });
  const ended = once(keeper, 'exit');
  const ready = once(keeper.stdout, 'data');
  const first = await Promise.race([ready, ended.then(() => null)]);
  if (first === null) {
    throw new Error('PostgreSQL does not start; `npm test` sets it up, or: apt-get install postgresql');
  }
  return {
    urlOf: (database) => urlIn(folder, database),
    async stop() {
      keeper.stdin.end();
      await ended;
    },
  };
}

/** Address of a database of the cluster whose socket lies in `folder`. */
function urlIn(folder: string, database: string): string {
  return `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
}

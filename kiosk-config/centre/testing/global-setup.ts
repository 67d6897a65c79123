import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { TestProject } from 'vitest/node';
import { startPostgres, type PostgresCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Socket that answers the address of the run's PostgreSQL, and starts it when it is asked first. */
    postgresDoor: string;
  }
}

/** One PostgreSQL for all test files of a run; a run that needs none starts none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-pg-door-'));
  let cluster: Promise<PostgresCluster> | null = null;
  const door = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    cluster ??= startPostgres();
    cluster.then(
      ({ urlOf }) => socket.end(urlOf('postgres')),
      (error: Error) => socket.end(`cannot: ${error.message}`),
    );
  });
  const path = join(folder, 'door');
  door.listen(path);
  await once(door, 'listening');
  project.provide('postgresDoor', path);
  return async () => {
    door.close();
    await cluster?.then(
      (running) => running.stop(),
      () => {},
    );
    rmSync(folder, { recursive: true, force: true });
  };
}

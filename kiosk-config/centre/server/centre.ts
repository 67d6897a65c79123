import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { openDatabase, type CentreDatabase, type DatabaseSource } from '../database/database.ts';
import { CENTRE_KEY_VARIABLE, checkSealing, createSealing, loadCentreKey } from '../keys/sealing.ts';
import type { Clock } from './clock.ts';
import { startJobs } from './jobs.ts';
import { buildServer, type Pages } from './server.ts';
import { createServices, type Services } from './services.ts';

/** Where a centre keeps what it has. */
export interface CentrePlace {
  /** Key of the centre, and its database unless `databaseUrl` is given. */
  readonly dataFolder: string;
  /** `postgres://…`; null: a file of SQLite in the data folder. */
  readonly databaseUrl: string | null;
  readonly clock?: Clock;
}

export interface CentreOptions extends CentrePlace {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly origin: string | null;
  readonly proxies: readonly string[];
  readonly pages: Pages | null;
  readonly log: boolean;
}

export interface Centre {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly services: Services;
  /** Takes nothing new, finishes what is under way, and closes the database. */
  close(): Promise<void>;
}

/** Runs `work` with the services of a centre, without a server; for commands. */
export async function withServices<T>(
  place: CentrePlace,
  work: (services: Services) => Promise<T>,
): Promise<T> {
  const { services, database } = await openServices(place, () => {});
  try {
    return await work(services);
  } finally {
    await database.close();
  }
}

/**
 * One process of the centre; several may run side by side on one PostgreSQL.
 * @throws Error when the database cannot be opened, the key is another one or the port is taken
 */
export async function startCentre(options: CentreOptions): Promise<Centre> {
  let app: FastifyInstance | null = null;
  const { services, database } = await openServices(options, (error) =>
    app?.log.warn({ err: error }, 'database'),
  );
  try {
    app = await buildServer({ ...options, services });
    const url = await app.listen({ host: options.host, port: options.port });
    const running = app;
    const jobs = startJobs(app, services);
    return {
      ...{ url, app, services },
      async close() {
        await running.close();
        await jobs.stop();
        await database.close();
      },
    };
  } catch (error) {
    await app?.close();
    await database.close();
    throw error;
  }
}

async function openServices(
  { dataFolder, databaseUrl, clock = () => new Date() }: CentrePlace,
  onError: (error: Error) => void,
): Promise<{ services: Services; database: CentreDatabase }> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const source: DatabaseSource =
    databaseUrl === null ? { file: join(dataFolder, 'centre.sqlite') } : { url: databaseUrl };
  const sealing = createSealing(loadCentreKey(dataFolder, process.env[CENTRE_KEY_VARIABLE]));
  const database = await openDatabase(source, onError);
  try {
    await checkSealing(database, sealing);
    const checkpointFile = join(dataFolder, 'audit-checkpoints.jsonl');
    return { services: createServices({ database, clock, sealing, checkpointFile }), database };
  } catch (error) {
    await database.close();
    throw error;
  }
}

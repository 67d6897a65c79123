import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, inject } from 'vitest';
import { openDatabase, type CentreDatabase, type DatabaseSource } from '../database/database.ts';

/** One of the two databases that the centre runs on. */
export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** A place for a new, empty database; it is gone when the file's tests are done. */
  place(): Promise<DatabaseSource>;
  /** Opens `source`, or a new place; closed when the file's tests are done. */
  open(source?: DatabaseSource): Promise<CentreDatabase>;
}

/** Describes something once on SQLite and once on a real PostgreSQL. */
export function eachDatabase(name: string, tests: (engine: Engine) => void): void {
  for (const engine of ['SQLite', 'PostgreSQL'] as const) {
    describe(`${name} (${engine})`, () => onDatabase(engine, tests));
  }
}

/** Describes something that only one of the databases can show. */
export function onDatabase(name: Engine['name'], tests: (engine: Engine) => void): void {
  const opened: CentreDatabase[] = [];
  const removals: (() => Promise<void>)[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    for (const remove of removals) await remove();
  });
  const place = async (): Promise<DatabaseSource> => {
    const made = name === 'SQLite' ? sqlitePlace() : await postgresPlace();
    removals.push(made.remove);
    return made.source;
  };
  tests({
    name,
    place,
    async open(source) {
      const database = await openDatabase(source ?? (await place()));
      opened.push(database);
      return database;
    },
  });
}

interface Place {
  readonly source: DatabaseSource;
  readonly remove: () => Promise<void>;
}

function sqlitePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-centre-'));
  return {
    source: { file: join(folder, 'centre.sqlite') },
    remove: async () => rmSync(folder, { recursive: true }),
  };
}

async function postgresPlace(): Promise<Place> {
  const server = await postgresUrl();
  const database = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `create database ${database}`);
  return {
    source: { url: server.replace('/postgres?', `/${database}?`) },
    remove: () => administer(server, `drop database ${database} with (force)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Asks the run's global set-up, which starts the server for the first who asks. */
async function postgresUrl(): Promise<string> {
  const socket = connect(inject('postgresDoor'));
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'end');
  if (!answer.startsWith('postgres://')) throw new Error(answer);
  return answer;
}

import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { CentreDatabase } from '../database/database.ts';
import { createSealing } from '../keys/sealing.ts';
import { buildServer } from '../server/server.ts';
import { createServices, type Services } from '../server/services.ts';
import { callersOf, type Callers } from './callers.ts';
import type { Engine } from './each-database.ts';

/** A centre without a socket, with a clock that stands until it is moved. */
export interface TestCentre extends Callers {
  readonly app: FastifyInstance;
  readonly services: Services;
  readonly database: CentreDatabase;
  now(): Date;
  forward(milliseconds: number): void;
}

/** @param database of the engine; a new one is opened when it is left out */
export async function testCentre(engine: Engine, database?: CentreDatabase): Promise<TestCentre> {
  const opened = database ?? (await engine.open());
  let time = new Date('2026-03-02T01:00:00.000Z');
  const sealing = createSealing(randomBytes(32));
  const now = () => new Date(time);
  const services = createServices({ database: opened, clock: now, sealing, checkpointFile: null });
  const app = await buildServer({ services, origin: null, proxies: ['192.0.2.9'], pages: null, log: false });
  return {
    ...{ app, services, database: opened, now },
    ...callersOf(app, opened, now),
    forward: (milliseconds) => void (time = new Date(time.getTime() + milliseconds)),
  };
}

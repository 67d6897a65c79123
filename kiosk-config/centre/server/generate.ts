import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { openDatabase } from '../database/database.ts';
import { createSealing } from '../keys/sealing.ts';
import { buildServer } from './server.ts';
import { createServices } from './services.ts';

/** Where the centre's OpenAPI document lies: `node kiosk-config/centre/server/generate.ts` writes it. */
export const OPENAPI_FILE = fileURLToPath(new URL('../contract/openapi.json', import.meta.url));

/** The document of the routes that the server really has, formatted as the project's files are. */
export async function openApiText(): Promise<string> {
  const database = await openDatabase({ file: ':memory:' });
  const ground = {
    database,
    clock: () => new Date(),
    sealing: createSealing(randomBytes(32)),
    checkpointFile: null,
  };
  const app = await buildServer({
    services: createServices(ground),
    ...{ origin: null, proxies: [], pages: null, log: false },
  });
  await app.ready();
  const document = JSON.stringify(app.swagger());
  await app.close();
  await database.close();
  const options = (await prettier.resolveConfig(OPENAPI_FILE)) ?? {};
  return prettier.format(document, { ...options, filepath: OPENAPI_FILE });
}

if (import.meta.main) writeFileSync(OPENAPI_FILE, await openApiText());

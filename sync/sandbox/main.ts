import { z } from 'zod';
import { requestKeySchema, suiteNames } from '../contract/index.ts';
import { startSandbox } from './index.ts';

/**
 * The sandbox as a process: `node sandbox/main.ts '{"port":0,"dataFolder":null,"catalogueFolder":"…"}'`. A parent
 * gets `{ready, url, keys, terminalKeys}` as a message; without one the same is printed as a line of JSON.
 */
const options = z
  .strictObject({
    port: z.int().min(0).max(65_535),
    host: z.string().default('127.0.0.1'),
    dataFolder: z.string().nullable(),
    catalogueFolder: z.string().optional(),
    centre: z.strictObject({ url: z.url(), root: z.looseObject({}) }).optional(),
    suite: z.enum(suiteNames).default('jose'),
    terminals: z
      .array(z.strictObject({ terminalId: z.string(), key: requestKeySchema.nullable() }))
      .default([]),
    requireSignature: z.boolean().optional(),
    delays: z
      .strictObject({
        ...{ latencyMs: z.number().min(0), retryAfterS: z.int().min(0) },
        ...{ reorderMs: z.number().min(0), slowBodyMs: z.number().min(0) },
      })
      .partial()
      .default({}),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const sandbox = await startSandbox(options as Parameters<typeof startSandbox>[0]);
const ready = {
  ...{ ready: true, url: sandbox.url, keys: sandbox.keys },
  terminalKeys: sandbox.terminalKeys,
};
if (process.send) process.send(ready);
else process.stdout.write(`${JSON.stringify(ready)}\n`);

const stop = (): void => void sandbox.close().then(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);

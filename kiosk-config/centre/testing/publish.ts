/**
 * A process that publishes what waits, once, when a line comes: data folder and database address as arguments. Says
 * `ready` when it may be told, and `published` afterwards.
 */
import { once } from 'node:events';
import { withServices } from '../server/centre.ts';

const [dataFolder = '', databaseUrl = ''] = process.argv.slice(2);
await withServices({ dataFolder, databaseUrl: databaseUrl || null }, async ({ publisher }) => {
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
  await publisher.drain();
  process.stdout.write('published\n');
});
process.exit(0);

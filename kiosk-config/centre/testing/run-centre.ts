/**
 * A process of the centre for tests: data folder and database address as arguments. Writes its own address, then what it
 * hears on the topic `test`; publishes there each line that it is given. SIGTERM ends it.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startCentre } from '../server/centre.ts';

const [dataFolder = '', databaseUrl = ''] = process.argv.slice(2);
const { url, services, close } = await startCentre({
  ...{ dataFolder, databaseUrl, host: '127.0.0.1', port: 0 },
  ...{ origin: null, proxies: [], pages: null, log: true },
});
services.database.push.subscribe('test', {
  message: (message) => void process.stdout.write(`${JSON.stringify(message)}\n`),
  missed: () => {},
});
createInterface(process.stdin).on('line', (line) => {
  void services.database.change((change) => change.publish('test', { from: process.pid, line }));
});
process.stdout.write(`${JSON.stringify({ url })}\n`);
await once(process, 'SIGTERM');
await close();
process.exit(0);

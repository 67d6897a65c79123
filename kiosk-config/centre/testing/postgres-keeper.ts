/**
 * Runs a PostgreSQL cluster in the folder that it is given, for as long as its standard input is open: so none outlives
 * the tests, however they end. Writes `ready` when it takes connections.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where Debian puts each major version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

const folder = process.argv[2] ?? '';
const data = join(folder, 'data');
// PostgreSQL refuses to run as root.
const identity = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid);
const asPostgres = { ...identity, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };

execFileSync(
  program('initdb'),
  ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
  { ...asPostgres, stdio: ['ignore', 'ignore', 'inherit'] },
);
const settings = {
  listen_addresses: '',
  unix_socket_directories: folder,
  max_connections: '300',
  ...(process.argv[3] === 'durable' ? {} : { fsync: 'off', full_page_writes: 'off' }),
};
const server = spawn(
  program('postgres'),
  ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
  { ...asPostgres, stdio: ['ignore', 'ignore', 'pipe'] },
);
const lines = createInterface(server.stderr);
lines.on('line', (line) => {
  if (line.includes('FATAL:  could not') || line.includes('PANIC:')) process.stderr.write(`${line}\n`);
  if (line.includes('ready to accept connections')) process.stdout.write('ready\n');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.stdin.resume().on('end', () => server.kill('SIGINT'));
const [code] = (await once(server, 'exit')) as [number | null];
rmSync(folder, { recursive: true, force: true });
process.exit(code ?? 1);

function idOf(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
}

function program(name: string): string {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [];
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? name : join(DEBIAN_FOLDER, newest, 'bin', name);
}

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { inviteFirstAdministrator } from '../people/first-administrator.ts';
import { codeAt } from '../people/totp.ts';
import { onDatabase } from '../testing/each-database.ts';
import { withServices } from './centre.ts';

const PASSWORD = 'Correct horse 2026';
const PROGRAM = join(import.meta.dirname, '../testing/run-centre.ts');

interface Running {
  readonly url: string;
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly lines: Interface;
}

async function start(dataFolder: string, databaseUrl: string): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM, dataFolder, databaseUrl], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface(child.stdout);
  const [line] = (await once(lines, 'line')) as [string];
  return { ...(JSON.parse(line) as { url: string }), child, lines };
}

function post({ url }: Running, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify(body),
  });
}

onDatabase('PostgreSQL', (engine) => {
  it('who logs in at one is known at the other, messages go across, and one goes on when the other is killed', async () => {
    const source = await engine.place();
    if (!('url' in source)) throw new Error('this is about PostgreSQL');
    const folder = mkdtempSync(join(tmpdir(), 'tongban-centre-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    // Both make the schema and the key at once.
    const [a, b] = await Promise.all([start(folder, source.url), start(folder, source.url)]);
    const place = { dataFolder: folder, databaseUrl: source.url };
    const invited = await withServices(place, (services) => inviteFirstAdministrator(services, 'admin'));
    const { token } = invited!.invitation;

    // The invitation is opened at one and accepted at the other.
    const { totpSecret } = (await (await post(a, '/v1/invitation', { token })).json()) as {
      totpSecret: string;
    };
    const stepAgo = new Date(Date.now() - 30_000);
    const accepted = { token, password: PASSWORD, code: codeAt(totpSecret, stepAgo) };
    expect((await post(b, '/v1/invitation/acceptance', accepted)).status).toBe(204);
    const loggedIn = await post(a, '/v1/session', {
      ...{ name: 'admin', password: PASSWORD, code: codeAt(totpSecret, new Date()) },
    });
    expect(loggedIn.status).toBe(200);
    const cookie = String(loggedIn.headers.get('set-cookie')).split(';')[0]!;
    const me = await fetch(`${b.url}/v1/session`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ name: 'admin', role: 'administrator' });

    // Failures count together.
    const wrong = { name: 'admin', password: 'wrong', code: '000000' };
    const statuses = [];
    for (const where of [a, b, a, b, a]) statuses.push((await post(where, '/v1/session', wrong)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 429]);

    const heard = once(b.lines, 'line');
    a.child.stdin.write('hello\n');
    expect(JSON.parse((await heard)[0] as string)).toEqual({ from: a.child.pid, line: 'hello' });

    a.child.kill('SIGKILL');
    await once(a.child, 'exit');
    const still = await fetch(`${b.url}/v1/session`, { headers: { cookie } });
    expect(still.status).toBe(200);
    b.child.kill('SIGTERM');
    await once(b.child, 'exit');
    expect(b.child.exitCode).toBe(0);
  });
});

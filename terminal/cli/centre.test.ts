import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeAt } from '@tongban/kiosk-config/centre/testing';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder, tongban } from './test-support.ts';

const PASSWORD = 'Correct horse 2026';

it(
  'the centre starts with one command, and its first account is invited by another',
  { timeout: 120_000 },
  async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'centre');
    const child = spawn(process.execPath, [
      join(import.meta.dirname, 'bin/tongban.mjs'),
      ...['centre', '--port', '0', '--data', data, '--json'],
    ]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const lines = createInterface(child.stdout);
    const [line] = (await once(lines, 'line')) as [string];
    const { url, database } = JSON.parse(line) as { url: string; database: string };
    expect(database).toBe('SQLite');
    expect(await (await fetch(`${url}/v1/health`)).json()).toMatchObject({
      status: 'ok',
      database: 'sqlite',
    });

    const init = await tongban('centre', 'init', '--data', data, '--json');
    expect(init.json()).toMatchObject({ ok: true, name: 'admin' });
    const { token } = init.json();
    const root = String(init.json()['root']);
    expect(JSON.parse(readFileSync(root, 'utf8'))).toMatchObject({ signed: { _type: 'root', version: 1 } });
    // For its three holders, and readable to nobody else meanwhile.
    expect(statSync(join(dirname(root), 'root-key-3.pem')).mode & 0o777).toBe(0o600);
    const post = (path: string, body: unknown) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify(body),
      });
    const { totpSecret } = (await (await post('/v1/invitation', { token })).json()) as { totpSecret: string };
    const code = codeAt(totpSecret, new Date());
    expect((await post('/v1/invitation/acceptance', { token, password: PASSWORD, code })).status).toBe(204);

    const again = await tongban('centre', 'init', '--data', data, '--json');
    expect([again.code, again.json()]).toMatchObject([1, { reason: 'already-there' }]);
    const verified = await tongban('centre', 'verify-audit', '--data', data, '--json');
    expect(verified.json()).toMatchObject({ ok: true, entries: 2 });

    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  },
);

it('a database that cannot be reached is said in words, without a trace', async () => {
  using folder = temporaryFolder();
  const run = await tongban('centre', 'verify-audit', '--data', join('/dev/null', folder.path), '--json');
  expect([run.code, run.json()]).toMatchObject([1, { reason: 'cannot-open' }]);
  expect(run.stderr).not.toContain('    at ');
});

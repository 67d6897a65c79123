import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder, tongban } from './test-support.ts';

it('the sandbox says where platform and portal are, keeps its data, and ends when it is told to', async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'platform');
  const run = async () => {
    const child = spawn(process.execPath, [
      join(import.meta.dirname, 'bin/tongban.mjs'),
      ...['sandbox', '--port', '0', '--data', data, '--json'],
    ]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const lines = createInterface(child.stdout);
    const [line] = (await once(lines, 'line')) as [string];
    return { child, lines, ready: JSON.parse(line) as { url: string; portal: string; keys: unknown } };
  };
  const { child, lines, ready } = await run();
  const page = await (await fetch(ready.portal)).text();
  expect(page).toContain('老年综合津贴');
  const taken = await tongban('sandbox', '--port', new URL(ready.url).port, '--json');
  expect([taken.code, taken.json()]).toMatchObject([1, { reason: 'port-in-use' }]);

  const last = once(lines, 'line');
  child.kill('SIGTERM');
  expect(JSON.parse((await last)[0] as string)).toMatchObject({ ok: true, url: ready.url });
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  await expect(fetch(ready.portal)).rejects.toThrow(TypeError);

  const again = await run();
  expect(again.ready.keys).toEqual(ready.keys);
  again.child.kill('SIGTERM');
  await once(again.child, 'exit');
});

it('what cannot be a port is not understood', async () => {
  expect((await tongban('sandbox', '--port', '70000', '--json')).code).toBe(2);
});

import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

let start: ChildProcess | undefined;
afterEach(() => {
  // The whole group: a failed test must not leave a kiosk behind.
  if (start?.pid && start.exitCode === null && start.signalCode === null) process.kill(-start.pid, 'SIGKILL');
});

it('npm start shows the kiosk live on the bench page, and Ctrl-C stops everything', async () => {
  const [bench, sandbox] = [await freePort(), await freePort()];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TONGBAN_BENCH_PORT: String(bench),
    TONGBAN_SANDBOX_PORT: String(sandbox),
  };
  delete env['DISPLAY'];
  delete env['WAYLAND_DISPLAY'];
  // A group of its own, so that the signal reaches all of them as Ctrl-C on a terminal does.
  start = spawn(process.execPath, [join(import.meta.dirname, '../tools/start.mjs')], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const started = start;
  let output = '';
  const running = new Promise<void>((resolve, reject) => {
    started.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (output.includes('Ctrl-C stops everything')) resolve();
    });
    started.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
  const gone = new Promise<number | null>((resolve) => started.once('exit', resolve));
  await running;
  expect(output).toContain(`http://127.0.0.1:${bench}/`);

  const picture = async () => {
    const answer = await fetch(`http://127.0.0.1:${bench}/api/screen.png`);
    return (await answer.arrayBuffer()).byteLength;
  };
  // A blank display is some kilobytes; the attract screen, once it is painted, is a picture.
  await expect.poll(picture, { timeout: 10_000 }).toBeGreaterThan(50_000);

  process.kill(-(started.pid ?? 0), 'SIGINT');
  expect(await gone).toBe(0);
  expect(output).toContain('everything stopped');
  await expect(fetch(`http://127.0.0.1:${bench}/`)).rejects.toThrow();
  await expect(fetch(`http://127.0.0.1:${sandbox}/`)).rejects.toThrow();
});

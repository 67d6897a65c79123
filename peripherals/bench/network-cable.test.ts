import { createServer, request, Agent, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NetworkCable } from './network-cable.ts';

let platform: Server;
let cable: NetworkCable;
let seen: string[];
let agent: Agent;

beforeEach(async () => {
  seen = [];
  platform = createServer((incoming, answer) => {
    seen.push(incoming.url ?? '');
    incoming.pipe(answer);
  });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const { port } = platform.address() as AddressInfo;
  cable = await NetworkCable.lay({ networkPort: 0, platformUrl: `http://127.0.0.1:${port}` });
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});

afterEach(async () => {
  agent.destroy();
  await cable.close();
  platform.closeAllConnections();
  await new Promise<void>((resolve) => platform.close(() => resolve()));
});

function send(path: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: cable.port, path, method: 'POST', agent },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.on('end', () => resolve(text));
        answer.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('cable in: an exchange far larger than a socket buffer passes both ways unchanged', async () => {
  const body = '通办'.repeat(500_000);
  expect(await send('/large', body)).toBe(body);
});

test('cable out: the connection in use and every new one fail; in again: the next request passes', async () => {
  await send('/before', 'a');
  cable.set('off');
  await expect(send('/kept-alive', 'b')).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
  await expect(send('/new', 'c')).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
  cable.set('on');
  expect(await send('/after', 'd')).toBe('d');
  expect(seen).toEqual(['/before', '/after']);
});

test('cable hangs: nothing arrives on an old or a new connection until it is on again', async () => {
  await send('/before', 'a');
  cable.set('hang');
  let answered = 0;
  const old = send('/old', 'b').finally(() => (answered += 1));
  const other = new Agent();
  const fresh = new Promise<void>((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: cable.port, path: '/fresh', agent: other },
      (answer) => {
        answer.resume().on('end', resolve);
      },
    );
    outgoing.on('error', reject).end();
  }).finally(() => (answered += 1));
  // The platform answers a direct call meanwhile: had bytes of the others passed, they would have been seen before it.
  const { port } = platform.address() as AddressInfo;
  for (let round = 0; round < 5; round += 1) await fetch(`http://127.0.0.1:${port}/direct`);
  expect(seen.filter((path) => path !== '/direct')).toEqual(['/before']);
  expect(answered).toBe(0);
  cable.set('on');
  expect(await old).toBe('b');
  await fresh;
  expect(seen).toEqual(expect.arrayContaining(['/old', '/fresh']));
});

test('reset next: exactly one exchange is reset, and the platform never saw it', async () => {
  await send('/before', 'a');
  cable.armReset();
  expect(cable.resetNext).toBe(true);
  await expect(send('/reset', 'b')).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(cable.resetNext).toBe(false);
  expect(await send('/after', 'c')).toBe('c');
  expect(seen).toEqual(['/before', '/after']);
});

test('platform not running: the terminal is reset at once instead of waiting', async () => {
  const { port } = platform.address() as AddressInfo;
  const alone = await NetworkCable.lay({ networkPort: 0, platformUrl: `http://127.0.0.1:${port}` });
  platform.closeAllConnections();
  await new Promise<void>((resolve) => platform.close(() => resolve()));
  await expect(fetch(`http://127.0.0.1:${alone.port}/`)).rejects.toThrow();
  await alone.close();
  platform = createServer().listen(0, '127.0.0.1');
});

test('every move of the cable is told once', () => {
  const states: string[] = [];
  const stop = cable.onChange(() => states.push(cable.state));
  cable.set('off');
  cable.set('off');
  cable.set('on');
  stop();
  cable.set('hang');
  expect(states).toEqual(['off', 'on']);
});

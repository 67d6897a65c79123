import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VIEW_CHANGED, type KioskView } from '@tongban/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';
import { serveContract } from './rpc-server.ts';

let folder: string;
let work: SessionAtWork;
let server: { close(): Promise<void> };
let connection: MessageConnection;
const refused: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-rpc-'));
  work = sessionAtWork();
  refused.length = 0;
  const path = join(folder, 'run/core.sock');
  server = await serveContract(path, work.session, (event, facts) =>
    refused.push(`${event} ${String(facts?.['reason'])}`),
  );
  const socket = connect(path);
  connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  connection.listen();
});
afterEach(async () => {
  connection.dispose();
  await server.close();
  work.stop();
  rmSync(folder, { recursive: true });
});

it('answers the view and pushes each change', async () => {
  const pushed = new Promise<KioskView>((resolve) => connection.onNotification(VIEW_CHANGED, resolve));
  const view = await connection.sendRequest<KioskView>('view.get', {});
  expect(view.session).toEqual({ screen: 'attract', matterCount: 4 });
  await connection.sendRequest('session.start', {});
  const next = await pushed;
  expect(next.session.screen).toBe('choose');
  expect(next.revision).toBeGreaterThan(view.revision);
});

it.each([
  ['shell.openExternal', {}],
  ['session.start', { now: true }],
  ['session.chooseMatter', { matter: '' }],
  ['session.answer', { field: 'phone', value: 5 }],
  ['session.setLanguage', { language: 'tlh' }],
])('refuses %s with %o', async (method, params) => {
  await expect(connection.sendRequest(method, params)).rejects.toThrow();
  expect(work.screen().screen).toBe('attract');
  expect(refused).toHaveLength(1);
});

it('does not repeat a value in what it refuses', async () => {
  const secret = '6222021001112223331'.repeat(200);
  await expect(
    connection.sendRequest('session.answer', { field: 'bankCard', value: secret }),
  ).rejects.toThrow('session.answer: value');
  expect(refused.join()).not.toContain('62220');
});

it('is a door for its own user only', () => {
  expect(statSync(join(folder, 'run/core.sock')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'run')).mode & 0o777).toBe(0o700);
});

it('survives a shell that dies while views are pushed', async () => {
  const socket = connect(join(folder, 'run/core.sock'));
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
  // Each of these is pushed to a connection that is going or gone.
  for (let touch = 0; touch < 20; touch++) work.session.setCareMode(touch % 2 === 0);
  expect((await connection.sendRequest<KioskView>('view.get', {})).session.screen).toBe('attract');
});

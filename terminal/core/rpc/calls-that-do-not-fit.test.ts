import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { USUAL_DISPLAY, VIEW_CHANGED, type KioskView } from '@tongban/contract';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { comeToPaper, drawing, paper, photo } from '../testing/papers.ts';
import type { SessionAtWork } from '../testing/session-at-work.ts';
import { technicianAtWork, type TechnicianAtWork } from '../testing/technician-at-work.ts';
import { serveContract } from './rpc-server.ts';

let folder: string;
let work: SessionAtWork;
let at: TechnicianAtWork;
let server: { close(): Promise<void> };
let connection: MessageConnection;
const refused: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-rpc-'));
  at = technicianAtWork();
  ({ work } = at);
  refused.length = 0;
  const path = join(folder, 'run/core.sock');
  server = await serveContract(path, at.screen, (event, facts) =>
    refused.push(`${event} ${String(facts?.['reason'])}`),
  );
  const socket = connect(path);
  connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  connection.listen();
});
afterEach(async () => {
  connection.dispose();
  await server.close();
  at.stop();
  rmSync(folder, { recursive: true });
});

it('answers the view and pushes each change', async () => {
  const pushed = new Promise<KioskView>((resolve) => connection.onNotification(VIEW_CHANGED, resolve));
  const view = await connection.sendRequest<KioskView>('view.get', {});
  expect(view.session).toEqual({ screen: 'attract', matterCount: 22, closed: null });
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
  ['session.addPhoto', { jpeg: '<svg onload="">' }],
  ['session.cameraFailed', { reason: 'NotAllowedError: TEST' }],
  ['technician.code', { code: '1234567' }],
  ['technician.code', { code: 12345678 }],
  ['technician.open', { page: '/etc/passwd' }],
  ['technician.check', { device: 'shell' }],
  ['session.codeScanned', { code: { kind: 'url', text: 'https://example.test' } }],
  ['session.sign', { width: 1600, height: 500, strokes: [[{ x: -1, y: 0, t: 0, pressure: 0.5 }]] }],
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

it('takes a photograph whole, answers its page, and tells how a signature was', async () => {
  const { pages } = await comeToPaper(work);
  expect(pages).toEqual([]);
  await connection.sendRequest('session.openCamera', {});
  // As much as a photograph may be: padded where a JPEG may be, in comments.
  const jpeg = padded(photo, 7_900_000).toString('base64');
  await connection.sendRequest('session.addPhoto', { jpeg });
  const [page] = paper(work).pages;
  expect(await connection.sendRequest('session.page', { page: page?.id })).toEqual({
    dataUrl: `data:image/jpeg;base64,${jpeg}`,
  });
  await connection.sendRequest('session.confirmMaterial', {});
  const empty = { ...drawing, strokes: [] };
  expect(await connection.sendRequest('session.sign', empty)).toEqual({ ok: false, problem: 'empty' });
  expect(await connection.sendRequest('session.sign', drawing)).toEqual({ ok: true });
  expect(work.screen().screen).toBe('review');
});

/** COM segments (ITU-T T.81, B.2.4.5) behind the start of the picture. */
function padded(picture: Buffer, bytes: number): Buffer {
  const longest = 0xffff;
  const comment = Buffer.alloc(longest + 2, 0x20);
  comment.set([0xff, 0xfe, 0xff, 0xff]);
  const count = Math.floor((bytes - picture.length) / comment.length);
  return Buffer.concat([
    picture.subarray(0, 2),
    ...Array.from({ length: count }, () => comment),
    picture.subarray(2),
  ]);
}

it('is a door for its own user only, since nobody else may enter the folder that it made', () => {
  expect(statSync(join(folder, 'run')).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'run/core.sock')).mode & 0o777).toBe(0o660);
});

it('a folder that was made for a group before lets that group in, and nobody else', async () => {
  const prepared = join(folder, 'prepared');
  mkdirSync(prepared, { mode: 0o750 });
  const another = await serveContract(join(prepared, 'core.sock'), at.screen, () => undefined);
  onTestFinished(() => another.close());
  expect(statSync(prepared).mode & 0o777).toBe(0o750);
  expect(statSync(join(prepared, 'core.sock')).mode & 0o777).toBe(0o660);
});

it('survives a shell that dies while views are pushed', async () => {
  const socket = connect(join(folder, 'run/core.sock'));
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
  // Each of these is pushed to a connection that is going or gone.
  for (let touch = 0; touch < 20; touch++) {
    work.session.setDisplay({ ...USUAL_DISPLAY, text: touch % 2 === 0 ? 'large' : 'normal' });
  }
  expect((await connection.sendRequest<KioskView>('view.get', {})).session.screen).toBe('attract');
});

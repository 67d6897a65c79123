import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CoreClient } from './core-client.ts';
import { FakeCore } from './testing/fake-core.ts';

let folder: string;
let core: FakeCore;
let client: CoreClient;
let events: string[];
let written = '';

beforeEach(async () => {
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  folder = await mkdtemp(path.join(tmpdir(), 'tongban-client-'));
  const socketPath = path.join(folder, 'core.sock');
  core = new FakeCore(socketPath);
  events = [];
  client = new CoreClient(
    socketPath,
    (view) => events.push(view.session.screen),
    (away) => events.push(away ? 'away' : 'back'),
  );
});
afterEach(async () => {
  client.stop();
  await core.stop();
  await rm(folder, { recursive: true });
});

const seen = (expected: string[]) => vi.waitFor(() => expect(events).toEqual(expected), { timeout: 3000 });

test('a core that starts later is found, and every change of the view arrives', async () => {
  client.start();
  expect(await client.call('session.start', {})).toEqual({ ok: false, problem: 'core-away' });
  await core.start();
  await seen(['back', 'attract']);
  await core.show({ screen: 'choose', matters: [], finding: null });
  await seen(['back', 'attract', 'choose']);
  expect(
    await client.call('session.setDisplay', { text: 'large', contrast: 'normal', reach: false }),
  ).toEqual({
    ok: true,
    result: null,
  });
  expect(core.calls.at(-1)).toEqual({
    method: 'session.setDisplay',
    params: { text: 'large', contrast: 'normal', reach: false },
  });
});

test('core is killed and comes back: away once, the last view is kept meanwhile, then the new one', async () => {
  await core.start();
  client.start();
  await seen(['back', 'attract']);
  await core.show({ screen: 'choose', matters: [], finding: null });
  await seen(['back', 'attract', 'choose']);
  await core.stop();
  await seen(['back', 'attract', 'choose', 'away']);
  expect(client.lastView?.session.screen).toBe('choose');
  // A restarted core counts its revisions from the beginning.
  const restarted = new FakeCore(path.join(folder, 'core.sock'));
  await restarted.start();
  await seen(['back', 'attract', 'choose', 'away', 'back', 'attract']);
  await restarted.stop();
});

test('garbage on the socket ends that connection only', async () => {
  await core.start();
  client.start();
  await seen(['back', 'attract']);
  core.sendGarbage();
  await seen(['back', 'attract', 'away', 'back', 'attract']);
});

test("an error of core's crosses without its text, and reaches no log", async () => {
  await core.start();
  client.start();
  await seen(['back', 'attract']);
  const answer = await client.call('session.check', { field: 'x', value: 'y' });
  expect(answer).toEqual({ ok: false, problem: 'failed' });
  expect(written).toContain('"event":"call-failed"');
  expect(written).not.toContain('typed');
});

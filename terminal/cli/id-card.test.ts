import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { citizens, hostOnPty, IdCardReaderSimulator } from '@tongban/peripherals/id-card-reader/simulator';
import type { PtyHost } from '@tongban/peripherals/id-card-reader/simulator';
import { temporaryFolder, tongban } from './test-support.ts';

const zhang = citizens[0]!;
const SECRETS = [zhang.name, zhang.idNumber, zhang.address, zhang.birth, '1990-05-17'];

let folder: ReturnType<typeof temporaryFolder>;
let simulator: IdCardReaderSimulator;
let host: PtyHost;
let port: string;
beforeEach(async () => {
  folder = temporaryFolder();
  port = join(folder.path, 'tty');
  simulator = new IdCardReaderSimulator();
  host = await hostOnPty(simulator, { link: port });
});
afterEach(async () => {
  await host.close();
  folder[Symbol.dispose]();
});

it('reads a card and masks it, in words and as JSON', async () => {
  simulator.placeCard(zhang);
  const run = await tongban('device', 'read', 'id-card', '--port', port, '--json');
  expect(run.code).toBe(0);
  expect(run.json()).toMatchObject({
    ok: true,
    card: { type: 'citizen', name: '张**', birth: '***', validTo: '2038-06-01', photoWlt: '1024 bytes' },
  });
  for (const secret of SECRETS) expect(run.stdout + run.stderr).not.toContain(secret);
});

it('shows the card when told to, and never its management number', async () => {
  simulator.placeCard(zhang);
  const run = await tongban('device', 'read', 'id-card', '--port', port, '--json', '--reveal');
  expect(run.json()).toMatchObject({
    ok: true,
    card: { name: zhang.name, idNumber: zhang.idNumber, birth: '1990-05-17', managementNumber: '28 bytes' },
  });
});

it('says that no card came, with the next step, in the language asked for', async () => {
  const run = await tongban('device', 'read', 'id-card', '--port', port, '--json', '--timeout', '1');
  expect(run.code).toBe(1);
  expect(run.json()).toEqual({ ok: false, reason: 'no-card', next: '拿起证件重新放好，再运行一次。' });
  const english = await tongban(
    'device',
    'read',
    'id-card',
    '--port',
    port,
    '--timeout',
    '1',
    '--lang',
    'en',
  );
  expect(english.code).toBe(1);
  expect(english.stdout).toContain('✗ No card was put there.');
  expect(english.stdout).toContain('What to do: Lift the card');
});

it('a reader with a fault ends it at once', async () => {
  simulator.faults.failRepeatedly('self-test');
  const run = await tongban('device', 'read', 'id-card', '--port', port, '--json');
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({ ok: false, reason: 'fault' });
});

it('records a card without its holder, and replays it to the same words', async () => {
  simulator.placeCard(zhang);
  const file = join(folder.path, 'card.jsonl');
  const recorded = await tongban('device', 'record', 'id-card', '--port', port, '--output', file, '--json');
  expect(recorded.json()).toMatchObject({ ok: true, card: { name: '张**' } });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const text = readFileSync(file, 'utf8');
  for (const secret of SECRETS) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret, 'utf16le').toString('hex'));
  }
  const replayed = await tongban('device', 'replay', file, '--json', '--reveal');
  expect(replayed.code).toBe(0);
  expect(replayed.json()).toMatchObject({ ok: true, card: { type: 'citizen', name: '测试 TEST' } });
  // Of a card that was taken away: the recording ends, and the wait for a card with it.
  const cut = join(folder.path, 'cut.jsonl');
  writeFileSync(cut, text.split('\n').slice(0, 4).join('\n') + '\n');
  const asked = performance.now();
  const waited = await tongban('device', 'replay', cut, '--timeout', '1', '--json');
  expect([waited.code, waited.json()['ok']]).toEqual([1, false]);
  expect(performance.now() - asked).toBeLessThan(15_000);
  const wrong = await tongban('device', 'replay', cut, '--timeout', 'soon', '--json');
  expect([wrong.code, wrong.json()['reason']]).toEqual([2, 'usage']);
  // A second recording does not replace the first.
  const again = await tongban('device', 'record', 'id-card', '--port', port, '--output', file, '--json');
  expect([again.code, again.json()['reason']]).toEqual([2, 'usage']);
  expect(existsSync(file)).toBe(true);
});

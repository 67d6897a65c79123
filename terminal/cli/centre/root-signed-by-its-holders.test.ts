import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder, tongban, type CliRun } from '../test-support.ts';

vi.setConfig({ testTimeout: 180_000 });

/** A founded centre in a folder, and `centre root …` on it. */
async function desk() {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const at = (name: string): string => join(folder.path, name);
  const place = ['--data', at('centre')];
  expect((await tongban('centre', 'init', ...place, '--json')).code).toBe(0);
  const root = at('centre/root/root.json');
  return {
    ...{ at, place, root, next: at('next.json') },
    key: (n: number): string => at(`centre/root/root-key-${n}.pem`),
    run: (...args: readonly string[]): Promise<CliRun> => tongban('centre', 'root', ...args, '--json'),
  };
}

interface RootFile {
  readonly signed: { readonly roles: { readonly root: { readonly keyids: readonly string[] } } };
}

function holdersIn(file: string): readonly string[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as RootFile).signed.roles.root.keyids;
}

test('two holders sign the yearly root, the centre adopts it, and new terminals are set up with it', async () => {
  const { at, place, root, next, key, run } = await desk();
  const composed = await run('next', '--out', next, ...place);
  expect(composed.json()).toMatchObject({
    ok: true,
    version: 2,
    signedBy: [],
    newHolders: [],
    newOnline: [],
  });
  const tooEarly = await run('adopt', next, ...place);
  expect([tooEarly.code, tooEarly.json()]).toMatchObject([1, { reason: 'wrong-keys' }]);

  const first = await run('sign', next, '--from', root, '--key', key(1));
  expect(first.json()).toMatchObject({ ok: true, problem: expect.stringContaining('1/2') as string });
  await run('sign', next, '--from', root, '--key', key(3));
  const looked = await run('show', next, '--from', root);
  expect(looked.json()).toMatchObject({ ok: true, problem: null });
  expect((looked.json()['signedBy'] as unknown[]).length).toBe(2);
  expect((await run('adopt', next, ...place)).json()).toMatchObject({ ok: true, version: 2 });

  const out = at('city.json');
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(at('platform.json'), JSON.stringify(publicKey.export({ format: 'jwk' })));
  const keys = ['--encryption-key', at('platform.json'), '--receipt-key', at('platform.json')];
  const addresses = ['--url', 'https://centre.example', '--platform', 'https://platform.example'];
  expect((await tongban('centre', 'city', ...place, ...addresses, ...keys, '--out', out)).code).toBe(0);
  const city = JSON.parse(readFileSync(out, 'utf8')) as { centre: { root: unknown } };
  expect(city.centre.root).toEqual(JSON.parse(readFileSync(next, 'utf8')));
});

test('a holder whose key is lost is replaced by one who made a key of their own', async () => {
  const { at, place, root, next, key, run } = await desk();
  const made = await run('key', at('new.pem'));
  expect(statSync(at('new.pem')).mode & 0o777).toBe(0o600);
  expect((await run('key', at('new.pem'))).json()).toMatchObject({ reason: 'already-there' });
  const [lost = ''] = holdersIn(root);
  const composed = await run(
    ...['next', '--out', next, '--new-online-keys'],
    ...['--replace', `${lost.slice(0, 8)}=${at('new.pem.pub')}`, ...place],
  );
  expect(composed.json()).toMatchObject({
    ...{ ok: true, newHolders: [made.json()['key']], goneHolders: [lost] },
    newOnline: ['targets', 'snapshot', 'timestamp'],
  });
  for (const holder of [key(2), key(3), at('new.pem')])
    expect((await run('sign', next, '--from', root, '--key', holder)).code).toBe(0);
  expect((await run('adopt', next, ...place)).json()).toMatchObject({ ok: true, version: 2 });
});

test('what is no root, no key or nobody’s key is refused in words, and nothing is signed or told of it', async () => {
  const { at, place, root, next, key, run } = await desk();
  await run('next', '--out', next, ...place);
  const before = readFileSync(next, 'utf8');
  await run('key', at('stranger.pem'));
  const stranger = await run('sign', next, '--from', root, '--key', at('stranger.pem'));
  expect([stranger.code, stranger.json()]).toMatchObject([1, { reason: 'not-a-holder' }]);
  const noKey = await run('sign', next, '--from', root, '--key', root);
  const noRoot = await run('sign', key(1), '--from', root, '--key', key(1));
  const nothing = await run('sign', next, '--from', at('nothing.json'), '--key', key(1));
  const alone = await run('sign', next, '--key', key(1));
  expect([noKey, noRoot, nothing, alone].map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  expect(noRoot.stderr).toContain('不是根文件');
  const privateKey = await run(
    'next',
    '--replace',
    `${holdersIn(root)[0]}=${key(1)}`,
    '--out',
    at('other.json'),
    ...place,
  );
  expect([privateKey.code, existsSync(at('other.json'))]).toEqual([2, false]);
  const secret = readFileSync(key(1), 'utf8').split('\n')[1] ?? 'none';
  for (const { stdout, stderr } of [stranger, noKey, noRoot, privateKey])
    expect(stdout + stderr).not.toContain(secret);
  expect(readFileSync(next, 'utf8')).toBe(before);
});

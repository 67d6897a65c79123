import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder, tongban } from '../test-support.ts';

vi.setConfig({ testTimeout: 60_000 });

const ADDRESSES = ['--url', 'https://centre.example', '--platform', 'https://platform.example'];

/** A folder with keys of a platform, and the command run on a centre in it. */
function desk() {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const at = (name: string): string => join(folder.path, name);
  const keys = { public: publicKey.export({ format: 'jwk' }), private: privateKey.export({ format: 'jwk' }) };
  for (const [name, key] of Object.entries(keys)) writeFileSync(at(`${name}.json`), JSON.stringify(key));
  const out = at('city.json');
  return {
    ...{ at, out, key: keys.public },
    centre: (command: string, ...args: string[]) =>
      tongban('centre', command, '--data', at('centre'), ...args, '--json'),
    written: () => JSON.parse(readFileSync(out, 'utf8')) as Record<string, Record<string, unknown>>,
  };
}

test('the file for configure holds root, addresses and keys; once more it changes what is given, and keeps the rest', async () => {
  const { at, out, key, centre, written } = desk();
  const { root } = (await centre('init')).json();
  const keys = ['--encryption-key', at('public.json'), '--receipt-key', at('public.json')];
  const first = await centre('city', ...ADDRESSES, ...keys, '--out', out);
  expect(first.json()).toMatchObject({ ok: true, city: out });
  const platform = { url: 'https://platform.example', encryptionKey: key, receiptKey: key };
  const rootFile: unknown = JSON.parse(readFileSync(String(root), 'utf8'));
  expect(written()).toEqual({ centre: { url: 'https://centre.example', root: rootFile }, platform });

  writeFileSync(out, JSON.stringify({ ...written(), site: { staff: { zh: '服务台' } } }));
  await centre('city', '--url', 'https://other.example', '--out', out);
  expect(written()).toEqual({
    centre: { url: 'https://other.example', root: rootFile },
    ...{ platform, site: { staff: { zh: '服务台' } } },
  });
});

test('a private key is not written for all terminals, and what lacks is named', async () => {
  const { at, out, centre } = desk();
  await centre('init');
  const keys = ['--encryption-key', at('private.json'), '--receipt-key', at('public.json')];
  const withPrivate = await centre('city', ...ADDRESSES, ...keys, '--out', out);
  expect([withPrivate.code, withPrivate.json()]).toMatchObject([1, { reason: 'not-whole' }]);
  expect(withPrivate.stderr).toContain('platform.encryptionKey');
  const { d } = JSON.parse(readFileSync(at('private.json'), 'utf8')) as { d: string };
  expect(withPrivate.stdout + withPrivate.stderr).not.toContain(d);
  const withoutKeys = await centre('city', ...ADDRESSES, '--out', out);
  expect(withoutKeys.stderr).toContain('platform.receiptKey');
  expect(existsSync(out)).toBe(false);
});

test('a centre that was not founded has no root to give', async () => {
  const { out, centre } = desk();
  const run = await centre('city', ...ADDRESSES, '--out', out);
  expect([run.code, run.json()]).toMatchObject([1, { reason: 'not-founded' }]);
});

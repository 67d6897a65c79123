import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addSignatures,
  signerWith,
  storeInFolder,
  type PublishedSource,
} from '@tongban/kiosk-config/published';
import { TREE_FACTS } from '@tongban/kiosk-config/releases';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readState } from '../terminal/update/state.ts';
import { Updater } from '../terminal/update/updater.ts';
import { formatsWritten, layRelease, writeFacts } from './package/release.ts';

let place: string;
const at = (name: string): string => join(place, name);
beforeEach(() => void (place = mkdtempSync(join(tmpdir(), 'tongban-release-'))));
afterEach(() => rmSync(place, { recursive: true }));

function release(...args: readonly string[]): string {
  const tool = join(import.meta.dirname, 'release.ts');
  return execFileSync(process.execPath, [tool, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function tree(version: string, content: string): string {
  mkdirSync(at(version), { recursive: true });
  writeFileSync(join(at(version), 'node'), content);
  writeFacts(at(version), version, 'amd64');
  layRelease(at(version), at(`release-${version}`));
  return at(version);
}

it('a tree says in which formats it writes what citizens hand in', () => {
  const formats = formatsWritten();
  expect(Object.keys(formats)).toEqual(['submissions.db', 'modules.db']);
  expect(Math.min(...Object.values(formats))).toBeGreaterThan(0);
  expect(JSON.parse(readFileSync(join(tree('1.0.0', 'TEST'), TREE_FACTS), 'utf8'))).toEqual({
    ...{ version: '1.0.0', architecture: 'amd64', formats },
  });
});

it('a publication is founded, a release added and withdrawn, and a terminal takes it between the two', async () => {
  const baseTree = tree('1.0.0', 'TEST old');
  tree('1.1.0', 'TEST new');
  tree('1.2.0-test', 'TEST');
  release('found', at('repository'), at('keys'));
  expect(() => release('found', at('repository'), at('keys'))).toThrow('there are keys');
  expect(() => release('add', at('repository'), at('keys'), at('release-1.2.0-test'))).toThrow('test build');
  expect(release('add', at('repository'), at('keys'), at('release-1.1.0'))).toContain('✓ published');
  expect(release('add', at('repository'), at('keys'), at('release-1.1.0'))).toContain('✓ unchanged');

  mkdirSync(at('program'));
  const store = storeInFolder(at('repository'));
  const source: PublishedSource = { file: (path) => store.read(path), bundle: () => Promise.resolve(null) };
  const from = { source, root: readFileSync(join(at('keys'), 'root.json')) };
  const updater = new Updater({ folder: at('program'), baseTree, log: () => undefined });
  updater.begin();
  await updater.fetch('1.1.0', from);
  expect(readState(at('program'))?.ready).toEqual({ version: '1.1.0', slot: 'a' });
  expect(readFileSync(join(at('program'), 'a/node'), 'utf8')).toBe('TEST new');

  // Timestamps are signed where the key of targets is not.
  rmSync(join(at('keys'), 'targets-1.pem'));
  expect(release('renew', at('repository'), at('keys'))).toContain('✓ unchanged');
  expect(() => release('withdraw', at('repository'), at('keys'), 'amd64', '1.1.0')).toThrow('keys at hand');
});

it('its root is followed by one with new keys that two holders signed; a terminal of the first root takes what they sign', async () => {
  const baseTree = tree('1.0.0', 'TEST old');
  tree('1.1.0', 'TEST new');
  release('found', at('repository'), at('keys'));
  const first = readFileSync(join(at('keys'), 'root.json'));
  const next = at('root-2.json');
  release('next-root', at('repository'), at('keys'), next, '--new-online-keys');
  expect(() => release('adopt-root', at('repository'), at('keys'), next)).toThrow('0/2');
  const holders = [1, 2].map((n) => signerWith(readFileSync(join(at('keys'), `root-${n}.pem`), 'utf8')));
  writeFileSync(next, await addSignatures(readFileSync(next), holders));
  expect(release('adopt-root', at('repository'), at('keys'), next)).toContain('✓ published');
  // The keys of the first root are of no use any more.
  for (const role of ['targets', 'snapshot', 'timestamp']) rmSync(join(at('keys'), `${role}-1.pem`));
  release('add', at('repository'), at('keys'), at('release-1.1.0'));

  mkdirSync(at('program'));
  const store = storeInFolder(at('repository'));
  const source: PublishedSource = { file: (path) => store.read(path), bundle: () => Promise.resolve(null) };
  const updater = new Updater({ folder: at('program'), baseTree, log: () => undefined });
  updater.begin();
  await updater.fetch('1.1.0', { source, root: first });
  expect(readState(at('program'))?.ready).toEqual({ version: '1.1.0', slot: 'a' });
});

it('what is withdrawn is not taken any more', async () => {
  const baseTree = tree('1.0.0', 'TEST old');
  tree('1.1.0', 'TEST new');
  release('found', at('repository'), at('keys'));
  release('add', at('repository'), at('keys'), at('release-1.1.0'));
  release('withdraw', at('repository'), at('keys'), 'amd64', '1.1.0');
  mkdirSync(at('program'));
  const store = storeInFolder(at('repository'));
  const source: PublishedSource = { file: (path) => store.read(path), bundle: () => Promise.resolve(null) };
  const updater = new Updater({ folder: at('program'), baseTree, log: () => undefined });
  updater.begin();
  await updater.fetch('1.1.0', { source, root: readFileSync(join(at('keys'), 'root.json')) });
  expect(readState(at('program'))).toMatchObject({ ready: null, lastDelay: { reason: 'not-published' } });
});

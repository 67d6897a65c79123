import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigurationStore } from './configuration-store.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tongban-settings-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const [first, second] = [{ diagonalInches: 21 }, { diagonalInches: 32 }];

/** The program with settings that are in force. */
function settled(): ConfigurationStore {
  const store = new ConfigurationStore(folder);
  store.take('standard', 1, first);
  expect(store.begin()).toEqual(first);
  store.proven();
  return store;
}

it('are in force once the program runs with them, and told only then', () => {
  const store = settled();
  store.take('standard', 2, second);
  expect([store.outcome, store.knows('standard', 2)]).toEqual([
    { name: 'standard', version: 1, state: 'applied' },
    true,
  ]);
  const next = new ConfigurationStore(folder);
  expect(next.begin()).toEqual(second);
  next.proven();
  expect(new ConfigurationStore(folder).begin()).toEqual(second);
  expect(next.outcome).toEqual({ name: 'standard', version: 2, state: 'applied' });
});

it('that end the program twice are given up: the former ones are back, and the failure is told', () => {
  settled().take('standard', 2, second);
  // Each start a new process that is killed before it is up.
  expect(new ConfigurationStore(folder).begin()).toEqual(second);
  expect(new ConfigurationStore(folder).begin()).toEqual(second);
  const third = new ConfigurationStore(folder);
  expect(third.begin()).toEqual(first);
  expect([third.outcome, third.knows('standard', 2)]).toEqual([
    { name: 'standard', version: 2, state: 'failed' },
    true,
  ]);
});

it('that this terminal cannot use are refused without a try', () => {
  const store = settled();
  store.take('standard', 2, null);
  expect(store.outcome).toEqual({ name: 'standard', version: 2, state: 'failed' });
  expect(new ConfigurationStore(folder).begin()).toEqual(first);
});

it('in a file that cannot be read: the terminal starts as it was set up', () => {
  settled();
  writeFileSync(join(folder, 'configuration.json'), '{"inForce":');
  const store = new ConfigurationStore(folder);
  expect([store.begin(), store.outcome]).toEqual([{}, null]);
});

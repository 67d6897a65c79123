import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eachDatabase } from '../testing/each-database.ts';
import { checkSealing, createSealing, loadCentreKey } from './sealing.ts';

it('a sealed secret opens for its own purpose and with its own key alone', () => {
  const [sealing, other] = [createSealing(randomBytes(32)), createSealing(randomBytes(32))];
  const sealed = sealing.seal('totp/a', Buffer.from('secret'));
  expect(sealing.open('totp/a', sealed).toString()).toBe('secret');
  expect(() => sealing.open('totp/b', sealed)).toThrow();
  expect(() => other.open('totp/a', sealed)).toThrow();
  expect(sealing.seal('totp/a', Buffer.from('secret'))).not.toBe(sealed);
});

it('the first start makes a key that only its owner reads; a key that is none is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const key = loadCentreKey(folder, undefined);
  expect(loadCentreKey(folder, undefined)).toEqual(key);
  expect(statSync(join(folder, 'centre.key')).mode & 0o777).toBe(0o600);
  const given = randomBytes(32);
  expect(loadCentreKey(folder, given.toString('base64'))).toEqual(given);
  expect(() => loadCentreKey(folder, 'short')).toThrow('TONGBAN_CENTRE_KEY');
});

eachDatabase('a database that was sealed with another key', (engine) => {
  it('is refused at the start, in words that say what to do', async () => {
    const database = await engine.open();
    const sealing = createSealing(randomBytes(32));
    await checkSealing(database, sealing);
    await checkSealing(database, sealing);
    await expect(checkSealing(database, createSealing(randomBytes(32)))).rejects.toThrow(
      'TONGBAN_CENTRE_KEY',
    );
  });
});

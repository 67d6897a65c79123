import { randomUUID } from 'node:crypto';
import { openSync as openFile, writeSync, closeSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { startLine } from '../testing/line.ts';
import { citizen, inputOf } from '../testing/test-matters.ts';
import { DATABASE_FILE, UnusableStore } from './database.ts';

/** Changes the store behind the program's back. */
function tamper(folder: string, sql: string): void {
  const db = new Database(join(folder, DATABASE_FILE));
  db.exec(sql);
  db.close();
}

describe('a row that cannot be read', () => {
  it.each([
    [
      'the envelope of the form',
      `update submissions set envelope = replace(envelope, '"tag":"', '"tag":"A')`,
    ],
    ['the envelope of a material', `update materials set envelope = substr(envelope, 2)`],
  ])('%s was altered: set aside for staff, not sent, not deleted, others go on', async (_what, sql) => {
    const { sync, sandbox, dataFolder, reopen } = await startLine();
    await sync.close();
    sandbox.faults.failRepeatedly('any', 'reset');
    const offline = await reopen();
    const card = await offline.cardKey(citizen);
    const [bad, good] = [randomUUID(), randomUUID()];
    await offline.submit(inputOf(bad, { card }));
    await offline.close();
    tamper(dataFolder, sql);
    sandbox.faults.clear();
    const again = await reopen();
    await again.submit(inputOf(good, { card }));
    expect((await again.waitForOutcome(good, 5000)).state).toBe('accepted');
    expect(await again.waitForOutcome(bad, 5000)).toMatchObject({
      state: 'quarantined',
      problem: { code: 'ENVELOPE_ALTERED' },
    });
    expect(again.heldCount).toBe(0);
    expect(again.submissionsOf(card)).toHaveLength(2);
    expect(sandbox.applications().map((application) => application.idempotencyKey)).toEqual([good]);
  });

  it('an opinion that is no text: set aside, the rest of the list is shown', async () => {
    const { sync, dataFolder, reopen } = await startLine();
    const card = await sync.cardKey(citizen);
    const [bad, good] = [randomUUID(), randomUUID()];
    for (const id of [bad, good]) {
      await sync.submit(inputOf(id, { card }));
      await sync.waitForOutcome(id, 5000);
    }
    await sync.close();
    tamper(dataFolder, `update submissions set opinion = '{' where id = '${bad}'`);
    const again = await reopen();
    const states = Object.fromEntries(again.submissionsOf(card).map(({ id, state }) => [id, state]));
    expect(states).toEqual({ [bad]: 'quarantined', [good]: 'accepted' });
  });

  it('a damaged file is refused by name and left byte for byte', async () => {
    const { sync, dataFolder, reopen } = await startLine();
    await sync.submit(inputOf(randomUUID()));
    await sync.close();
    const file = join(dataFolder, DATABASE_FILE);
    const handle = openFile(file, 'r+');
    for (let page = 1; page < 6; page++) writeSync(handle, Buffer.alloc(600, 0xff), 0, 600, page * 4096);
    closeSync(handle);
    const before = readFileSync(file);
    await expect(reopen()).rejects.toThrow(UnusableStore);
    expect(readFileSync(file).equals(before)).toBe(true);
    writeFileSync(file, 'this is no database, but long enough to be looked at as one'.repeat(20));
    await expect(reopen()).rejects.toThrow(UnusableStore);
  });
});

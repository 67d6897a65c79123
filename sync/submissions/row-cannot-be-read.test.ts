import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { startLine } from '../testing/line.ts';
import { citizen, inputOf } from '../testing/test-matters.ts';
import { DATABASE_FILE } from './database.ts';

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
      `update parts set envelope = replace(envelope, '"tag":"', '"tag":"A') where code is null`,
    ],
    ['the envelope of a material', `update parts set envelope = substr(envelope, 2) where code is not null`],
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
});

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { suiteNames } from '../contract/index.ts';
import { startLine, temporaryFolder } from '../testing/line.ts';
import { citizen, inputOf, promisedMatter } from '../testing/test-matters.ts';
import { DATABASE_FILE } from './database.ts';
import { SubmissionStore } from './store.ts';
import { deriveCardKey } from './card-key.ts';
import { openWithCard } from './seal.ts';

const otherCards = [
  ['another person', { ...citizen, idNumber: '310199196001010012' }],
  ['a new card of the same person', { ...citizen, managementNumber: Uint8Array.from([1, 2, 3]) }],
] as const;

describe('a submission that is not accepted yet', () => {
  it.each(suiteNames)(
    '%s: is found and opened with its own card, by nobody else, and only in its place',
    async (suite) => {
      const { sync, sandbox, dataFolder, reopen } = await startLine({ suite });
      sandbox.faults.failRepeatedly('any', 'reset');
      const id = randomUUID();
      await sync.submit(inputOf(id, { card: await sync.cardKey(citizen) }));
      await sync.close();

      const again = await reopen();
      const card = await again.cardKey(citizen);
      expect(again.submissionsOf(card).map((record) => record.id)).toEqual([id]);
      const db = new Database(join(dataFolder, DATABASE_FILE), { readonly: true });
      onTestFinished(() => void db.close());
      const stored = db
        .prepare<[], { envelope: string; recipients: Buffer }>(
          'select envelope, recipients from parts join card_keys on key = n * 256',
        )
        .get();
      const recipients = JSON.parse(String(stored?.recipients)) as Record<string, string>;
      const sealed = { envelope: stored?.envelope ?? '', citizenRecipient: recipients['form'] ?? '' };
      expect(Object.keys(recipients)).toEqual(['form', 'material:CARD-01']);
      const { handleItem, version } = promisedMatter;
      const place = { idempotencyKey: id, handleItem, version, part: 'form' as const };
      const opened = await openWithCard(sealed, place, card);
      expect(JSON.parse(Buffer.from(opened as Uint8Array).toString('utf8'))).toMatchObject({
        form: { idNumber: citizen.idNumber },
        language: 'zh-CN',
      });
      expect(await openWithCard(sealed, { ...place, idempotencyKey: randomUUID() }, card)).toBeNull();
      expect(await openWithCard(sealed, { ...place, version: '2026.2' }, card)).toBeNull();
      for (const [, other] of otherCards) {
        const otherKey = await again.cardKey(other);
        expect(again.submissionsOf(otherKey)).toEqual([]);
        expect(await openWithCard(sealed, place, otherKey)).toBeNull();
      }
    },
  );

  it('is not found by the same card on another terminal: the salt is the terminal’s own', async () => {
    const stores = [temporaryFolder(), temporaryFolder()].map((folder) => new SubmissionStore(folder, 'T'));
    onTestFinished(() => stores.forEach((store) => store.close()));
    const [here, there] = await Promise.all(stores.map((store) => deriveCardKey(citizen, store.cardSalt)));
    expect(here?.tag).not.toEqual(there?.tag);
    expect(stores[0]?.cardSalt).toHaveLength(32);
  });

  it('without a card key is sealed for the platform alone', async () => {
    const { sync, sandbox, dataFolder } = await startLine();
    sandbox.faults.failRepeatedly('any', 'reset');
    await sync.submit(inputOf(randomUUID(), { card: null }));
    const db = new Database(join(dataFolder, DATABASE_FILE), { readonly: true });
    onTestFinished(() => void db.close());
    expect(db.prepare('select count(*) from card_keys').pluck().get()).toBe(0);
    expect(db.prepare('select card_tag from submissions').pluck().get()).toBeNull();
  });
});

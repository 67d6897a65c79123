import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { suiteNames } from '../contract/index.ts';
import { findOnDisk, startLine } from '../testing/line.ts';
import { citizen, inputOf, scanBytes } from '../testing/test-matters.ts';
import { DATABASE_FILE } from './database.ts';

const personal = [
  citizen.idNumber,
  citizen.name,
  citizen.phone,
  Buffer.from(citizen.managementNumber).toString('hex'),
];

describe.each(suiteNames)('the disk of a terminal with the suite %s', (suite) => {
  it('holds no name, number or phone, before and after acceptance, nor does a log', async () => {
    const { sync, sandbox, dataFolder, logged } = await startLine({ suite });
    sandbox.faults.failRepeatedly('any', 'reset');
    const card = await sync.cardKey(citizen);
    const id = randomUUID();
    const materials = [{ code: 'CARD-01', stuffType: 0 as const, mediaType: 'image/png', bytes: scanBytes }];
    const { tempNo } = await sync.submit(inputOf(id, { card, materials }));
    // The search itself works: what may be there is found, in the WAL at least.
    expect(findOnDisk(dataFolder, [tempNo])).not.toEqual([]);
    expect(findOnDisk(dataFolder, personal)).toEqual([]);
    sandbox.faults.clear();
    expect((await sync.waitForOutcome(id, 5000)).state).toBe('accepted');
    expect(findOnDisk(dataFolder, personal)).toEqual([]);
    await sync.close();
    expect(findOnDisk(dataFolder, [tempNo])).not.toEqual([]);
    expect(findOnDisk(dataFolder, personal)).toEqual([]);
    expect(logged.join()).toContain('submission-accepted');
    expect(logged.filter((line) => personal.some((text) => line.includes(text)))).toEqual([]);
  });

  it('nor does a log when the form was refused by a field', async () => {
    const { sync, dataFolder, logged } = await startLine({ suite });
    const id = randomUUID();
    const form = { name: citizen.name, idNumber: citizen.idNumber, phone: `${citizen.phone}99` };
    await sync.submit(inputOf(id, { form }));
    expect((await sync.waitForOutcome(id, 5000)).problem?.field).toBe('phone');
    expect(findOnDisk(dataFolder, personal)).toEqual([]);
    expect(logged.filter((line) => personal.some((text) => line.includes(text)))).toEqual([]);
  });

  it('holds nothing of the citizen’s key after acceptance, in no page and no WAL, though many were there', async () => {
    const { sync, sandbox, dataFolder } = await startLine({ suite });
    sandbox.faults.failRepeatedly('any', 'reset');
    const card = await sync.cardKey(citizen);
    const ids = Array.from({ length: 40 }, () => randomUUID());
    for (const id of ids) await sync.submit(inputOf(id, { card }));
    const wrapped = citizenKeysIn(dataFolder);
    expect(wrapped).toHaveLength(80);
    expect(findOnDisk(dataFolder, wrapped)).not.toEqual([]);
    sandbox.faults.clear();
    const records = await Promise.all(ids.map((id) => sync.waitForOutcome(id, 15_000)));
    expect(records.filter((record) => record.state !== 'accepted')).toEqual([]);
    expect(citizenKeysIn(dataFolder)).toEqual([]);
    await expect.poll(() => findOnDisk(dataFolder, wrapped), { timeout: 3000 }).toEqual([]);
    // The card still finds what it submitted.
    expect(sync.submissionsOf(card)).toHaveLength(40);
  });
});

/** The citizen's wrapped keys as a reader of the disk would find them. */
function citizenKeysIn(folder: string): string[] {
  const db = new Database(join(folder, DATABASE_FILE), { readonly: true });
  const recipients = db.prepare<[], Buffer>('select recipients from card_keys').pluck().all();
  db.close();
  return recipients
    .filter((bytes) => bytes.some((byte) => byte !== 0))
    .flatMap((bytes) => Object.values(JSON.parse(String(bytes)) as Record<string, string>))
    .map((text) => (JSON.parse(text) as { encrypted_key: string }).encrypted_key);
}

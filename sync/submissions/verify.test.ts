import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/line.ts';
import { receiptOf, sealedSubmission } from '../testing/stored.ts';
import { makeCopy } from './copy.ts';
import { DATABASE_FILE } from './database.ts';
import { exportSubmissions, listSubmissions, showSubmission, type ExportedSubmission } from './inspect.ts';
import { SubmissionStore } from './store.ts';
import { verifyStore } from './verify.ts';

/** Six submissions; the second was sent and accepted, so the audit has 8 rows. */
async function someStore() {
  const folder = temporaryFolder();
  const store = new SubmissionStore(folder, 'T1');
  onTestFinished(() => store.close());
  const submissions = Array.from({ length: 6 }, () => sealedSubmission());
  for (const each of submissions) await store.add(each);
  const id = submissions[1]?.id ?? '';
  const { receipt, text } = receiptOf(id);
  await store.markSending(id, receipt.applyNo);
  await store.markAccepted(id, receipt, text);
  return { folder, store, submissions, accepted: id };
}

function tamper(folder: string, sql: string): void {
  const db = new Database(join(folder, DATABASE_FILE));
  db.exec(sql);
  db.close();
}

describe('the proof of a store', () => {
  it('holds for one that nobody touched, also while the terminal runs', async () => {
    const { folder } = await someStore();
    expect(verifyStore(folder)).toMatchObject({ ok: true, submissions: 6, audit: { sequence: 8 } });
  });

  it.each([
    ['an event', `update audit set event = 'held' where sequence = 3`, 'audit', 3, 'changed'],
    ['a time', `update audit set at = at + 1 where sequence = 8`, 'audit', 8, 'changed'],
    ['a row taken out', 'delete from audit where sequence = 4', 'audit', 4, 'deleted'],
    ['the first row taken out', 'delete from audit where sequence = 1', 'audit', 1, 'deleted'],
    [
      'two rows in each other’s place',
      `update audit set sequence = 99 where sequence = 3; update audit set sequence = 3 where sequence = 4;
       update audit set sequence = 4 where sequence = 99`,
      ...(['audit', 3, 'reordered'] as const),
    ],
    ['the end cut off', 'delete from audit where sequence > 6', 'audit', 7, 'truncated'],
    ['a state', `update submissions set state = 'rejected' where n = 5`, 'submissions', 5, 'changed'],
    [
      'a digest',
      `update submissions set digest = substr(digest, 2) || iif(digest like '0%', '1', '0') where n = 1`,
      'submissions',
      1,
      'changed',
    ],
    ['a receipt', `update submissions set receipt = receipt || ' ' where n = 2`, 'submissions', 2, 'changed'],
    ['a submission taken out', 'delete from submissions where n = 3', 'submissions', 3, 'deleted'],
    ['the last submission taken out', 'delete from submissions where n = 6', 'submissions', 6, 'truncated'],
    [
      'an envelope',
      `update parts set envelope = iif(substr(envelope, 1, 1) = 'x', 'y', 'x') || substr(envelope, 2) where key = 4 * 256`,
      'parts',
      4,
      'changed',
    ],
    ['a material taken out', 'delete from parts where key = 4 * 256 + 1', 'parts', 4, 'changed'],
    [
      'an envelope with its own digest',
      `update parts set (envelope, sha256) = (select envelope, sha256 from parts where key = 256) where key = 1024`,
      ...(['parts', 4, 'changed'] as const),
    ],
  ] as const)('%s altered: named', async (_what, sql, table, row, fault) => {
    const { folder, store } = await someStore();
    store.close();
    tamper(folder, sql);
    const verdict = verifyStore(folder);
    expect(verdict.ok ? [] : verdict.faults).toContainEqual({ table, row, fault });
  });

  it('rows cut off together with the head are missed by the copy', async () => {
    const { folder, store } = await someStore();
    await makeCopy(folder);
    store.close();
    tamper(
      folder,
      `delete from audit where sequence > 5; delete from submissions where n > 5;
       update submissions set state = 'sealed' where n = 2;
       update terminal set (audit_sequence, audit_hash) = (select sequence, hash from audit where sequence = 5)`,
    );
    const verdict = verifyStore(folder);
    expect(verdict.ok ? [] : verdict.faults).toContainEqual({ table: 'audit', row: 6, fault: 'truncated' });
  });
});

describe('a look at a store', () => {
  it('lists, shows and exports with envelopes', async () => {
    const { folder, submissions, accepted } = await someStore();
    expect(listSubmissions(folder).map(({ id }) => id)).toEqual(submissions.map(({ id }) => id));
    const [record] = listSubmissions(folder, { states: ['accepted'] });
    expect(record?.id).toBe(accepted);
    const detail = showSubmission(folder, record?.tempNo ?? '');
    expect(detail?.history.map(({ event }) => event)).toEqual(['sealed', 'number-given', 'accepted']);
    expect(detail?.parts.map(({ part }) => part)).toEqual(['form', 'M1']);
    expect(showSubmission(folder, 'T-unknown')).toBeNull();
    const lines = [...exportSubmissions(folder)].map((line) => JSON.parse(line) as ExportedSubmission);
    expect(lines.map(({ envelope }) => envelope)).toEqual(submissions.map(({ form }) => form.envelope));
    expect(lines[3]?.materials[0]?.envelope).toBe(submissions[3]?.materials[0]?.sealed.envelope);
  });
});

import {
  closeSync,
  copyFileSync,
  rmSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findOnDisk, startLine, temporaryFolder } from '../testing/line.ts';
import { receiptOf, sealedSubmission } from '../testing/stored.ts';
import { copyFile, makeCopy } from './copy.ts';
import { DATABASE_FILE } from './database.ts';
import { repairReports } from './repair.ts';
import { SubmissionStore } from './store.ts';
import { verifyStore } from './verify.ts';

const PAGE = 8192;

function open(folder: string): SubmissionStore {
  const store = new SubmissionStore(folder, 'T1');
  onTestFinished(() => store.close());
  return store;
}

/** A closed store of 30 unsent submissions, with a copy made when 20 of them were there. */
async function storeWithCopy(): Promise<{ folder: string; file: string; ids: string[] }> {
  const folder = temporaryFolder();
  const store = open(folder);
  const submissions = Array.from({ length: 30 }, () => sealedSubmission());
  for (const each of submissions.slice(0, 20)) await store.add(each);
  await makeCopy(folder);
  for (const each of submissions.slice(20)) await store.add(each);
  store.close();
  return { folder, file: join(folder, DATABASE_FILE), ids: submissions.map(({ id }) => id) };
}

function overwrite(file: string, at: number, bytes: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(bytes, 0xff), 0, bytes, at);
  closeSync(handle);
}

/** Leaf pages of a table, by SQLite's own account. */
function pagesOf(file: string, table: string): number[] {
  const db = new Database(file, { readonly: true });
  const pages = db
    .prepare<[string], number>(
      "select pageno from dbstat where name = ? and pagetype = 'leaf' order by pageno",
    )
    .pluck();
  const found = pages.all(table);
  db.close();
  return found;
}

describe('a damaged store', () => {
  it('a page of envelopes: set aside whole, read row by row, mended from the copy, nothing is lost', async () => {
    const { folder, file, ids } = await storeWithCopy();
    const page = pagesOf(file, 'parts')[4] ?? 0;
    overwrite(file, page * PAGE - 3000, 3000);
    const before = readFileSync(file);
    const store = open(folder);
    const aside = readFileSync(`${file}.damaged-1`);
    expect(aside.length).toBe(before.length);
    const isOther = (page: number) => {
      const [from, to] = [(page - 1) * PAGE, page * PAGE];
      return !aside.subarray(from, to).equals(before.subarray(from, to));
    };
    const others = Array.from({ length: before.length / PAGE }, (_, index) => index + 1).filter(isOther);
    expect(others).toEqual(pagesOf(`${file}.damaged-1`, 'card_keys'));
    const [report] = repairReports(folder);
    expect(report).toMatchObject({
      setAside: `${DATABASE_FILE}.damaged-1`,
      quarantined: 0,
      lost: [],
      auditGaps: [],
      keysDestroyed: true,
    });
    expect(report?.restored).toBeGreaterThan(0);
    expect((report?.salvaged ?? 0) + (report?.restored ?? 0)).toBe(30);
    expect(store.outbox()).toEqual(ids);
    for (const id of ids) expect((await store.sendable(id))?.id).toBe(id);
    expect(verifyStore(folder)).toMatchObject({ ok: true, submissions: 30 });
    expect(readdirSync(folder).filter((name) => name.startsWith('reading-'))).toEqual([]);
  });

  it('a set-aside file holds no citizen’s key, neither in the file nor in its WAL, wherever the damage is', async () => {
    const folder = temporaryFolder();
    const store = open(folder);
    const materials = Array.from({ length: 80 }, (_, index) => ({
      ...{ code: `M${index}`, stuffType: 0 as const, mediaType: 'image/png' },
      sealed: sealedSubmission({}, 40).form,
    }));
    const submissions = [
      sealedSubmission({ materials }),
      ...Array.from({ length: 8 }, () => sealedSubmission()),
    ];
    for (const each of submissions.slice(0, 5)) await store.add(each);
    store.emptyWal();
    for (const each of submissions.slice(5)) await store.add(each);
    const keys = submissions
      .flatMap(({ form, materials }) => [form, ...materials.map(({ sealed }) => sealed)])
      .map(
        ({ citizenRecipient }) =>
          (JSON.parse(citizenRecipient ?? '') as { encrypted_key: string }).encrypted_key,
      );
    const file = join(folder, DATABASE_FILE);
    const [database, wal] = [readFileSync(file), readFileSync(`${file}-wal`)];
    store.close();
    expect(wal.includes(keys.at(-1) ?? '')).toBe(true);
    const whole = readFileSync(file);
    // A bit of the WAL; the head of the file; without a WAL, a leaf of the keys that says of itself that it is none.
    const damages = [
      { database, wal, of: '-wal', at: 5000 },
      { database, wal, of: '', at: 18 },
      { database: whole, wal: null, of: '', at: (pagesOf(file, 'card_keys')[0] ?? 0) * PAGE - PAGE },
    ];
    for (const [round, damage] of damages.entries()) {
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
      writeFileSync(file, damage.database);
      if (damage.wal) writeFileSync(`${file}-wal`, damage.wal);
      const spoilt = readFileSync(file + damage.of);
      spoilt.writeUInt8(spoilt.readUInt8(damage.at) ^ 4, damage.at);
      writeFileSync(file + damage.of, spoilt);
      const again = open(folder);
      expect(again.outbox()).toEqual(submissions.map(({ id }) => id));
      again.close();
      const aside = `${DATABASE_FILE}.damaged-${round + 1}`;
      expect(readdirSync(folder)).toContain(aside);
      expect(findOnDisk(folder, keys).filter((line) => line.startsWith(aside))).toEqual([]);
      expect(findOnDisk(folder, [keys[0] ?? ''])).toHaveLength(1);
    }
    // What SQLite could read of it before, it still can.
    for (const suffix of ['', '-wal'])
      copyFileSync(`${file}.damaged-2${suffix}`, join(folder, `aside${suffix}`));
    const head = readFileSync(join(folder, 'aside'));
    head.writeUInt8(2, 18);
    writeFileSync(join(folder, 'aside'), head);
    const aside = new Database(join(folder, 'aside'));
    expect(aside.prepare('select count(*) from submissions').pluck().get()).toBe(submissions.length);
    aside.close();
  });

  it('with each page of the file spoilt in turn the store opens, proves itself and has at least what the copy has', async () => {
    const { folder, file, ids } = await storeWithCopy();
    const whole = readFileSync(file);
    const pages = whole.length / PAGE;
    for (let page = 0; page < pages; page++) {
      writeFileSync(file, whole);
      overwrite(file, page * PAGE, PAGE);
      const reports = repairReports(folder).length;
      const store = new SubmissionStore(folder, 'T1');
      const present = ids.filter((id) => store.record(id) !== null);
      store.close();
      // A page that holds nothing is damaged without anybody's loss.
      if (repairReports(folder).length === reports) expect(present).toEqual(ids);
      const named =
        repairReports(folder)
          .at(-1)
          ?.lost.map(({ id }) => id) ?? [];
      expect([...present, ...named].sort(), `page ${page}`).toEqual(expect.arrayContaining([...ids].sort()));
      // The copy has the first twenty, whatever happens to the file.
      expect(present.slice(0, 20), `page ${page}`).toEqual(ids.slice(0, 20));
      expect(verifyStore(folder), `page ${page}`).toMatchObject({ ok: true });
    }
    expect(repairReports(folder).length).toBeGreaterThan(20);
  });

  it('what is no database at all: the copy serves, and what came after it is named as lost; no number is given twice', async () => {
    const { folder, file, ids } = await storeWithCopy();
    writeFileSync(file, 'this is no database, but long enough to be looked at as one'.repeat(20));
    const store = open(folder);
    expect(store.outbox()).toEqual(ids.slice(0, 20));
    const lost = ids.slice(20).map((id, index) => ({ n: 21 + index, id }));
    expect(repairReports(folder)).toMatchObject([{ salvaged: 0, restored: 20, lost }]);
    expect((await store.add(sealedSubmission())).tempNo).toMatch(/^T0000T12602130031.$/);
    expect(verifyStore(folder)).toMatchObject({ ok: true, submissions: 21 });
    store.close();
    open(folder);
    expect(repairReports(folder)).toHaveLength(1);
  });

  it('whose WAL somebody took away: every acknowledged submission is there or named as lost', async () => {
    const { folder, file, ids } = await storeWithCopy();
    const store = new SubmissionStore(folder, 'T1');
    const late = sealedSubmission();
    await store.add(late);
    const before = readFileSync(file);
    store.close();
    writeFileSync(file, before);
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
    expect(open(folder).outbox()).toEqual(ids);
    expect(repairReports(folder)).toMatchObject([{ lost: [{ n: 31, id: late.id }] }]);
  });

  it('an envelope that is not what was sealed, and no copy: quarantined, never sent, the others go on', async () => {
    const folder = temporaryFolder();
    const store = open(folder);
    const added = Array.from({ length: 10 }, () => sealedSubmission());
    for (const each of added) await store.add(each);
    store.close();
    const file = join(folder, DATABASE_FILE);
    // Wherever it stands: a row that was moved to another page may have left an older one behind.
    const envelope = added.at(-1)?.form.envelope.slice(900) ?? '';
    const bytes = readFileSync(file);
    for (let at = bytes.indexOf(envelope); at >= 0; at = bytes.indexOf(envelope, at))
      bytes.fill(0xff, at, at + 600);
    writeFileSync(file, bytes);
    overwrite(file, (pagesOf(file, 'parts').at(-1) ?? 0) * PAGE - PAGE, 8);
    const again = open(folder);
    const states = added.map(({ id }) => again.record(id)?.state);
    expect(new Set(states)).toEqual(new Set(['sealed', 'quarantined']));
    const [report] = repairReports(folder);
    expect(report?.quarantined).toBe(states.filter((state) => state === 'quarantined').length);
    expect(again.outbox()).toHaveLength(states.filter((state) => state === 'sealed').length);
  });

  it('an id that its audit does not know gets back the one that the journal names', async () => {
    const folder = temporaryFolder();
    const store = open(folder);
    const [first, second] = [sealedSubmission(), sealedSubmission()];
    for (const each of [first, second]) await store.add(each);
    store.close();
    const db = new Database(join(folder, DATABASE_FILE));
    db.prepare(`update submissions set id = 'x' || substr(id, 2) where id = ?`).run(second.id);
    db.close();
    const mended = open(folder);
    expect(mended.outbox()).toEqual([first.id, second.id]);
    expect(mended.record(second.id)).toMatchObject({ id: second.id, state: 'sealed' });
    expect(repairReports(folder)).toMatchObject([{ salvaged: 2, quarantined: 0, lost: [] }]);
    mended.close();
    expect(verifyStore(folder)).toMatchObject({ ok: true });
  });

  it('a repair that was cut off before its last step is finished', async () => {
    const { folder, file, ids } = await storeWithCopy();
    overwrite(file, (pagesOf(file, 'parts')[4] ?? 0) * PAGE - PAGE, 600);
    open(folder).close();
    // As if the power had gone between the two last names.
    const mended = readFileSync(file);
    writeFileSync(`${file}.rebuilt`, mended);
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    expect(open(folder).outbox()).toEqual(ids);
  });

  it('is told to staff and to the log, and the platform gets everything once', async () => {
    const { sync, dataFolder, sandbox, reopen, logged } = await startLine();
    await sync.close();
    const file = join(dataFolder, DATABASE_FILE);
    overwrite(file, (pagesOf(file, 'terminal')[0] ?? 0) * PAGE - PAGE, 100);
    const again = await reopen();
    expect(again.repairs).toHaveLength(1);
    expect(logged.filter((line) => line.includes('store-repaired'))).toHaveLength(1);
    expect(sandbox.applications()).toEqual([]);
    await again.close();
    expect((await reopen()).repairs).toHaveLength(1);
    expect(logged.filter((line) => line.includes('store-repaired'))).toHaveLength(1);
  });
});

describe('the last good copy', () => {
  it('holds everything but the citizens’ keys', async () => {
    const folder = temporaryFolder();
    const store = open(folder);
    const submissions = Array.from({ length: 5 }, () => sealedSubmission());
    for (const each of submissions) await store.add(each);
    await makeCopy(folder);
    const copies = join(folder, 'copies');
    expect(
      findOnDisk(
        copies,
        submissions.map(({ form }) => form.envelope.slice(0, 60)),
      ),
    ).toHaveLength(5);
    expect(
      findOnDisk(
        copies,
        submissions.map(({ form }) => form.citizenRecipient?.slice(5, 50) ?? ''),
      ),
    ).toEqual([]);
    const { receipt, text } = receiptOf(submissions[0]?.id ?? '');
    await store.markAccepted(receipt.idempotencyKey, receipt, text);
    await makeCopy(folder);
    const db = new Database(copyFile(folder), { readonly: true });
    onTestFinished(() => void db.close());
    expect(db.prepare(`select count(*) from submissions where state = 'accepted'`).pluck().get()).toBe(1);
    expect(readdirSync(copies)).toEqual([DATABASE_FILE]);
  });

  it('does not hold up the store while it is made, and is a picture of one moment', async () => {
    const folder = temporaryFolder();
    const store = open(folder);
    await Promise.all(Array.from({ length: 300 }, () => store.add(sealedSubmission({}, 20_000))));
    const copying = makeCopy(folder);
    let added = 300;
    let running = true;
    void copying.then(() => (running = false));
    while (running) {
      await store.add(sealedSubmission());
      added += 1;
    }
    await copying;
    const db = new Database(copyFile(folder), { readonly: true });
    onTestFinished(() => void db.close());
    const counts = db.prepare(
      `select (select count(*) from submissions) as submissions, (select count(*) from audit) as steps,
         (select count(*) from parts where code = 'M1') as materials,
         (select count(*) from parts where code is null or code <> 'M1') as forms`,
    );
    const { submissions, ...rest } = counts.get() as Record<string, number>;
    // Of some moment, but the same one in every table.
    expect(rest).toEqual({ steps: submissions, materials: submissions, forms: submissions });
    expect(submissions).toBeGreaterThanOrEqual(300);
    expect(submissions).toBeLessThan(added);
  });
});

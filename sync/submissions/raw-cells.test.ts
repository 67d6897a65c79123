import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/line.ts';
import { receiptOf, sealedSubmission } from '../testing/stored.ts';
import { DATABASE_FILE } from './database.ts';
import { cellAt, hasColumns, piecesOf, valuesOf } from './raw-cells.ts';
import { keptTables, Pages, placesIn, rawTables, RawStore } from './raw-store.ts';
import { SubmissionStore } from './store.ts';

const PAGE = 4096;

/** A store with rows of every kind, some of them on many pages, and something of it in the WAL alone. */
async function filledStore(): Promise<{
  file: string;
  wal: Buffer;
  db: Database.Database;
  close: () => void;
}> {
  const folder = temporaryFolder();
  const store = new SubmissionStore(folder, 'T1');
  const submissions = Array.from({ length: 60 }, (_, index) =>
    sealedSubmission({ cardTag: index % 3 === 0 ? null : randomBytes(32) }, [200, 2048, 60_000][index % 3]),
  );
  for (const each of submissions) await store.add(each);
  store.emptyWal();
  for (const { id } of submissions.slice(0, 30)) {
    await store.markSending(id, `A-${randomUUID()}`);
    const { receipt, text } = receiptOf(id);
    await store.markAccepted(id, receipt, text);
  }
  const file = join(folder, DATABASE_FILE);
  const db = new Database(file, { readonly: true });
  const close = (): void => {
    db.close();
    store.close();
  };
  return { file, wal: readFileSync(`${file}-wal`), db, close };
}

describe('rows read from the pages themselves', () => {
  it('are those that SQLite reads, of a file with a WAL', async () => {
    const { file, wal, db, close } = await filledStore();
    const tables = rawTables(db);
    const pages = new Pages(file, wal);
    const raw = new RawStore(pages, tables);
    for (const { name, columns } of tables) {
      const keyName = columns.find(({ isKey }) => isKey)?.name ?? '';
      const rows = db.prepare<[], Record<string, unknown>>(`select * from ${name} order by ${keyName}`).all();
      expect(raw.keys(name), name).toEqual(rows.map((row) => row[keyName]));
      for (const row of rows) expect(raw.rows(name, Number(row[keyName]))[0], name).toEqual(row);
    }
    expect(raw.keys('parts').length).toBe(120);
    pages.close();
    close();
  });

  it('are found without the tree, the head of the page and its pointers', async () => {
    const { file, wal, db, close } = await filledStore();
    const tables = rawTables(db);
    const pages = new Pages(file, wal);
    for (const page of pages.numbers()) {
      const bytes = pages.at(page) ?? Buffer.alloc(0);
      const live = placesIn(page, bytes, tables).filter(({ isLive }) => isLive);
      const headless = Buffer.from(bytes);
      headless.fill(0xff, 0, Math.min(...live.map(({ at }) => at), 8 + 2 * live.length));
      const found = placesIn(page, headless, tables);
      const known = ({ table, key, at }: (typeof found)[number]) => `${table.name} ${key} ${at}`;
      expect(found.map(known)).toEqual(expect.arrayContaining(live.map(known)));
      expect(found.every(({ isLive }) => !isLive)).toBe(true);
    }
    pages.close();
    close();
  });
});

describe('whatever stands in a page', () => {
  const columns = [
    { type: 'INTEGER', notNull: false, isKey: true },
    { type: 'BLOB', notNull: true, isKey: false },
  ];
  const readAll = (pages: readonly Buffer[]): number => {
    const pageAt = (page: number): Buffer | null => pages[page - 1] ?? null;
    let rows = 0;
    for (const [index, page] of pages.entries()) {
      for (let at = 0; at < page.length; at++) {
        const cell = cellAt(page, at);
        const pieces = cell && piecesOf(cell, index + 1, pageAt);
        if (!pieces) continue;
        const payload = Buffer.concat(
          pieces.map(({ page, at, bytes }) => pageAt(page)?.subarray(at, at + bytes) ?? Buffer.alloc(0)),
        );
        expect(payload.length).toBe(cell.payloadBytes);
        expect(valuesOf(cell, payload)).toHaveLength(cell.types.length);
        hasColumns(cell, columns);
        rows += 1;
      }
    }
    return rows;
  };

  it('is read to an end: noise', () => {
    const noise = fc.uint8Array({ minLength: PAGE, maxLength: PAGE }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.array(noise, { minLength: 1, maxLength: 3 }), (pages) => {
        readAll(pages);
      }),
      { numRuns: 60 },
    );
  });

  it('is read to an end: pages of rows, spoilt', () => {
    const db = new Database(':memory:');
    db.pragma(`page_size = ${PAGE}`);
    db.exec('create table t (n integer primary key, b blob not null) strict');
    const add = db.prepare('insert into t (b) values (?)');
    for (let row = 0; row < 30; row++) add.run(randomBytes(row % 5 === 0 ? 3 * PAGE : 100));
    const file = db.serialize();
    db.close();
    const whole = Array.from({ length: file.length / PAGE }, (_, index) =>
      file.subarray(index * PAGE, (index + 1) * PAGE),
    );
    expect(readAll(whole)).toBeGreaterThanOrEqual(30);
    const change = fc.tuple(fc.nat(file.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), (changes) => {
        const spoilt = Buffer.from(file);
        for (const [at, byte] of changes) spoilt.writeUInt8(byte, at);
        readAll(whole.map((_, index) => spoilt.subarray(index * PAGE, (index + 1) * PAGE)));
      }),
      { numRuns: 60 },
    );
  });

  it('a chain of overflow pages that comes back to itself has no end, and is none', () => {
    const page = Buffer.alloc(PAGE);
    // Payload of 20,000 bytes, key 1, a header of five bytes: null, a blob of 19,995.
    Buffer.from([0x81, 0x9c, 0x20, 1, 5, 0, 0x82, 0xb8, 0x42]).copy(page, 100);
    const cell = cellAt(page, 100);
    expect(cell).toMatchObject({ key: 1, payloadBytes: 20_000 });
    const itself = Buffer.alloc(PAGE);
    itself.writeUInt32BE(2, 0);
    page.writeUInt32BE(2, (cell?.payloadAt ?? 0) + (cell?.localBytes ?? 0));
    const pages = [page, itself];
    expect(cell && piecesOf(cell, 1, (number) => pages[number - 1] ?? null)).toBeNull();
  });
});

it('the tables that are kept are all but those that are made from them or come again', () => {
  const folder = temporaryFolder();
  const store = new SubmissionStore(folder, 'T1');
  const db = new Database(join(folder, DATABASE_FILE), { readonly: true });
  const names = db
    .prepare<[], string>(`select name from sqlite_schema where type = 'table' order by 1`)
    .pluck();
  expect(names.all()).toEqual([...keptTables, 'reconciliations', 'sqlite_sequence'].sort());
  db.close();
  store.close();
});

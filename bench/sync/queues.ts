import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { better, defineQueue, type Logger } from 'plainjob';
import { buildDBClient, SqliteQueue } from 'liteque';
import { openDatabase } from '../../sync/submissions/database.ts';
import { SubmissionStore } from '../../sync/submissions/store.ts';

/** The same durable work for the product and for its peers: take a sealed payload, and later record its outcome. */
export interface MeasuredQueue {
  /** Resolves when the queue says that the payload is stored. */
  add(): Promise<void>;
  /** Takes everything that is stored, hands it to a handler that does nothing, and records each outcome. */
  readonly drain: (() => Promise<void>) | null;
  close(): void;
}

export type QueueName =
  | 'product'
  | 'bare-one-row'
  | 'bare-same-rows'
  | 'bare-group-commit'
  | 'plainjob-full'
  | 'plainjob-shipped'
  | 'liteque-full'
  | 'liteque-shipped';

/** 2 KiB, as they come out of the sealing. */
const PAYLOAD = randomBytes(1536).toString('base64url');
const PAYLOAD_SHA256 = createHash('sha256').update(PAYLOAD).digest('hex');
const RECIPIENT = randomBytes(60).toString('base64url');
const RECEIPT = {
  ...{ idempotencyKey: 'bench', applyNo: 'BENCH-1', digest: PAYLOAD_SHA256, limitDate: '2026-02-24' },
  ...{ receivedAt: '2026-02-13T02:00:00.000Z', limitProvisional: false },
};
const RECEIPT_TEXT = randomBytes(450).toString('base64url');
const IN_FLIGHT = 64;

interface Submission {
  readonly id: string;
  readonly cardTag: Uint8Array;
}

const CARD_TAG_BYTES = 32;
let randomness = randomBytes(0);
let used = 0;

/** What a caller brings with it, made alike for every queue, also for those that keep nothing of it. */
function newSubmission(): Submission {
  if (used === randomness.length) {
    randomness = randomBytes(1024 * CARD_TAG_BYTES);
    used = 0;
  }
  used += CARD_TAG_BYTES;
  return { id: randomUUID(), cardTag: randomness.subarray(used - CARD_TAG_BYTES, used) };
}

/** A queue as its adapter makes it. */
interface Adapter extends Omit<MeasuredQueue, 'add'> {
  add(submission: Submission): Promise<void>;
}

/** Opens a queue in a new folder of its own, which goes with `close`. */
export function openQueue(name: QueueName): MeasuredQueue {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'));
  const full = name.endsWith('full');
  const queue =
    name === 'product'
      ? product(folder)
      : name === 'bare-group-commit'
        ? bareGroupCommit(folder)
        : name === 'bare-same-rows' || name === 'bare-one-row'
          ? bareRows(folder, name)
          : name.startsWith('plainjob')
            ? plainjob(folder, full)
            : liteque(folder, full);
  return {
    add: () => queue.add(newSubmission()),
    drain: queue.drain,
    close: () => {
      queue.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function product(folder: string): Adapter {
  const store = new SubmissionStore(folder, 'BENCH1');
  const matter = {
    handleItem: '310000999000GA0000531200000000201',
    version: '2026.1',
    unitCode: '310000999000GA0000',
  };
  const form = { envelope: PAYLOAD, sha256: PAYLOAD_SHA256, citizenRecipient: RECIPIENT };
  return {
    add: async ({ id, cardTag }) => {
      await store.add({ id, matter, capturedAt: new Date(), cardTag, form, materials: [] });
    },
    drain: async () => {
      const ids = store.outbox();
      let next = 0;
      const work = async (): Promise<void> => {
        for (let id = ids[next++]; id !== undefined; id = ids[next++]) {
          if (!(await store.sendable(id))) throw new Error('a submission is not what was sealed');
          await store.markAccepted(id, RECEIPT, RECEIPT_TEXT);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, work));
      if (store.outbox().length > 0) throw new Error('the outbox is not empty');
    },
    close: () => store.close(),
  };
}

/**
 * What is possible: one insert of the payload into a table of one column, and one commit for all that was asked in one
 * turn of the event loop. It keeps no ids, no audit, no keys. Its WAL becomes as long as the product's.
 */
function bareGroupCommit(folder: string): Adapter {
  const db = new Database(join(folder, 'bare.db'));
  db.pragma('page_size = 8192');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('wal_autocheckpoint = 2000');
  db.exec('create table payloads (payload text not null) strict');
  const insert = db.prepare('insert into payloads values (?)');
  return { ...grouped(db, () => void insert.run(PAYLOAD)), drain: null, close: () => void db.close() };
}

/** One commit for all that was asked in one turn of the event loop. */
function grouped(
  db: Database.Database,
  write: (id: string, cardTag: Uint8Array) => void,
): Pick<Adapter, 'add'> {
  let waiting: { readonly submission: Submission; readonly answer: () => void }[] = [];
  const commit = db.transaction((group: typeof waiting) => {
    for (const { submission } of group) write(submission.id, submission.cardTag);
  });
  return {
    add: (submission) =>
      new Promise((answer) => {
        if (waiting.push({ submission, answer }) > 1) return;
        setImmediate(() => {
          const group = waiting;
          waiting = [];
          commit(group);
          for (const each of group) each.answer();
        });
      }),
  };
}

/** All that the product stores of a submission, as if one row of one table could hold it. */
const ONE_ROW = `create table one_row (n integer primary key, id text not null, temp_no text not null,
  handle_item text not null, matter_version text not null, unit_code text not null, captured_at text not null,
  card_tag blob, digest text not null, envelope text not null, sha256 text not null, recipients blob,
  sealed_at integer not null, sealed_hash text not null) strict`;

/**
 * What the rows cost alone: the product's own tables and its four rows for a submission, or the same in one row, written
 * by a bare loop that computes no digest, no chain and no number, and looks nothing up.
 */
function bareRows(folder: string, name: 'bare-same-rows' | 'bare-one-row'): Adapter {
  const db = openDatabase(join(folder, 'rows.db'));
  db.pragma('wal_autocheckpoint = 2000');
  db.exec(ONE_ROW);
  const keys = Buffer.from(JSON.stringify({ form: RECIPIENT }));
  const described = ['BENCH', '2026.1', 'BENCH', '2026-02-13T02:00:00.000Z'] as const;
  const sql = {
    submission: db.prepare(
      `insert into submissions (n, id, temp_no, state, handle_item, matter_version, unit_code, captured_at, card_tag, digest)
       values (?, ?, ?, 'sealed', ?, ?, ?, ?, ?, ?)`,
    ),
    part: db.prepare('insert into parts (key, envelope, sha256) values (?, ?, ?)'),
    keys: db.prepare('insert into card_keys values (?, ?)'),
    audit: db.prepare('insert into audit values (?, ?, ?, ?, ?, ?, ?)'),
    all: db.prepare('insert into one_row values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
  };
  let n = 0;
  const writeFour = (id: string, cardTag: Uint8Array): void => {
    n += 1;
    sql.submission.run(n, id, `TBENCH1${n}`, ...described, cardTag, PAYLOAD_SHA256);
    sql.part.run(n, PAYLOAD, PAYLOAD_SHA256);
    sql.keys.run(n, keys);
    sql.audit.run(n, n, id, 'sealed', 'sealed', PAYLOAD_SHA256, PAYLOAD_SHA256);
  };
  const writeOne = (id: string, cardTag: Uint8Array): void => {
    n += 1;
    const sealed = [PAYLOAD_SHA256, PAYLOAD, PAYLOAD_SHA256, keys, n, PAYLOAD_SHA256] as const;
    sql.all.run(n, id, `TBENCH1${n}`, ...described, cardTag, ...sealed);
  };
  const write = name === 'bare-one-row' ? writeOne : writeFour;
  return { ...grouped(db, write), drain: null, close: () => void db.close() };
}

const silent: Logger = { error: noop, warn: noop, info: noop, debug: noop };
function noop(): void {
  // plainjob logs every job.
}

function plainjob(folder: string, full: boolean): Adapter {
  const db = new Database(join(folder, 'jobs.db'));
  const queue = defineQueue({ connection: better(db), logger: silent });
  if (full) db.pragma('synchronous = FULL');
  return {
    add: async ({ id }) => {
      queue.add('submission', { id, payload: PAYLOAD });
    },
    // Its worker does exactly this, one after the other, and its logging and scheduling besides.
    drain: async () => {
      for (let job = queue.getAndMarkJobAsProcessing('submission'); job;) {
        if (!queue.getJobById(job.id)) throw new Error('a job is gone');
        queue.markJobAsDone(job.id);
        job = queue.getAndMarkJobAsProcessing('submission');
      }
    },
    close: () => {
      queue.close();
      if (db.open) db.close();
    },
  };
}

function liteque(folder: string, full: boolean): Adapter {
  const client = buildDBClient(join(folder, 'tasks.db'), { runMigrations: true });
  // Not in its types: the connection that it opened.
  const db = (client as unknown as { $client?: Database.Database; session: { client: Database.Database } })
    .session.client;
  if (full) db.pragma('synchronous = FULL');
  const queue = new SqliteQueue<{ payload: string }>('submissions', client, {
    defaultJobArgs: { numRetries: 0 },
    keepFailedJobs: true,
  });
  return {
    add: async ({ id }) => {
      await queue.enqueue({ payload: PAYLOAD }, { idempotencyKey: id });
    },
    drain: async () => {
      for (let job = await queue.attemptDequeue({ timeoutSecs: 60 }); job;) {
        await queue.finalize(job.id, job.allocationId, 'completed');
        job = await queue.attemptDequeue({ timeoutSecs: 60 });
      }
    },
    close: () => void db.close(),
  };
}

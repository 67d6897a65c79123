import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CentreDatabase } from '../database/database.ts';
import { createSealing } from '../keys/sealing.ts';
import { eachDatabase, type Engine } from '../testing/each-database.ts';
import { createAudit, type Audit } from './audit.ts';
import { FIRST_HASH, hashOf } from './chain.ts';
import { CHECKPOINT_EVERY_MS } from './checkpoints.ts';

const ROWS = 8;

/** A chain of eight rows with a signed checkpoint at the fifth. */
async function chain(engine: Engine): Promise<{ database: CentreDatabase; audit: Audit }> {
  const database = await engine.open();
  const folder = mkdtempSync(join(tmpdir(), 'tongban-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let time = Date.parse('2026-03-02T01:00:00.000Z');
  const audit = createAudit({
    database,
    clock: () => new Date(time),
    sealing: createSealing(randomBytes(32)),
    checkpointFile: join(folder, 'checkpoints.jsonl'),
  });
  for (let n = 1; n <= ROWS; n += 1) {
    await audit.record({ actor: { id: 'TEST', role: 'auditor' }, action: 'audit.read', subject: `row/${n}` });
    if (n === 5) await audit.checkpoint();
    time += 1000;
  }
  return { database, audit };
}

/** What somebody does who can write the database and knows how the chain is made. */
async function rewriteFrom({ sql }: CentreDatabase, seq: number, subject: string): Promise<void> {
  const rows = await sql.selectFrom('audit_entries').selectAll().orderBy('seq').execute();
  let previous = FIRST_HASH;
  for (const row of rows) {
    const next = { ...row, previous_hash: previous, ...(row.seq === seq && { subject }) };
    previous = hashOf(next);
    await sql
      .updateTable('audit_entries')
      .set({ ...next, hash: previous })
      .where('seq', '=', row.seq)
      .execute();
  }
  await sql.updateTable('audit_head').set({ hash: previous }).execute();
}

eachDatabase('the audit chain', (engine) => {
  it('is right as it was written, and goes on after a checkpoint that is due once an hour', async () => {
    const { database, audit } = await chain(engine);
    expect(await audit.verify()).toMatchObject({ ok: true, entries: ROWS, checkpoints: 1 });
    await audit.checkpoint();
    const at = new Date(Date.parse('2026-03-02T01:00:00.000Z') - CHECKPOINT_EVERY_MS).toISOString();
    expect(
      await database.sql.selectFrom('audit_checkpoints').select('seq').where('at', '>', at).execute(),
    ).toEqual([{ seq: 5 }]);
  });

  it('names a changed row', async () => {
    const { database, audit } = await chain(engine);
    await database.sql
      .updateTable('audit_entries')
      .set({ outcome: 'refused' })
      .where('seq', '=', 4)
      .execute();
    expect(await audit.verify()).toEqual({ ok: false, seq: 4, fault: 'changed' });
  });

  it('names a deleted row', async () => {
    const { database, audit } = await chain(engine);
    await database.sql.deleteFrom('audit_entries').where('seq', '=', 3).execute();
    expect(await audit.verify()).toEqual({ ok: false, seq: 3, fault: 'missing' });
  });

  it('names the first of two rows that changed places', async () => {
    const { database, audit } = await chain(engine);
    for (const [from, to] of [
      [2, 99],
      [3, 2],
      [99, 3],
    ] as const) {
      await database.sql.updateTable('audit_entries').set({ seq: to }).where('seq', '=', from).execute();
    }
    expect(await audit.verify()).toEqual({ ok: false, seq: 2, fault: 'changed' });
    // Even with their own hashes made right, the links are not.
    for (const seq of [2, 3]) {
      const row = await database.sql
        .selectFrom('audit_entries')
        .selectAll()
        .where('seq', '=', seq)
        .executeTakeFirstOrThrow();
      await database.sql
        .updateTable('audit_entries')
        .set({ hash: hashOf(row) })
        .where('seq', '=', seq)
        .execute();
    }
    expect(await audit.verify()).toEqual({ ok: false, seq: 2, fault: 'out-of-order' });
  });

  it('names where it was cut off, by its head', async () => {
    const { database, audit } = await chain(engine);
    await database.sql.deleteFrom('audit_entries').where('seq', '>', 6).execute();
    expect(await audit.verify()).toEqual({ ok: false, seq: 7, fault: 'truncated' });
  });

  it('names where it was cut off though the head and the checkpoints in the database were cut too', async () => {
    const { database, audit } = await chain(engine);
    const { hash } = await database.sql
      .selectFrom('audit_entries')
      .select('hash')
      .where('seq', '=', 2)
      .executeTakeFirstOrThrow();
    await database.sql.deleteFrom('audit_entries').where('seq', '>', 2).execute();
    await database.sql.updateTable('audit_head').set({ seq: 2, hash }).execute();
    expect(await audit.verify()).toEqual({ ok: false, seq: 3, fault: 'truncated' });
    await database.sql.deleteFrom('audit_checkpoints').execute();
    expect(await audit.verify()).toEqual({ ok: false, seq: 3, fault: 'truncated' });
  });

  it('is not fooled by a chain that was written anew before a checkpoint', async () => {
    const { database, audit } = await chain(engine);
    await rewriteFrom(database, 4, 'row/other');
    expect(await audit.verify()).toEqual({ ok: false, seq: 5, fault: 'checkpoint-differs' });
    const forged = await database.sql
      .selectFrom('audit_entries')
      .select('hash')
      .where('seq', '=', 5)
      .executeTakeFirstOrThrow();
    await database.sql.updateTable('audit_checkpoints').set({ hash: forged.hash }).execute();
    expect(await audit.verify()).toEqual({ ok: false, seq: 5, fault: 'checkpoint-forged' });
  });
});

eachDatabase('two who audit at once', (engine) => {
  it('make one chain', async () => {
    const source = await engine.place();
    const sealing = createSealing(randomBytes(32));
    // SQLite has one process with one connection.
    const first = await engine.open(source);
    const databases = [first, engine.name === 'SQLite' ? first : await engine.open(source)];
    const audits = databases.map((database) =>
      createAudit({ database, clock: () => new Date(), sealing, checkpointFile: null }),
    );
    const note = { actor: { id: null, role: null }, action: 'audit.read', subject: 'row' };
    await Promise.all(Array.from({ length: 30 }, (_, n) => audits[n % 2]!.record(note)));
    expect(await audits[0]!.verify()).toMatchObject({ ok: true, entries: 30 });
  });
});

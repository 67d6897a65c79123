import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startLine, untilChange, type Line } from '../testing/line.ts';
import { citizen, inputOf, promisedMatter } from '../testing/test-matters.ts';
import type { DayReport } from './compare-day.ts';

const DAY_MS = 86_400_000;

async function accept(line: Line, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  for (const id of ids) await line.sync.submit(inputOf(id));
  for (const id of ids) expect((await line.sync.waitForOutcome(id, 10_000)).state).toBe('accepted');
  return ids;
}

/** It is the next day, for the platform and, once told, for the terminal. */
function nextDay({ sandbox }: Line): void {
  sandbox.order({ verb: 'set-clock', aheadMs: DAY_MS });
}

async function reported(line: Line, check: (report: DayReport) => boolean): Promise<DayReport> {
  await untilChange(line.sync, () => line.sync.reconciliations(10).some(check));
  return line.sync.reconciliations(10).find(check) as DayReport;
}

/** Key, number and digest of all that the platform has. */
function stored({ sandbox }: Line) {
  return sandbox
    .applications()
    .map(({ idempotencyKey, applyNo, digest, batch }) => ({ idempotencyKey, applyNo, digest, batch }))
    .sort((a, b) => (a.applyNo < b.applyNo ? -1 : 1));
}

describe('the reconciliation of a day (对账)', () => {
  it('equal on both sides: closed, reported, and reconciled on the terminal', async () => {
    const line = await startLine();
    const ids = await accept(line, 3);
    nextDay(line);
    const report = await reported(line, ({ closed }) => closed);
    expect(report).toMatchObject({
      ...{ unitCode: promisedMatter.unitCode, count: { terminal: 3, platform: 3 } },
      ...{ missing: [], altered: [], doubles: [], extra: [], unmended: [] },
    });
    await expect
      .poll(async () => (await line.sync.waitForOutcome(ids[0] ?? '', 10)).state)
      .toBe('reconciled');
  });

  it('one lost, one altered, one doubled: exactly these are named and mended', async () => {
    const line = await startLine();
    await accept(line, 6);
    const before = stored(line);
    const [lost, altered, doubled] = before.map(({ applyNo }) => applyNo) as [string, string, string];
    line.sandbox.order({ verb: 'lose-record', applyNo: lost });
    line.sandbox.order({ verb: 'alter-record', applyNo: altered });
    const double = line.sandbox.order({ verb: 'double-record', applyNo: doubled });
    nextDay(line);
    const report = await reported(line, ({ closed }) => closed);
    expect(report).toMatchObject({
      ...{ missing: [lost], altered: [altered], doubles: [double], extra: [], unmended: [] },
      count: { terminal: 6, platform: 6 },
    });
    expect(stored(line)).toEqual(before);
  });

  it('a corrected one that was lost is given back with its correction', async () => {
    const line = await startLine();
    const { sync, sandbox } = line;
    const card = await sync.cardKey(citizen);
    const id = randomUUID();
    await sync.submit(inputOf(id, { card }));
    const { applyNo } = await sync.waitForOutcome(id, 5000);
    sandbox.order({ verb: 'return-for-correction', applyNo: applyNo ?? '', field: 'phone' });
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.need !== null);
    const key = randomUUID();
    await sync.correct({ ...inputOf(key, { card }), materials: [], corrects: id });
    expect((await sync.waitForOutcome(key, 5000)).state).toBe('accepted');
    const before = stored(line);
    expect(before).toMatchObject([{ batch: 2 }]);
    sandbox.order({ verb: 'lose-record', applyNo: applyNo ?? '' });
    nextDay(line);
    const report = await reported(line, ({ closed }) => closed);
    expect(report).toMatchObject({ missing: [applyNo], unmended: [] });
    expect(stored(line)).toEqual(before);
  });

  it('a record that this terminal knows nothing of goes to staff, and the day stays open', async () => {
    const line = await startLine();
    const [id = ''] = await accept(line, 2);
    await line.sync.close();
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(`${line.dataFolder}/submissions.db`);
    db.prepare('delete from submissions where id = ?').run(id);
    db.close();
    const stranger = stored(line).find(({ idempotencyKey }) => idempotencyKey === id)?.applyNo;
    nextDay(line);
    const again = await line.reopen();
    await untilChange(again, () => again.reconciliations(1).length > 0);
    expect(again.reconciliations(1)).toMatchObject([{ closed: false, extra: [stranger], unmended: [] }]);
  });

  it('a platform restored from yesterday’s backup has every acknowledged submission again, exactly once', async () => {
    const line = await startLine();
    await accept(line, 3);
    line.sandbox.order({ verb: 'back-up' });
    await accept(line, 3);
    const before = stored(line);
    line.sandbox.order({ verb: 'restore-backup' });
    await untilChange(
      line.sync,
      () => stored(line).length === 6 && stored(line).every(({ digest }) => digest),
    );
    expect(stored(line)).toEqual(before);
    const report = await reported(line, ({ missing }) => missing.length === 3);
    // Today is not over: compared and mended, not closed.
    expect(report).toMatchObject({ closed: false, unmended: [], doubles: [] });
  });

  it('a day that was closed is compared again when the platform goes back behind it', async () => {
    const line = await startLine();
    line.sandbox.order({ verb: 'back-up' });
    await accept(line, 2);
    nextDay(line);
    await reported(line, ({ closed }) => closed);
    const before = stored(line);
    line.sandbox.order({ verb: 'restore-backup' });
    const report = await reported(line, ({ closed, missing }) => closed && missing.length === 2);
    expect(report.unmended).toEqual([]);
    expect(stored(line)).toEqual(before);
  });
});

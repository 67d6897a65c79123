import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DiskLayer } from './disk/layer.ts';
import { everyAcknowledgedOnce } from './oracle.ts';
import { startPlatform } from './platform.ts';
import { TerminalProcess } from './terminal-process.ts';

/** As they are printed on the slips. */
function temporaryNumbers(dataFolder: string): string[] {
  const db = new Database(join(dataFolder, 'submissions.db'), { readonly: true });
  try {
    return db.prepare<[], string>('select temp_no from submissions').pluck().all();
  } finally {
    db.close();
  }
}

const DAY_MS = 86_400_000;

describe('the wall clock of a terminal that submits and sends', () => {
  it.each([
    ['a day ahead', [DAY_MS]],
    ['a day back', [-DAY_MS]],
    ['to and fro', [DAY_MS, -DAY_MS, 0, -DAY_MS, DAY_MS, 0]],
  ])('jumps %s: everything is accepted once, and temporary numbers stay unique', async (_name, jumps) => {
    const place = mkdtempSync(join(tmpdir(), 'tongban-clock-'));
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    const layer = new DiskLayer(place);
    const platform = await startPlatform();
    const terminal = new TerminalProcess(layer.environment);
    onTestFinished(() => terminal.kill());
    await terminal.open(layer.folder, platform);
    const now = () => new Date(terminalTime).toISOString();
    let terminalTime = Date.now();
    await terminal.answered(terminal.submit(4, now()));
    for (const aheadMs of jumps) {
      // Half of a wave is on its way when the clock jumps.
      platform.faults.failNext('submitApplyInfo', 'error-500');
      const before = terminal.submit(4, now());
      layer.setClock(aheadMs);
      terminalTime = Date.now() + aheadMs;
      const after = terminal.submit(4, now());
      await terminal.answered([...before, ...after]);
      await terminal.untilSent();
    }
    expect([...terminal.notStored.values()]).toEqual([]);
    await terminal.close();
    layer.setClock(0);
    const { wrong, accepted } = await everyAcknowledgedOnce(layer.folder, platform, terminal.stored, {
      send: true,
    });
    expect(wrong).toEqual([]);
    expect(accepted).toBe(4 + 8 * jumps.length);
    expect(new Set(temporaryNumbers(layer.folder)).size).toBe(accepted);
  });
});

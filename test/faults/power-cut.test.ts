import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '@tongban/sync/sandbox';
import { DiskLayer } from './disk/layer.ts';
import { everyAcknowledgedOnce } from './oracle.ts';
import { startPlatform } from './platform.ts';
import { between, random, seedOf, times, type Random } from './seed.ts';
import { cutPower } from './survival.ts';
import { TerminalProcess } from './terminal-process.ts';

const CUTS = times(60, 2000);
/** Sending what a cut has left takes a hundred times as long as looking at it. */
const SEND_EVERY = times(12, 20);
const LONG_MS = 1_800_000;
const WAVES = 24;

/** A day of a terminal: submits alone and together, some accepted, some that the platform does not take yet. */
async function aDay(layer: DiskLayer, platform: Sandbox, draw: Random): Promise<void> {
  const terminal = new TerminalProcess(layer.environment);
  onTestFinished(() => terminal.kill());
  await terminal.open(layer.folder, platform);
  for (let wave = 0; wave < WAVES; wave++) {
    // The second half is stored and begun, and no further.
    if (wave === WAVES / 2) platform.faults.failRepeatedly('submitApplyInfo', 'error-500');
    await terminal.answered(terminal.submit(draw() < 0.5 ? 1 : between(draw, 2, 8)));
    if (wave % 6 === 5 && wave < WAVES / 2) await terminal.untilSent();
  }
  await terminal.close();
  platform.faults.clear();
}

it(
  `the power is cut at ${CUTS} points and un-fsynced writes are dropped: whatever was acknowledged is there once`,
  async () => {
    const seed = seedOf('power-cut');
    const draw = random(seed);
    const place = mkdtempSync(join(tmpdir(), 'tongban-power-'));
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    const layer = new DiskLayer(place);
    const platform = await startPlatform();
    await aDay(layer, platform, draw);
    platform.order({ verb: 'back-up' });
    const wrong: string[] = [];
    const sum = { accepted: 0, unsent: 0, cuts: 0 };
    await cutPower(layer.operations(), CUTS, draw, async ({ folder, acknowledged, ...cut }) => {
      const send = cut.number % SEND_EVERY === 0;
      // What other cuts have sent meanwhile is not there yet.
      if (send) platform.order({ verb: 'restore-backup' });
      const found = await everyAcknowledgedOnce(folder, platform, acknowledged, { send }).catch(
        (error: unknown) => ({ wrong: [String(error)], accepted: 0, unsent: 0, told: 0 }),
      );
      wrong.push(...found.wrong.map((each) => `cut at ${cut.position}, ${cut.fate}: ${each}`));
      sum.accepted += found.accepted;
      sum.unsent += found.unsent;
      sum.cuts += 1;
    });
    console.log(`power cut: ${JSON.stringify(sum)}`);
    if (wrong.length > 0) keepLog(layer, seed);
    expect(wrong).toEqual([]);
    expect(sum.cuts).toBe(CUTS);
    // Both kinds must have been met, otherwise this proves half of it.
    expect(sum.accepted).toBeGreaterThan(CUTS);
    expect(sum.unsent).toBeGreaterThan(CUTS);
  },
  LONG_MS,
);

/** For whoever looks for the cause. */
function keepLog(layer: DiskLayer, seed: number): void {
  const folder = join(import.meta.dirname, '../../out/test');
  mkdirSync(folder, { recursive: true });
  const kept = join(folder, `power-cut-${seed}.log`);
  copyFileSync(layer.logFile, kept);
  console.log(`the log of the disk is kept: ${kept}`);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DiskLayer, type DiskFailure } from './disk/layer.ts';
import { everyAcknowledgedOnce } from './oracle.ts';
import { startPlatform } from './platform.ts';
import { between, random, seedOf, times } from './seed.ts';
import { cutPower } from './survival.ts';
import { TerminalProcess } from './terminal-process.ts';

const ROUNDS = times(14, 400);
const CUTS = times(10, 200);
/** Calls of one group of submissions, about: the failure comes anywhere in them. */
const CALLS = { write: 40, sync: 2 };
const LONG_MS = 1_800_000;

const failures: [string, Pick<DiskFailure, 'error' | 'what'>][] = [
  ['full (ENOSPC on writes and new files)', { error: 'ENOSPC', what: ['write', 'create'] }],
  ['failing (EIO on writes)', { error: 'EIO', what: ['write'] }],
  ['failing (EIO on fsync, which forgets what was written)', { error: 'EIO', what: ['sync'] }],
];

describe('the disk under a terminal that submits and sends', () => {
  it.each(failures)(
    `is ${'%s'}, again and again: nothing that was acknowledged is lost, nothing that was refused is there`,
    async (name, failure) => {
      const seed = seedOf(`disk ${name}`);
      const draw = random(seed);
      const place = mkdtempSync(join(tmpdir(), 'tongban-disk-'));
      onTestFinished(() => rmSync(place, { recursive: true, force: true }));
      const layer = new DiskLayer(place);
      const platform = await startPlatform();
      const terminal = new TerminalProcess(layer.environment);
      onTestFinished(() => terminal.kill());
      await terminal.open(layer.folder, platform);
      for (let round = 0; round < ROUNDS; round++) {
        const count = draw() < 0.5 ? between(draw, 1, 3) : Infinity;
        layer.fail({
          ...failure,
          after: between(draw, 0, failure.what.includes('sync') ? CALLS.sync : CALLS.write),
          count,
        });
        // What is sent meanwhile meets the failure as well.
        await terminal.answered(terminal.submit(between(draw, 1, 6)));
        layer.fail(null);
        if (draw() < 0.2) await terminal.untilSent();
      }
      const stored = [...terminal.stored];
      const refused = [...terminal.notStored.keys()];
      console.log(
        `${name}: ${layer.failed} calls failed, ${stored.length} stored, ${refused.length} refused`,
      );
      expect(layer.failed).toBeGreaterThan(0);
      expect(refused.length).toBeGreaterThan(0);
      const words = failure.error === 'ENOSPC' ? /disk-full|disk-failing/ : /disk-failing/;
      for (const reason of terminal.notStored.values()) expect(reason).toMatch(words);
      await terminal.close();
      const { wrong } = await everyAcknowledgedOnce(layer.folder, platform, stored, { send: true });
      expect(wrong).toEqual([]);
      const keys = new Set(platform.applications().map(({ idempotencyKey }) => idempotencyKey));
      expect(refused.filter((id) => keys.has(id))).toEqual([]);
      // And what a power cut would have left at any time.
      const afterCuts: string[] = [];
      await cutPower(layer.operations(), CUTS, draw, async ({ folder, acknowledged, position, fate }) => {
        const found = await everyAcknowledgedOnce(folder, platform, acknowledged, { send: false });
        afterCuts.push(...found.wrong.map((each) => `cut at ${position}, ${fate}: ${each}`));
      });
      expect(afterCuts).toEqual([]);
    },
    LONG_MS,
  );
});

import { fork, type ChildProcess } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OperationName } from '../contract/index.ts';
import type { FaultKind } from '../sandbox/index.ts';
import { startLine, type Line } from '../testing/line.ts';

/** A process starts slowly on a busy machine; a hang still ends. */
const PATIENCE_MS = 30_000;
const CHILD = fileURLToPath(new URL('../testing/submitting-child.ts', import.meta.url));

interface Submitting {
  readonly process: ChildProcess;
  /** Ids whose `submit` has resolved, so far. */
  readonly committed: string[];
}

function startChild({ sandbox, dataFolder }: Line, ids: readonly string[]): Submitting {
  const platform = { url: sandbox.url, ...sandbox.keys };
  const child = fork(CHILD, [JSON.stringify({ dataFolder, platform, ids })], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const committed: string[] = [];
  child.on('message', (message) => committed.push((message as { committed: string }).committed));
  return { process: child, committed };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Where the process is when it is killed: the request at which the platform stops answering, and what it did. */
const points: [OperationName, FaultKind][] = [
  ['getApplyNo', 'hang'],
  ['getApplyNo', 'hang-after-commit'],
  ['saveApplyInfo', 'hang'],
  ['putChunk', 'hang-after-commit'],
  ['submitApplyInfo', 'hang'],
  ['submitApplyInfo', 'hang-after-commit'],
];

describe('the process is killed', () => {
  it.each(points)('at %s (%s): one accepted submission', async (operation, kind) => {
    const line = await startLine();
    await line.sync.close();
    line.sandbox.faults.failRepeatedly(operation, kind);
    const id = randomUUID();
    const child = startChild(line, [id]);
    await expect
      .poll(() => line.sandbox.faults.taken, { timeout: PATIENCE_MS, interval: 5 })
      .toBeGreaterThan(0);
    await kill(child.process);
    line.sandbox.faults.clear();
    const again = await line.reopen();
    const record = await again.waitForOutcome(id, PATIENCE_MS);
    expect(record.state).toBe('accepted');
    expect(line.sandbox.applications()).toMatchObject([
      { idempotencyKey: id, applyNo: record.applyNo, state: 'submitted' },
    ]);
  });

  it('in the middle of many submits and sends: every one that was confirmed is accepted once, none is half there', async () => {
    const line = await startLine();
    await line.sync.close();
    const ids = Array.from({ length: 60 }, () => randomUUID());
    const child = startChild(line, ids);
    const killAfter = randomInt(1, 40);
    await expect
      .poll(() => child.committed.length, { timeout: PATIENCE_MS, interval: 1 })
      .toBeGreaterThan(killAfter);
    await kill(child.process);
    const { committed } = child;
    const again = await line.reopen();
    const records = await Promise.all(committed.map((id) => again.waitForOutcome(id, 15_000)));
    expect(records.filter((record) => record.state !== 'accepted')).toEqual([]);
    await expect.poll(() => again.heldCount, { timeout: PATIENCE_MS }).toBe(0);
    const applications = line.sandbox.applications();
    const keys = applications.map((application) => application.idempotencyKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining(committed));
    // Killed between commit and confirmation: there can be one more, and it is whole.
    expect(keys.length - committed.length).toBeLessThanOrEqual(1);
    expect(applications.filter((application) => application.state !== 'submitted')).toEqual([]);
  });
});

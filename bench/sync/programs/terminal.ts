import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openSync } from '../../../sync/client/sync.ts';
import { terminal } from '../../../sync/testing/fixed.ts';
import { inputOf } from '../../../sync/testing/test-matters.ts';

/**
 * The sync of a terminal alone in its process: `fill` stores submissions of the last day while nobody listens at the
 * platform's address, `drain` sends what is there. It answers what it did as one message.
 */
export interface TerminalTask {
  readonly kind: 'fill' | 'drain';
  readonly dataFolder: string;
  readonly platform: Parameters<typeof openSync>[0]['platform'];
  readonly count: number;
  readonly scanBytes: number;
}

export interface TerminalReport {
  readonly ms: number;
  /** Resident memory of this process, bytes: with the store open, and at most while each half was accepted. */
  readonly before: number;
  readonly mostInFirstHalf: number;
  readonly mostInSecondHalf: number;
}

const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 100;

const { kind, dataFolder, platform, count, scanBytes } = JSON.parse(process.argv[2] ?? '') as TerminalTask;
const sync = await openSync({ dataFolder, terminal, platform, log: () => undefined });
const before = resident();
const most = [before, 0];
let half = 0;
const looks = setInterval(() => (most[half] = Math.max(most[half] ?? 0, resident())), LOOK_EVERY_MS);
const begun = performance.now();
await (kind === 'fill' ? fill() : untilSent());
const ms = performance.now() - begun;
clearInterval(looks);
const [mostInFirstHalf = 0, mostInSecondHalf = 0] = most;
process.send?.({ ms, before, mostInFirstHalf, mostInSecondHalf } satisfies TerminalReport);
await sync.close();
process.disconnect();

async function fill(): Promise<void> {
  for (let item = 0; item < count; item++) {
    await sync.submit(
      inputOf(randomUUID(), {
        capturedAt: new Date(Date.now() - DAY_MS + (item * DAY_MS) / count),
        materials: [
          { code: 'CARD-01', stuffType: 0, mediaType: 'image/png', bytes: Buffer.alloc(scanBytes, item) },
        ],
      }),
    );
  }
}

function untilSent(): Promise<void> {
  const middle = sync.heldCount / 2;
  return new Promise((resolve) => {
    const look = (): void => {
      half = sync.heldCount > middle ? 0 : 1;
      if (sync.heldCount > 0) return;
      stop();
      resolve();
    };
    const stop = sync.onChange(look);
    look();
  });
}

function resident(): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kib === undefined) throw new Error('the system does not say how much memory this process has');
  return Number(kib) * 1024;
}

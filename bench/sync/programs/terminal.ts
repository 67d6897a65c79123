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
  /** Resident memory of this process with the store open, bytes. */
  readonly before: number;
  /** While each half was accepted, without the first tenth, in which the program warms up. */
  readonly halves: readonly [HalfOfMemory, HalfOfMemory];
}

/** Bytes. */
interface HalfOfMemory {
  /** Resident, at most: what V8 has not collected yet counts as well. */
  most: number;
  /** On V8's heap and in buffers, at least: what was left just after a collection. */
  leastInUse: number;
}

const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 100;

const { kind, dataFolder, platform, count, scanBytes } = JSON.parse(process.argv[2] ?? '') as TerminalTask;
const sync = await openSync({ dataFolder, terminal, platform, log: () => undefined });
const before = resident();
const halves: readonly [HalfOfMemory, HalfOfMemory] = [
  { most: 0, leastInUse: Infinity },
  { most: 0, leastInUse: Infinity },
];
let half: 0 | 1 | null = null;
const looks = setInterval(look, LOOK_EVERY_MS);
const begun = performance.now();
await (kind === 'fill' ? fill() : untilSent());
const ms = performance.now() - begun;
clearInterval(looks);
process.send?.({ ms, before, halves } satisfies TerminalReport);
await sync.close();
process.disconnect();

function look(): void {
  if (half === null) return;
  const { heapUsed, external } = process.memoryUsage();
  const now = halves[half];
  now.most = Math.max(now.most, resident());
  now.leastInUse = Math.min(now.leastInUse, heapUsed + external);
}

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
  const all = sync.heldCount;
  return new Promise((resolve) => {
    const ask = (): void => {
      if (sync.heldCount < all * 0.9) half = sync.heldCount > all / 2 ? 0 : 1;
      if (sync.heldCount > 0) return;
      stop();
      resolve();
    };
    const stop = sync.onChange(ask);
    ask();
  });
}

function resident(): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kib === undefined) throw new Error('the system does not say how much memory this process has');
  return Number(kib) * 1024;
}

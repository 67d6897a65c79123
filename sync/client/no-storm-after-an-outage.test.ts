import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RECEIPT_TYPE } from '../contract/index.ts';
import type { Sendable } from '../submissions/sendable.ts';
import { terminal } from '../testing/fixed.ts';
import { promisedMatter } from '../testing/test-matters.ts';
import type { PlatformApi, Reply } from './api.ts';
import { Feed } from './feed.ts';
import { defaultDelays } from './retry.ts';
import { Sender } from './sender.ts';

const TERMINALS = 500;
const WAITING_EACH = 5;
/** Until then no connection is answered; then the platform is back, 20 ms away. */
const OUTAGE_MS = 120_000;
const LATENCY_MS = 20;
const AFTERWARDS_MS = 15_000;

/** What reached the platform after its return, ms since then. */
interface Arrivals {
  readonly all: number[];
  /** First submission of each terminal. */
  readonly first: number[];
  accepted: number;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A terminal's own feed and sender, on a platform that is a clock. */
function startTerminal(number: number, arrivals: Arrivals): void {
  const refused: Reply<never> = { kind: 'silence', reason: 'ECONNREFUSED' };
  let sent = false;
  const api = {
    async call(operation: string, { idempotencyKey = '' }: { idempotencyKey?: string }) {
      const since = performance.now() - OUTAGE_MS;
      await wait(LATENCY_MS);
      if (since < 0) return refused;
      arrivals.all.push(since);
      if (operation === 'getApplyNo' && !sent) arrivals.first.push(since);
      sent ||= operation === 'getApplyNo';
      const receipt = {
        idempotencyKey,
        applyNo: 'SQ1',
        digest: '0'.repeat(64),
        receivedAt: '2026-02-13T01:30:00Z',
      };
      const signed = JSON.stringify({ ...receipt, limitDate: '2026-02-16', limitProvisional: false });
      return { kind: 'answer', value: { events: [], cursor: '', applyNo: 'SQ1', receipt: signed } };
    },
  } as unknown as Pick<PlatformApi, 'call'>;
  const ids = Array.from({ length: WAITING_EACH }, (_, index) => `terminal-${number}-${index}`);
  const shared = { api, delays: defaultDelays, log: () => undefined, onChange: () => undefined };
  let online = false;
  const sender = new Sender({
    ...{ ...shared, inFlight: 4, mayBegin: () => online },
    gates: { close: () => undefined, closedFor: () => null },
    target: {
      ...{ api, ...terminal, timeoutMs: defaultDelays.requestTimeoutMs },
      receiptKey: (text) => Promise.resolve({ type: RECEIPT_TYPE, payload: Buffer.from(text) }),
    },
    store: {
      sendable: (id) => Promise.resolve(sendable(id)),
      markSending: () => Promise.resolve(),
      markHeld: () => Promise.resolve(),
      markRefused: () => Promise.resolve(),
      forgetNumber: () => Promise.resolve(),
      markAccepted: () => {
        arrivals.accepted += 1;
        return Promise.resolve();
      },
      cases: {
        unsent: () => ids.map((id) => ({ id, ...promisedMatter, state: 'sealed', problemCode: null })),
        moveVersion: () => Promise.resolve(),
      },
    },
    onReached: () => undefined,
    onSilence: () => {
      online = false;
    },
    onAccepted: () => undefined,
    onLost: () => undefined,
  });
  const feed = new Feed({
    ...shared,
    store: { feedCursor: '', applyEvents: () => Promise.resolve(0), resetFeed: () => Promise.resolve() },
    onReached: () => {
      online = true;
      sender.reached();
      sender.run();
    },
    keptFrom: () => '2026-02-13',
    onSilence: () => {
      online = false;
    },
    onReset: () => undefined,
    mayPoll: () => true,
  });
  feed.poll();
}

function sendable(id: string): Sendable {
  return {
    ...{
      id,
      tempNo: 'T',
      matter: promisedMatter,
      version: promisedMatter.version,
      capturedAt: '2026-02-13T01:30:00Z',
    },
    ...{
      applyNo: null,
      envelope: '{}',
      materials: [],
      digest: '0'.repeat(64),
      revision: null,
      earlierReceipt: null,
    },
  };
}

/** The city loses its platform at one instant and gets it back at another. */
async function cityAfterOutage(): Promise<Arrivals> {
  const arrivals: Arrivals = { all: [], first: [], accepted: 0 };
  for (let number = 0; number < TERMINALS; number++) startTerminal(number, arrivals);
  await vi.advanceTimersByTimeAsync(OUTAGE_MS + AFTERWARDS_MS);
  return arrivals;
}

/** Most of `times` within any interval of this length. */
function peak(times: readonly number[], lengthMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let from = 0;
  return sorted.reduce((most, time, index) => {
    while (time - (sorted[from] ?? 0) >= lengthMs) from += 1;
    return Math.max(most, index - from + 1);
  }, 0);
}

describe('500 terminals after an outage', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    vi.setSystemTime(0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('do not meet: their first submissions spread over the pause, and all is accepted within 10 s', async () => {
    const arrivals = await cityAfterOutage();
    const [peak100Ms, peak1S] = [peak(arrivals.first, 100), peak(arrivals.first, 1000)];
    console.info(
      `first submissions: at most ${peak100Ms} in 100 ms, ${peak1S} in 1 s; requests: at most ${peak(arrivals.all, 1000)} in 1 s`,
    );
    expect(arrivals.first).toHaveLength(TERMINALS);
    expect(arrivals.accepted).toBe(TERMINALS * WAITING_EACH);
    expect(peak100Ms).toBeLessThan(TERMINALS / 8);
    expect(peak1S).toBeLessThan(TERMINALS * 0.6);
    expect(Math.max(...arrivals.first)).toBeLessThan(10_000);
  });

  it('would all come at once without the jitter', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const arrivals = await cityAfterOutage();
    expect(peak(arrivals.first, 100)).toBe(TERMINALS);
  });
});

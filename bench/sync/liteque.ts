import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Result } from '../result.ts';
import { openQueue } from './queues.ts';

const DRAINED = 200;

/**
 * The drain of liteque, which 0.8.0 cannot do on this version of better-sqlite3: it takes a job in a transaction that
 * answers a promise. Its own words stand as the reason; should it learn to, its pace does.
 */
export async function measureLiteque(): Promise<readonly Result[]> {
  const about = { name: 'drain-liteque-shipped', unit: 'per second', goal: 0, better: 'higher' } as const;
  const queue = openQueue('liteque-shipped');
  try {
    for (let added = 0; added < DRAINED; added++) await queue.add();
    const begun = performance.now();
    try {
      await queue.drain?.();
    } catch (error) {
      // Its transaction was refused, not stopped: it goes on for a moment on its own.
      await nextTurn();
      return [{ ...about, value: null, reason: `cannot: ${(error as Error).message}` }];
    }
    return [{ ...about, value: (DRAINED / (performance.now() - begun)) * 1000 }];
  } finally {
    queue.close();
  }
}

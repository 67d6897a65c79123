import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { follow, sourceAt, type Follower } from '../../published/index.ts';
import type { TestCentre } from './test-centre.ts';

/** A terminal that is set up with a root and follows a centre by HTTP, in a folder that goes with the test or `onEnd`. */
export function followerOf(
  { ask }: Pick<TestCentre, 'ask'>,
  root: Uint8Array,
  onEnd: (remove: () => void) => unknown = onTestFinished,
): Follower {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-followed-'));
  onEnd(() => rmSync(folder, { recursive: true }));
  return follow({
    ...{ folder, root, now: () => new Date(), log: () => undefined },
    source: sourceAt('http://centre.test/v1/published/', async (address) => {
      const { pathname, search } = new URL(String(address));
      const { statusCode, rawPayload } = await ask('GET', `${pathname}${search}`);
      return new Response(new Uint8Array(rawPayload), { status: statusCode });
    }),
  });
}

import { z } from 'zod';
import { openSync } from '../client/sync.ts';
import { shortDelays, terminal } from './fixed.ts';
import { inputOf } from './test-matters.ts';

/**
 * A process that submits and is killed: `{dataFolder, platform, ids}` as one JSON argument. Tells its parent of each
 * submission after `submit` has resolved, and never ends by itself.
 */
const { dataFolder, platform, ids } = z
  .object({ dataFolder: z.string(), platform: z.any(), ids: z.array(z.string()) })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const sync = await openSync({ dataFolder, terminal, platform, delays: shortDelays, log: () => undefined });
for (const id of ids) {
  await sync.submit(inputOf(id));
  process.send?.({ committed: id });
}

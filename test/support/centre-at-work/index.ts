import { startCentre } from '../../../kiosk-config/centre/server/centre.ts';
import type { Pages } from '../../../kiosk-config/centre/server/server.ts';
import { callersOf } from '../../../kiosk-config/centre/testing/callers.ts';
import { countMonths } from './figures.ts';
import { placeTerminals } from './fleet.ts';
import { workOnMatters } from './matters.ts';
import { connectUnits, cutOffAtASite } from './units.ts';
import type { Work } from './work.ts';

export type { Work };

/** A Friday morning; whoever looks at such a centre sets the browser's clock to it. */
export const AT_WORK = new Date('2026-11-27T02:30:00.000Z');

/**
 * A centre after eight months of work: matters through all gates and before each of them, a fleet with its troubles,
 * figures of every month. Synthetic throughout.
 */
export async function centreAtWork(dataFolder: string, pages: Pages): Promise<Work> {
  let now = AT_WORK;
  const centre = await startCentre({
    ...{ dataFolder, databaseUrl: null, host: '127.0.0.1', port: 0, origin: null, proxies: [], log: false },
    ...{ pages, clock: () => now },
  });
  const { sql } = centre.services.database;
  const work: Work = {
    centre,
    callers: callersOf(centre.app, centre.services.database, () => now),
    async goTo(instant) {
      now = instant;
      const at = instant.toISOString();
      await sql.updateTable('sessions').set({ created_at: at, seen_at: at }).execute();
    },
  };
  try {
    await connectUnits(work);
    await workOnMatters(work);
    await countMonths(work);
    await work.goTo(AT_WORK);
    await placeTerminals(work);
    await cutOffAtASite(work);
    return work;
  } catch (error) {
    await centre.close();
    throw error;
  }
}

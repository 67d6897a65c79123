import { makeBundle } from '../../published/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import { inGroups } from '../database/in-groups.ts';
import { publishedVersion, storeInDatabase } from './publication-store.ts';

/** Terminals that are up to date have one of the latest versions; who comes with an older one pays for the reading. */
const MOST_BUNDLES = 50;

/**
 * Bundles as they go over the line, each made once for a version in force. Which one is in force is asked of the database
 * for every request, many at a time: another process may have published.
 * @returns JSON; null before the centre was founded
 */
export function createServedBundles(database: CentreDatabase): (have: number) => Promise<Buffer | null> {
  const versionNow = inGroups(async (asking: readonly null[]) => {
    const version = await publishedVersion(database);
    return asking.map(() => version);
  });
  let bundles = new Map<number, Promise<Buffer | null>>();
  let madeFor: number | null = null;
  return async (have) => {
    const version = await versionNow(null);
    if (version !== madeFor || bundles.size >= MOST_BUNDLES) {
      bundles = new Map();
      madeFor = version;
    }
    const kept = bundles;
    const bundle = kept.get(have) ?? make(database, have);
    kept.set(have, bundle);
    try {
      return await bundle;
    } catch (error) {
      kept.delete(have);
      throw error;
    }
  };
}

async function make(database: CentreDatabase, have: number): Promise<Buffer | null> {
  const bundle = await makeBundle(storeInDatabase(database, null), have);
  return bundle && Buffer.from(JSON.stringify(bundle));
}

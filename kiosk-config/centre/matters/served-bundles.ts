import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { makeBundle } from '../../published/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import { inGroups } from '../database/in-groups.ts';
import { publishedVersion, storeInDatabase } from './publication-store.ts';

/** Terminals that are up to date have one of the latest versions; who comes with an older one pays for the reading. */
const MOST_BUNDLES = 50;

/** A bundle as JSON, and compressed once for all who take it so: to about a fifth. */
export interface ServedBundle {
  readonly json: Buffer;
  readonly gzip: Buffer;
}

/**
 * Bundles as they go over the line, each made once for a version in force. Which one is in force is asked of the database
 * for every request, many at a time: another process may have published.
 * @returns null before the centre was founded
 */
export function createServedBundles(
  database: CentreDatabase,
): (have: number) => Promise<ServedBundle | null> {
  const versionNow = inGroups(async (asking: readonly null[]) => {
    const version = await publishedVersion(database);
    return asking.map(() => version);
  });
  let bundles = new Map<number, Promise<ServedBundle | null>>();
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

async function make(database: CentreDatabase, have: number): Promise<ServedBundle | null> {
  const bundle = await makeBundle(storeInDatabase(database, null), have);
  if (!bundle) return null;
  const json = Buffer.from(JSON.stringify(bundle));
  return { json, gzip: await promisify(gzip)(json) };
}

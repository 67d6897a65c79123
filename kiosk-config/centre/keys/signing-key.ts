import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { CentreDatabase } from '../database/database.ts';
import type { Sealing } from './sealing.ts';

/** An Ed25519 key that all processes share; the first that asks makes it. */
export async function signingKey(
  database: CentreDatabase,
  sealing: Sealing,
  name: string,
): Promise<KeyObject> {
  const place = `signing-key/${name}`;
  const find = () =>
    database.sql.selectFrom('shared_values').select('value').where('name', '=', place).executeTakeFirst();
  if (!(await find())) {
    const made = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
    await database.sql
      .insertInto('shared_values')
      .values({ name: place, value: sealing.seal(place, made) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const { value } = (await find())!;
  return createPrivateKey({ key: sealing.open(place, value), format: 'der', type: 'pkcs8' });
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CentreDatabase } from '../database/database.ts';

/** Environment variable with the key of a centre that runs on several machines: base64 of 32 bytes. */
export const CENTRE_KEY_VARIABLE = 'TONGBAN_CENTRE_KEY';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CHECK = 'sealing-check';

/** Secrets that the centre must be able to read again (TOTP, signing keys) lie in the database sealed, AES-256-GCM. */
export interface Sealing {
  /** @param purpose what it is and whose, so that a sealed value cannot be moved to another place */
  seal(purpose: string, secret: Uint8Array): string;
  /** @throws Error when it was sealed by another key or for another purpose */
  open(purpose: string, sealed: string): Buffer;
}

export function createSealing(key: Uint8Array): Sealing {
  return {
    seal(purpose, secret) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
      return Buffer.concat([iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      );
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    },
  };
}

/**
 * The key of the centre: from the environment, otherwise from the data folder, where the first start makes one.
 * @throws Error when it is no key
 */
export function loadCentreKey(dataFolder: string, given: string | undefined): Uint8Array {
  const key = Buffer.from(given ?? readOrMake(dataFolder), 'base64');
  if (key.length !== KEY_BYTES) {
    const where = given === undefined ? 'centre.key in the data folder' : CENTRE_KEY_VARIABLE;
    throw new Error(`${where} is no key; it must be base64 of ${KEY_BYTES} bytes`);
  }
  return key;
}

function readOrMake(dataFolder: string): string {
  const file = join(dataFolder, 'centre.key');
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    const mine = `${file}.${process.pid}`;
    writeFileSync(mine, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600 });
    chmodSync(mine, 0o600);
    try {
      // Of several that start at once one's key is kept, whole.
      linkSync(mine, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(mine);
    }
  }
  return readFileSync(file, 'utf8');
}

/** @throws Error when what lies in the database was sealed with another key */
export async function checkSealing(database: CentreDatabase, sealing: Sealing): Promise<void> {
  await database.sql
    .insertInto('shared_values')
    .values({ name: CHECK, value: sealing.seal(CHECK, Buffer.from(CHECK)) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { value } = await database.sql
    .selectFrom('shared_values')
    .select('value')
    .where('name', '=', CHECK)
    .executeTakeFirstOrThrow();
  try {
    sealing.open(CHECK, value);
  } catch {
    throw new Error(
      `the key is not the one of this database; give the right one in ${CENTRE_KEY_VARIABLE} or as centre.key in the data folder`,
    );
  }
}

import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's equal of the usual Argon2id: 32 MiB, three lanes. */
const COST = 2 ** 15;
const BLOCK_SIZE = 8;
const LANES = 3;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const MIN_CHARACTERS = 12;
const MIN_KINDS = 3;
const KINDS = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u];

const derive = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

/** Twelve characters with three of upper case, lower case, digits and others, and without the account's name. */
export function isComplex(password: string, name: string): boolean {
  const kinds = KINDS.filter((kind) => kind.test(password)).length;
  return (
    [...password].length >= MIN_CHARACTERS &&
    kinds >= MIN_KINDS &&
    !password.toLowerCase().includes(name.toLowerCase())
  );
}

/** The parameters stand beside the hash, so that they can grow. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await run(password, salt, COST, BLOCK_SIZE, LANES);
  return ['scrypt', COST, BLOCK_SIZE, LANES, salt.toString('base64'), hash.toString('base64')].join('$');
}

/** @param stored null where there is no such account: the same time passes, and the answer is no */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  const [, cost, blockSize, lanes, salt = '', hash = ''] = (stored ?? NOBODY).split('$');
  const found = await run(
    password,
    Buffer.from(salt, 'base64'),
    Number(cost),
    Number(blockSize),
    Number(lanes),
  );
  return timingSafeEqual(found, Buffer.from(hash, 'base64')) && stored !== null;
}

const NOBODY = ['scrypt', COST, BLOCK_SIZE, LANES, '', Buffer.alloc(HASH_BYTES).toString('base64')].join('$');

function run(password: string, salt: Uint8Array, N: number, r: number, p: number): Promise<Buffer> {
  return derive(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r });
}

import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Beside the bundle; from the sources, where it was built. */
const FOLDER = join(
  import.meta.dirname,
  extname(import.meta.filename) === '.ts' ? '../../../out/phone' : 'phone',
);

/** By the name below the token; all that the page is made of. */
const FILES = {
  '': { file: 'index.html', type: 'text/html; charset=utf-8' },
  'phone.js': { file: 'phone.js', type: 'text/javascript; charset=utf-8' },
  'phone.css': { file: 'phone.css', type: 'text/css; charset=utf-8' },
} as const;

export type PhonePage = ReadonlyMap<string, { readonly type: string; readonly bytes: Buffer }>;

/**
 * The built page (`terminal/phone`).
 * @throws Error with its code when a file is missing
 */
export async function readPhonePage(): Promise<PhonePage> {
  const files = Object.entries(FILES).map(
    async ([name, { file, type }]) => [name, { type, bytes: await readFile(join(FOLDER, file)) }] as const,
  );
  return new Map(await Promise.all(files));
}

/** Nothing from elsewhere, nothing inline; a picture that was chosen is shown from the phone's own memory. */
export const PHONE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob: data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

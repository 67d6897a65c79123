/** `tongban://terminal/…`: the built screens, served from one folder, instead of file://. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export const UI_SCHEME = 'tongban';
export const UI_ORIGIN = `${UI_SCHEME}://terminal`;
export const UI_START = `${UI_ORIGIN}/index.html`;

/**
 * Nothing but our own files. `sandbox` (HTML, "sandboxing flags") further switches off print(), alert(), pop-ups,
 * downloads, pointer lock and leaving the page; forms may be used, `form-action` keeps them from being sent anywhere.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-scripts allow-same-origin allow-forms',
].join('; ');

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Maps an address to a file of the screens.
 * @returns null for another origin, a path outside the folder, or a kind of file that the screens do not have
 */
export function uiFile(
  uiFolder: string,
  address: string,
): { readonly file: string; readonly mime: string } | null {
  const url = URL.parse(address);
  if (url === null || url.protocol !== `${UI_SCHEME}:` || url.host !== 'terminal') return null;
  // Names that the build makes: no escapes, no leading dots, so nothing is left to decode or to climb with.
  if (!/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(url.pathname)) return null;
  const mime = MIME_TYPES[path.extname(url.pathname)];
  if (mime === undefined) return null;
  const root = path.resolve(uiFolder);
  const file = path.join(root, url.pathname);
  return file.startsWith(root + path.sep) ? { file, mime } : null;
}

/** True for an address of the screens themselves. */
export function isUiAddress(address: string): boolean {
  return address.startsWith(`${UI_ORIGIN}/`);
}

/** What Electron is given for an address: statusCode, headers and bytes. */
export interface ServedFile {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly data: Buffer;
}

/** Answers one request of the renderer; 404 for whatever is not a file of the screens. */
export async function serveUi(
  uiFolder: string,
  request: { readonly url: string; readonly method: string },
): Promise<ServedFile> {
  const found = request.method === 'GET' ? uiFile(uiFolder, request.url) : null;
  // A file that cannot be read is told as one that is not there: to the page it is the same, and the load fails either way.
  const data = found === null ? null : await readFile(found.file).catch(() => null);
  if (found === null || data === null) return { statusCode: 404, headers: {}, data: Buffer.alloc(0) };
  const headers = {
    'content-type': found.mime,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  return { statusCode: 200, headers, data };
}

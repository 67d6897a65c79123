/**
 * The small part of HTTP that the bench needs, with the guards of a service on loopback: a page of another origin in
 * the same browser must neither read from it nor move its hardware.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a route answers; `sent` when it has written (or goes on writing) the response by itself. */
export type Answer =
  | { readonly kind: 'json'; readonly body: unknown }
  | {
      readonly kind: 'bytes';
      readonly type: string;
      readonly bytes: Buffer;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'empty' }
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly status: 400 | 404 | 503; readonly sentence: string };

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** The JSON body of a POST; undefined for a GET. */
  readonly body: unknown;
  readonly response: ServerResponse;
}

export type Route = (call: Call) => Promise<Answer>;

/** A call never needs more than a verb and a few words. */
const BODY_LIMIT_BYTES = 4096;

const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Listens on 127.0.0.1 (0 takes a free port); rejects when the port is taken. */
export async function serve(port: number, route: Route): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    answer(request, response, route).catch((error: unknown) => {
      // A fault of the bench itself; the request holds nothing that would help to find it.
      console.error(error);
      if (!response.headersSent) refuse(response, 500, 'The bench failed; its log says why.');
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function answer(request: IncomingMessage, response: ServerResponse, route: Route): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const host = request.headers.host ?? '';
  const { port } = request.socket.address() as AddressInfo;
  // DNS rebinding: a name of somebody else that points to 127.0.0.1 arrives with that name as its Host.
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
    return refuse(response, 403, 'The bench answers only to 127.0.0.1 and localhost.');
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return refuse(response, 403, 'The bench answers only to its own page.');
  }
  const { method } = request;
  if (method !== 'GET' && method !== 'POST') {
    return refuse(response, 405, 'The bench knows GET and POST only.');
  }
  let body: unknown;
  if (method === 'POST') {
    // A form of another site can send text/plain, never application/json, without being asked first.
    if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/json') {
      return refuse(response, 415, 'The body must be application/json.');
    }
    const announced = Number(request.headers['content-length'] ?? 0);
    const text = announced > BODY_LIMIT_BYTES ? undefined : await readBody(request);
    if (text === undefined) {
      response.setHeader('connection', 'close');
      return refuse(response, 413, `The body is longer than ${BODY_LIMIT_BYTES} bytes.`);
    }
    try {
      body = JSON.parse(text);
    } catch {
      return refuse(response, 400, 'The body is not JSON.');
    }
  }
  const url = new URL(request.url ?? '/', `http://${host}`);
  const result = await route({ method, url, body, response });
  switch (result.kind) {
    case 'json':
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(result.body));
      return;
    case 'bytes':
      for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
      response.setHeader('content-type', result.type);
      response.end(result.bytes);
      return;
    case 'empty':
      response.writeHead(204).end();
      return;
    case 'refused':
      return refuse(response, result.status, result.sentence);
    case 'sent':
      return;
  }
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ error: sentence }));
}

/** Answers undefined when the body is longer than the limit. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_LIMIT_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const PAGE_FOLDER = new URL('./page/', import.meta.url);
const STYLES = ['base', 'controls', 'screen', 'devices', 'more-devices', 'receipt-printer'];
const SCRIPTS = [
  ...['bench', 'screen', 'folds', 'parts', 'words', 'words-zh', 'words-en', 'devices'],
  ...['id-card-reader', 'network', 'receipt-printer', 'smart-card-reader', 'code-scanner'],
  ...['document-printer', 'document-scanner', 'camera'],
];
/** By the path of the address. */
const PAGE_FILES = new Map([
  ['/', { name: 'index.html', type: 'text/html; charset=utf-8' }],
  ['/icon.svg', { name: 'icon.svg', type: 'image/svg+xml' }],
  ...STYLES.map((name) => file(`${name}.css`, 'text/css; charset=utf-8')),
  ...SCRIPTS.map((name) => file(`${name}.js`, 'text/javascript; charset=utf-8')),
]);

function file(name: string, type: string): [string, { name: string; type: string }] {
  return [`/${name}`, { name, type }];
}

/** One of the page's own files; nothing else on the disk can be asked for. */
export async function pageFile(path: string): Promise<Answer> {
  const file = PAGE_FILES.get(path);
  if (!file) return { kind: 'refused', status: 404, sentence: 'There is nothing at this address.' };
  return { kind: 'bytes', type: file.type, bytes: await readFile(new URL(file.name, PAGE_FOLDER)) };
}

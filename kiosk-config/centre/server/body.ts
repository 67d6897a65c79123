import type { FastifyInstance } from 'fastify';
import { Refusal } from './refusal.ts';

/** Largest JSON body; operations that take files say so themselves. */
export const BODY_LIMIT_BYTES = 256 * 1024;

/**
 * JSON bodies, kept as they came for those who check a proof over them. PostgreSQL's text holds no NUL, so none is let
 * in anywhere.
 */
export function readBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  const empty = Buffer.alloc(0);
  app.decorateRequest('rawBody', { getter: () => empty });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    Object.defineProperty(request, 'rawBody', { value: body });
    const text = body.toString('utf8');
    if (/\\u0000/.test(text)) return done(new Refusal('REQUEST_INVALID', { field: 'body' }));
    parse(request, text, done);
  });
  app.addHook('onRequest', async ({ url }) => {
    if (/%00/.test(url)) throw new Refusal('REQUEST_INVALID');
  });
}

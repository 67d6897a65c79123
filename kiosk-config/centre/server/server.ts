import { existsSync } from 'node:fs';
import cookie from '@fastify/cookie';
import staticFiles from '@fastify/static';
import swagger from '@fastify/swagger';
import { fastify, LogController, type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { registerAudit } from '../audit/routes.ts';
import { registerCalendars } from '../calendars/routes.ts';
import { systemOperations } from '../contract/index.ts';
import { registerMatters } from '../matters/routes.ts';
import { registerPeople } from '../people/routes.ts';
import { registerStatistics } from '../statistics/routes.ts';
import { registerTerminals } from '../terminals/routes.ts';
import { registerUnits } from '../units/routes.ts';
import { BODY_LIMIT_BYTES, readBodies } from './body.ts';
import { guard } from './guard.ts';
import { answerError } from './problem-answer.ts';
import { Refusal } from './refusal.ts';
import { serve } from './serve.ts';
import type { Services } from './services.ts';

/** Folders of what browsers load. */
export interface Pages {
  readonly console: string;
  /** The terminal's own screens over a matter document, which the console shows in a frame. */
  readonly preview: string;
}

export interface ServerOptions {
  readonly services: Services;
  /** Address under which officers reach the centre; null: whatever their request's Host names. */
  readonly origin: string | null;
  /** Addresses of the load balancers in front, whose `X-Forwarded-For` is believed; nobody else's is. */
  readonly proxies: readonly string[];
  /** Built pages; null: only the API. */
  readonly pages: Pages | null;
  readonly log: boolean;
}

const PREVIEW = '/preview/';

/** The pages load nothing from elsewhere; the preview alone stands in a frame, and that is the console's. */
function contentSecurityPolicy(url: string): string {
  const ancestors = url.startsWith(PREVIEW) ? "'self'" : "'none'";
  return [
    ...["default-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:"],
    ...["object-src 'none'", "base-uri 'none'", "form-action 'self'", `frame-ancestors ${ancestors}`],
  ].join('; ');
}

/** The centre over HTTP; not listening yet. */
export async function buildServer({
  services,
  origin,
  proxies,
  pages,
  log,
}: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    trustProxy: proxies.length > 0 && [...proxies],
    bodyLimit: BODY_LIMIT_BYTES,
    // Events alone: an address may hold what somebody typed.
    logger: log ? { base: null, stream: process.stderr } : false,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    // An address that cannot be read reaches no hook.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.addHook('onSend', async (request, reply) => {
    reply.headers({
      'content-security-policy': contentSecurityPolicy(request.url),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      ...(origin?.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
    });
  });
  await app.register(cookie);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Tongban centre', version: '1' } },
    transform: jsonSchemaTransform,
  });
  readBodies(app);
  const { sessions, credentials, audit } = services;
  const recognition = {
    officer: sessions.find,
    terminal: services.terminals.recognise,
    credential: credentials.recognise,
  };
  guard(app, { recognition, audit, origin });

  registerSystem(app, services);
  registerPeople(app, services, { secure: origin?.startsWith('https:') === true });
  registerAudit(app, services);
  registerUnits(app, services);
  registerStatistics(app, services);
  registerTerminals(app, services, { origin });
  registerMatters(app, services);
  registerCalendars(app, services);
  await registerPages(app, pages);
  return app;
}

function registerSystem(app: FastifyInstance, { database, clock, audit }: Services): void {
  serve(
    app,
    systemOperations,
    {
      async health() {
        await sql`select 1`.execute(database.sql);
        return { status: 'ok' as const, database: database.engine, serverTime: clock().toISOString() };
      },
    },
    audit,
  );
}

/** An address that is no file is one of the console's pages. */
async function registerPages(app: FastifyInstance, pages: Pages | null): Promise<void> {
  const built = pages && existsSync(pages.console) ? pages : null;
  if (built) await app.register(staticFiles, { root: built.console, serve: false });
  app.setNotFoundHandler(async (request, reply) => {
    const [path = ''] = request.url.split('?');
    if (!built || request.method !== 'GET' || path.startsWith('/v1/')) throw new Refusal('NOT_FOUND');
    if (path.startsWith(PREVIEW)) return reply.sendFile(path.slice(PREVIEW.length), built.preview);
    return reply.sendFile(/\.\w+$/.test(path) ? path.slice(1) : 'index.html');
  });
}

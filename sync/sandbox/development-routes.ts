import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SandboxApplication } from './application.ts';
import { orderSchema, type Control } from './control.ts';
import { Refusal } from './refusal.ts';

/** For scripts written before there were verbs: `{action, operation, kind}`. */
const faultOrder = z.object({ action: z.enum(['next', 'repeatedly', 'clear']) }).loose();
const faultVerbs = { next: 'fail-next', repeatedly: 'fail-repeatedly', clear: 'clear-faults' } as const;

const PAGE_FILES = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/sandbox.css': ['sandbox.css', 'text/css; charset=utf-8'],
  '/sandbox.js': ['sandbox.js', 'text/javascript; charset=utf-8'],
  '/words.js': ['words.js', 'text/javascript; charset=utf-8'],
} as const;

const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    ...["script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:"],
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** For people, scripts and the bench: orders by HTTP, and what there is, without anything personal. */
export function addDevelopmentRoutes(
  server: FastifyInstance,
  control: Control,
  state: () => object,
  applications: () => SandboxApplication[],
): void {
  const carryOut = (order: unknown): { ok: true; made: string | null } => {
    const checked = orderSchema.safeParse(order);
    if (!checked.success) {
      throw new Refusal('BODY_INVALID', 'no such order', checked.error.issues[0]?.path.join('.'));
    }
    try {
      return { ok: true, made: control.order(checked.data) };
    } catch (error) {
      if (error instanceof RangeError) throw new Refusal('BODY_INVALID', error.message);
      throw error;
    }
  };
  server.post('/sandbox/orders', (request) => carryOut(readJson(request.body)));
  server.post('/sandbox/faults', (request) => {
    const parsed = faultOrder.safeParse(readJson(request.body));
    if (!parsed.success) throw new Refusal('BODY_INVALID', 'no such fault', 'action');
    const { action, ...rest } = parsed.data;
    return carryOut({ verb: faultVerbs[action], ...rest });
  });
  server.get('/sandbox/applications', () => applications().map(({ form: _form, ...rest }) => rest));
  server.get('/sandbox/state', () => ({
    ...state(),
    applications: applications().map(({ form: _form, ...rest }) => rest),
  }));
  for (const [path, [file, type]] of Object.entries(PAGE_FILES)) {
    const bytes = readFileSync(new URL(`./page/${file}`, import.meta.url));
    server.get(path, (_request, reply) => reply.headers(PAGE_HEADERS).type(type).send(bytes));
  }
}

function readJson(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    throw new Refusal('BODY_INVALID', 'the body is no JSON');
  }
}

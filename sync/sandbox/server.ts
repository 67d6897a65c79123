import { setTimeout as sleep } from 'node:timers/promises';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  IDEMPOTENCY_HEADER,
  idempotencyKeySchema,
  operations,
  PROBLEM_MEDIA_TYPE,
  requestHeaders,
  type OperationName,
  type Problem,
  type RequestBody,
} from '../contract/index.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Platform } from './platform.ts';
import { Refusal } from './refusal.ts';

/** A material's chunk or a form's envelope; larger bodies are refused unread. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

export interface SandboxDelays {
  /** How late the answer comes with the fault `latency`, ms. */
  readonly latencyMs: number;
  /** Retry-After of the fault `error-429`, whole seconds. */
  readonly retryAfterS: number;
}

interface Handled {
  readonly terminalId: string;
  readonly idempotencyKey: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}
type Handler = (request: Handled) => unknown;

/** The contract over HTTP, with faults on demand. Not listening yet. */
export function buildServer(platform: Platform, faults: Faults, delays: SandboxDelays): FastifyInstance {
  const server = fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true });
  server.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  server.setErrorHandler((error, _request, reply) => {
    if (error instanceof Refusal) return answerProblem(reply, error.problem);
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    const code = status < 500 ? 'BODY_INVALID' : 'INTERNAL';
    return answerProblem(reply, {
      status,
      code,
      title: status < 500 ? 'the body cannot be read' : 'our own mistake',
    });
  });
  for (const [name, handle] of Object.entries(handlers(platform)) as [OperationName, Handler][]) {
    const { method, path, body } = operations[name];
    let commitFault: WeakMap<FastifyRequest, FaultKind> | undefined;
    server.route({
      method,
      url: path.replaceAll(':', '::').replaceAll(/\{([A-Za-z]+)\}/g, ':$1'),
      onRequest: async (request, reply) => {
        const fault = faults.take(name);
        if (fault === 'drop-reply-after-commit' || fault === 'hang-after-commit') {
          commitFault ??= new WeakMap();
          commitFault.set(request, fault);
        } else if (fault) {
          await failBefore(fault, reply, delays);
        }
      },
      handler: async (request, reply) => {
        const answer = await handle(readRequest(request, method, body));
        const fault = commitFault?.get(request);
        if (!fault) return answer;
        reply.hijack();
        if (fault === 'drop-reply-after-commit') request.raw.socket.destroy();
        return reply;
      },
    });
  }
  return server;
}

function handlers(platform: Platform): Partial<Record<OperationName, Handler>> {
  return {
    getApplyNo: (r) => platform.getApplyNo(r, r.body as RequestBody<'getApplyNo'>),
    saveApplyInfo: (r) =>
      platform.saveApplyInfo(r, r.path['applyNo'] ?? '', r.body as RequestBody<'saveApplyInfo'>),
    uploadApplyStuff: (r) =>
      platform.startUpload(r, r.path['applyNo'] ?? '', r.body as RequestBody<'uploadApplyStuff'>),
    putChunk: (r) => platform.putChunk(r, r.path['uploadId'] ?? '', chunkNumber(r), r.body as Buffer),
    completeUpload: (r) => platform.completeUpload(r, r.path['uploadId'] ?? ''),
    submitApplyInfo: (r) =>
      platform.submitApplyInfo(r, r.path['applyNo'] ?? '', r.body as RequestBody<'submitApplyInfo'>),
    queryApplyInfo: (r) => platform.queryApplyInfo(r.terminalId, r.path['applyNo'] ?? ''),
    listEvents: (r) => platform.listEvents(r.terminalId, r.query['cursor'] ?? ''),
  };
}

function readRequest(request: FastifyRequest, method: string, schema: z.ZodType | null): Handled {
  const headers = requestHeaders.safeParse(request.headers);
  if (!headers.success) throw invalid('HEADER_INVALID', headers.error);
  const key = method === 'GET' ? null : idempotencyKeySchema.safeParse(request.headers[IDEMPOTENCY_HEADER]);
  if (key && !key.success) throw new Refusal(400, 'HEADER_INVALID', 'no usable key', IDEMPOTENCY_HEADER);
  const body = schema?.safeParse(request.body);
  if (body && !body.success) throw invalid('BODY_INVALID', body.error);
  if (method === 'PUT' && !schema && !Buffer.isBuffer(request.body)) {
    throw new Refusal(400, 'BODY_INVALID', 'needs application/octet-stream');
  }
  return {
    terminalId: headers.data['x-terminal-id'],
    idempotencyKey: key?.data ?? '',
    path: request.params as Record<string, string>,
    query: request.query as Record<string, string>,
    body: body ? body.data : request.body,
  };
}

function chunkNumber(request: Handled): number {
  const text = request.path['chunk'] ?? '';
  if (!/^\d{1,6}$/.test(text)) throw new Refusal(400, 'BODY_INVALID', 'the chunk has no number');
  return Number(text);
}

function invalid(code: 'HEADER_INVALID' | 'BODY_INVALID', error: z.ZodError): Refusal {
  const path = error.issues[0]?.path.join('.') ?? '';
  return new Refusal(400, code, 'does not fit the contract', path);
}

async function failBefore(fault: FaultKind, reply: FastifyReply, delays: SandboxDelays): Promise<void> {
  switch (fault) {
    case 'latency':
      await sleep(delays.latencyMs);
      return;
    case 'error-500':
      await answerProblem(reply, { status: 500, code: 'INTERNAL', title: 'a fault on demand' });
      return;
    case 'error-429':
      reply.header('retry-after', delays.retryAfterS);
      await answerProblem(reply, { status: 429, code: 'RATE_LIMITED', title: 'a fault on demand' });
      return;
    case 'hang':
      reply.hijack();
      return;
    case 'reset':
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return;
    case 'drop-reply-after-commit':
    case 'hang-after-commit':
      return;
  }
}

function answerProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type(PROBLEM_MEDIA_TYPE).send(problem);
}

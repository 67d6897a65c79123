import { fastify, type FastifyInstance, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  IDEMPOTENCY_HEADER,
  idempotencyKeySchema,
  operations,
  requestHeaders,
  signatureHeaders,
  type Operation,
  type OperationName,
} from '../contract/index.ts';
import { answerProblem, failAfter, failBefore, type SandboxDelays } from './fault-answers.ts';
import type { FaultKind, Faults } from './faults.ts';
import { framesOf, handlersOf, type Handled } from './handlers.ts';
import type { Platform } from './platform.ts';
import { Refusal } from './refusal.ts';
import type { Traffic } from './traffic.ts';

/** A material's chunk or a form's envelope; larger bodies are refused unread. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

type AnyHandler = (request: Handled<OperationName>) => unknown;

/** The contract over HTTP, with faults on demand. Not listening yet. */
export function buildServer(
  platform: Platform,
  faults: Faults,
  traffic: Traffic,
  delays: SandboxDelays,
): FastifyInstance {
  const server = fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true });
  // A signature covers the bytes as they came; so nothing is parsed before it was checked.
  server.removeAllContentTypeParsers();
  for (const type of ['application/json', 'application/octet-stream']) {
    server.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }
  server.setErrorHandler((error, _request, reply) => {
    if (error instanceof Refusal) return answerProblem(reply, error.problem);
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    const code = status < 500 ? 'BODY_INVALID' : 'INTERNAL';
    const title = status < 500 ? 'the body cannot be read' : 'our own mistake';
    return answerProblem(reply, { status, code, title });
  });
  const handlers = handlersOf(platform) as Record<OperationName, AnyHandler>;
  for (const name of Object.keys(operations) as OperationName[]) {
    addOperation(server, name, handlers[name], { platform, faults, traffic, delays });
  }
  return server;
}

interface Surroundings {
  readonly platform: Platform;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly delays: SandboxDelays;
}

function addOperation(
  server: FastifyInstance,
  name: OperationName,
  handle: AnyHandler,
  { platform, faults, traffic, delays }: Surroundings,
): void {
  const { method, path } = operations[name];
  const schema = framesOf[name] ?? operations[name].body;
  const met = new WeakMap<FastifyRequest, FaultKind>();
  server.route({
    method,
    url: path.replaceAll(':', '::').replaceAll(/\{([A-Za-z]+)\}/g, ':$1'),
    onRequest: async (request, reply) => {
      const fault = faults.take(name);
      if (!fault) return;
      met.set(request, fault);
      await failBefore(fault, reply, delays, faults);
    },
    handler: async (request, reply) => {
      const read = readRequest(request, name, operations[name], schema, platform) as Handled<OperationName>;
      if (name === 'getCatalogue') {
        const etag = `W/"${platform.matters.revision}"`;
        if (request.headers['if-none-match'] === etag) return reply.code(304).send();
        reply.header('etag', etag);
      }
      const fault = met.get(request);
      if (fault === 'duplicate') await handle(read);
      const answer = await handle(read);
      return fault ? failAfter(fault, reply, answer, delays) : answer;
    },
    onResponse: (request, reply, done) => {
      traffic.note(name, request.headers['x-terminal-id'], reply.statusCode);
      faults.answered();
      done();
    },
  });
}

/**
 * Lets a request in and checks it against its schema.
 * @param schema of the body, where it is not that of the operation
 * @throws Refusal
 */
export function readRequest(
  request: FastifyRequest,
  name: string,
  operation: Operation,
  schema: z.ZodType | null,
  platform: Platform,
): Omit<Handled<OperationName>, 'body'> & { readonly body: unknown } {
  const headers = requestHeaders.safeParse(request.headers);
  if (!headers.success) throw invalid('HEADER_INVALID', headers.error);
  const apiName = headers.data['x-api-name'];
  if (apiName !== undefined && apiName !== (operation.legacyName ?? name)) {
    throw new Refusal('HEADER_INVALID', 'not the name of this operation', 'x-api-name');
  }
  const { method } = operation;
  const key = method === 'GET' ? null : idempotencyKeySchema.safeParse(request.headers[IDEMPOTENCY_HEADER]);
  if (key && !key.success) throw new Refusal('HEADER_INVALID', 'no usable key', IDEMPOTENCY_HEADER);
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const terminalId = headers.data['x-terminal-id'];
  const idempotencyKey = key?.data ?? '';
  const query = request.query as Record<string, string>;
  const [path = ''] = request.url.split('?');
  platform.terminals.admit(
    {
      ...{ method, path, query, terminalId, idempotencyKey, body: bytes },
      ...{ appId: headers.data['x-app-id'], timestamp: headers.data['x-timestamp'] },
    },
    readSignature(request),
  );
  const isBinary = request.headers['content-type']?.startsWith('application/octet-stream') === true;
  if (method === 'PUT' && !schema && !isBinary) {
    throw new Refusal('BODY_INVALID', 'needs application/octet-stream');
  }
  const parsedQuery = operation.query?.safeParse(query);
  if (parsedQuery && !parsedQuery.success) throw invalid('BODY_INVALID', parsedQuery.error);
  return {
    ...{ terminalId, idempotencyKey, query, bytes },
    path: request.params as Record<string, string>,
    body: schema ? readBody(bytes, schema) : null,
  };
}

function readSignature(request: FastifyRequest) {
  if (request.headers['x-signature'] === undefined) return null;
  const headers = signatureHeaders.safeParse(request.headers);
  if (!headers.success) throw invalid('HEADER_INVALID', headers.error);
  return {
    nonce: headers.data['x-nonce'],
    algorithm: headers.data['x-signature-alg'],
    signature: headers.data['x-signature'],
  };
}

function readBody(bytes: Buffer, schema: z.ZodType): unknown {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Refusal('BODY_INVALID', 'the body is no JSON');
  }
  const body = schema.safeParse(json);
  if (!body.success) throw invalid('BODY_INVALID', body.error);
  return body.data;
}

function invalid(code: 'HEADER_INVALID' | 'BODY_INVALID', error: z.ZodError): Refusal {
  return new Refusal(code, 'does not fit the contract', error.issues[0]?.path.join('.') ?? '');
}

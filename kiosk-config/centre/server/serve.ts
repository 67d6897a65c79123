import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor, Audit } from '../audit/audit.ts';
import { permissions, problem, type Action, type Operation, type Operations } from '../contract/index.ts';
import type { Officer, ProblemCode, Reach } from '../contract/index.ts';
import type { CredentialCaller, TerminalCaller } from './callers.ts';
import { forbidden } from './guard.ts';

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
type Answer<O extends Operation> = O['answer'] extends z.ZodType
  ? z.input<O['answer']> | WrittenJson
  : O['answer'] extends string
    ? string
    : void;

/** An answer that was made into JSON before and is sent as it is kept, however many ask for it. */
export class WrittenJson {
  readonly json: Buffer;
  readonly gzip: Buffer;

  constructor({ json, gzip }: { readonly json: Buffer; readonly gzip: Buffer }) {
    this.json = json;
    this.gzip = gzip;
  }

  send(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    reply.type('application/json; charset=utf-8').header('vary', 'accept-encoding');
    const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    return takesGzip ? reply.header('content-encoding', 'gzip').send(this.gzip) : reply.send(this.json);
  }
}

/** A request that was let in and fits the contract. */
export interface Call<O extends Operation> {
  readonly params: Parsed<O['params']>;
  readonly query: Parsed<O['query']>;
  readonly body: Parsed<O['body']>;
  /** Null where the operation is not for officers. */
  readonly officer: O['access'] extends 'public' | 'enrolment' | 'terminal' | 'credential' ? null : Officer;
  readonly terminal: O['access'] extends 'terminal' ? TerminalCaller : null;
  readonly credential: O['access'] extends 'credential' ? CredentialCaller : null;
  /** Of the officer, for the audit. */
  readonly actor: Actor;
  /** What the officer's role reaches, for listings: filter by it. */
  readonly reach: Reach | null;
  /** Refuses (403, audited) when what was found is not within the officer's reach. */
  permit(subject: { readonly unitCode?: string | null; readonly siteCode?: string | null }): Promise<void>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Handlers<T extends Operations> = {
  readonly [Name in keyof T]: (call: Call<T[Name]>) => Promise<Answer<T[Name]>>;
};

/** Puts operations of the contract on the server, each with its handler. */
export function serve<T extends Operations>(
  app: FastifyInstance,
  operations: T,
  handlers: Handlers<T>,
  audit: Audit,
): void {
  for (const [name, operation] of Object.entries(operations)) {
    const handle = handlers[name] as unknown as (call: Call<Operation>) => Promise<unknown>;
    app.route({
      method: operation.method,
      url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      config: { access: operation.access },
      schema: schemaOf(name, operation),
      handler: async (request, reply) => {
        const answer = await handle(callOf(request, reply, operation, audit));
        if (operation.answer === undefined) return reply.code(204).send();
        if (typeof operation.answer === 'string') {
          return reply.header('content-type', `${operation.answer}; charset=utf-8`).send(answer);
        }
        if (answer instanceof WrittenJson) return answer.send(request, reply);
        return reply.send(answer);
      },
    });
  }
}

function callOf(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: Operation,
  audit: Audit,
): Call<Operation> {
  const { officer, reach } = request;
  return {
    ...{ params: request.params as undefined, query: request.query as undefined },
    ...{ body: request.body as undefined, reach, request, reply },
    officer: officer as Officer & null,
    terminal: request.terminal as TerminalCaller & null,
    credential: request.credential as CredentialCaller & null,
    actor: actorOf(request),
    async permit({ unitCode, siteCode }) {
      const isOwn =
        (reach !== 'own-unit' || unitCode === officer?.unitCode) &&
        (reach !== 'own-site' || siteCode === officer?.siteCode);
      if (!isOwn && officer) throw await forbidden(audit, request, operation.access as Action, officer);
    },
  };
}

function actorOf({ officer, terminal, credential }: FastifyRequest): Actor {
  if (officer) return { id: officer.accountId, role: officer.role };
  if (terminal) return { id: terminal.terminalId, role: 'terminal' };
  if (credential) return { id: credential.credentialId, role: 'credential' };
  return { id: null, role: null };
}

function schemaOf(name: string, { summary, access, params, query, body, answer, problems }: Operation) {
  const codes: ProblemCode[] = [...(problems ?? [])];
  if (access in permissions) codes.push('FORBIDDEN');
  if (access === 'terminal') {
    codes.push('TERMINAL_REFUSED', 'CLOCK_SKEW', 'PROOF_REPLAYED', 'CERTIFICATE_EXPIRED', 'TERMINAL_REVOKED');
  } else if (access === 'credential') codes.push('CREDENTIAL_REFUSED');
  else if (access !== 'public' && access !== 'enrolment') codes.push('NOT_LOGGED_IN');
  if (params || query || body) codes.push('REQUEST_INVALID');
  return {
    ...{ operationId: name, summary, description: `Access: ${access}` },
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    response: { ...answerOf(answer), '4xx': refusalOf(codes) },
  };
}

function refusalOf(codes: readonly ProblemCode[]) {
  const description = codes.toSorted().join(', ') || 'A refusal.';
  return { description, content: { 'application/problem+json': { schema: problem } } };
}

function answerOf(answer: Operation['answer']) {
  if (answer === undefined) return { 204: z.null().meta({ description: 'Done.' }) };
  if (typeof answer === 'string') return { 200: { content: { [answer]: { schema: z.string() } } } };
  return { 200: answer };
}

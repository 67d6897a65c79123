import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { problems, type Problem, type ProblemCode } from '../contract/index.ts';
import { isUnavailable } from '../database/postgres.ts';
import { Refusal } from './refusal.ts';

const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  404: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  415: 'MEDIA_TYPE',
  429: 'RATE_LIMITED',
};

/** Answers whatever was thrown as problem+json; only what nobody expected is logged. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  if (refusal === null) {
    request.log.error({ err: error }, 'unexpected');
    return answerRefusal(new Refusal(isUnavailable(error) ? 'UNAVAILABLE' : 'INTERNAL'), request, reply);
  }
  return answerRefusal(refusal, request, reply);
}

export function answerRefusal(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, zh, en } = problems[refusal.code];
  const isEnglish = /^\s*en\b/i.test(request.headers['accept-language'] ?? '');
  const body: Problem = {
    ...refusal.about,
    ...{ type: 'about:blank', title: isEnglish ? en : zh, status, code: refusal.code },
  };
  const { retryAfterS } = refusal.about;
  if (typeof retryAfterS === 'number') reply.header('retry-after', retryAfterS);
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(Buffer.from(JSON.stringify(body)));
}

function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error)) return null;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { validationContext } = error as FastifyError;
    const path = error.validation[0]?.instancePath ?? '';
    return new Refusal('REQUEST_INVALID', { field: `${validationContext ?? ''}${path.replace(/\/$/, '')}` });
  }
  const status = (error as FastifyError).statusCode ?? 500;
  if (status >= 500) return null;
  return new Refusal(CODE_OF_STATUS[status] ?? 'REQUEST_INVALID');
}

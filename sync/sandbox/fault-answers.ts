import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { PROBLEM_MEDIA_TYPE, problems, type Problem, type ProblemCode } from '../contract/index.ts';
import type { FaultKind, Faults } from './faults.ts';

export interface SandboxDelays {
  /** How late the answer comes with the fault `latency`, ms. */
  readonly latencyMs: number;
  /** Retry-After of the faults `error-429` and `error-503`, whole seconds. */
  readonly retryAfterS: number;
  /** How long a `reordered` request waits for another one, ms. */
  readonly reorderMs: number;
  /** How long a `slow-body` takes from the first to the last byte, ms. */
  readonly slowBodyMs: number;
}

const SLOW_PIECES = 10;

/** What a fault does before the request is carried out. An answer or a hijacked connection ends the request. */
export async function failBefore(
  fault: FaultKind,
  reply: FastifyReply,
  delays: SandboxDelays,
  faults: Faults,
): Promise<void> {
  switch (fault) {
    case 'latency':
      await sleep(delays.latencyMs);
      return;
    case 'reordered':
      await faults.untilAnother(delays.reorderMs);
      return;
    case 'error-500':
      await answerFault(reply, 'INTERNAL');
      return;
    case 'error-503':
      reply.header('retry-after', delays.retryAfterS);
      await answerFault(reply, 'UNAVAILABLE');
      return;
    case 'error-429':
      reply.header('retry-after', delays.retryAfterS);
      await answerFault(reply, 'RATE_LIMITED');
      return;
    case 'hang':
      reply.hijack();
      return;
    case 'reset':
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return;
    default:
      return;
  }
}

/** What a fault does in place of the answer, after everything is done. */
export async function failAfter(
  fault: FaultKind,
  reply: FastifyReply,
  answer: unknown,
  delays: SandboxDelays,
): Promise<unknown> {
  switch (fault) {
    case 'drop-reply-after-commit':
      reply.hijack();
      reply.raw.socket?.destroy();
      return reply;
    case 'hang-after-commit':
      reply.hijack();
      return reply;
    case 'truncated': {
      const bytes = beginAnswer(reply, answer);
      reply.raw.write(bytes.subarray(0, bytes.length / 2), () => reply.raw.socket?.destroy());
      return reply;
    }
    case 'slow-body': {
      const bytes = beginAnswer(reply, answer);
      const piece = Math.ceil(bytes.length / SLOW_PIECES);
      for (let at = 0; at < bytes.length && !reply.raw.destroyed; at += piece) {
        reply.raw.write(bytes.subarray(at, at + piece));
        await sleep(delays.slowBodyMs / SLOW_PIECES);
      }
      reply.raw.end();
      return reply;
    }
    case 'wrong-signature':
      return withWrongSignature(answer);
    default:
      return answer;
  }
}

/** Writes the head of an answer by hand. @returns its body */
function beginAnswer(reply: FastifyReply, answer: unknown): Buffer {
  const bytes = Buffer.from(JSON.stringify(answer), 'utf8');
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  return bytes;
}

/** Flips one bit of the signature of a receipt. */
function withWrongSignature(answer: unknown): unknown {
  const { receipt } = answer as { receipt?: string };
  if (receipt === undefined) return answer;
  const [header, payload, signature = ''] = receipt.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return { ...(answer as object), receipt: [header, payload, bytes.toString('base64url')].join('.') };
}

function answerFault(reply: FastifyReply, code: ProblemCode): FastifyReply {
  return answerProblem(reply, { status: problems[code].status, code, title: 'a fault on demand' });
}

export function answerProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type(PROBLEM_MEDIA_TYPE).send(problem);
}

import type { z } from 'zod';
import { operations, type OperationName, type Problem } from '../../contract/index.ts';

type Member<N extends OperationName, K extends 'params' | 'query' | 'body'> =
  (typeof operations)[N] extends Record<K, infer S extends z.ZodType>
    ? { readonly [P in K]: z.input<S> }
    : unknown;
/** What an operation takes, by its schemas. */
export type Asked<N extends OperationName> = Member<N, 'params'> &
  Member<N, 'body'> &
  Partial<Member<N, 'query'>>;
export type Answer<N extends OperationName> = (typeof operations)[N] extends {
  readonly answer: infer S extends z.ZodType;
}
  ? z.output<S>
  : (typeof operations)[N] extends { readonly answer: string }
    ? string
    : null;

/** Why something was not done; `title` is the centre's sentence in the officer's language. */
export type Refusal = Problem | { readonly code: 'OFFLINE' };
export type Answered<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

const ANSWER_WITHIN_MS = 20_000;

/**
 * Calls the centre by the contract that it checks requests with. Never throws for what a server or a network can do.
 */
export async function ask<N extends OperationName>(name: N, asked: Asked<N>): Promise<Answered<Answer<N>>> {
  const operation = operations[name];
  const {
    params = {},
    query,
    body,
  } = asked as {
    params?: Record<string, unknown>;
    query?: Record<string, unknown>;
    body?: unknown;
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(`.${addressOf(operation.path, params, query)}`, {
      method: operation.method,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      headers: {
        'accept-language': document.documentElement.lang,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch {
    return { ok: false, refusal: { code: 'OFFLINE' } };
  }
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  if (response.ok) return { ok: true, value: (isJson ? JSON.parse(text) : text || null) as Answer<N> };
  // A load balancer in front of the centre answers in pages of its own.
  return { ok: false, refusal: isJson ? (JSON.parse(text) as Problem) : { code: 'OFFLINE' } };
}

/** Address of an operation, for links that download. */
export function addressOf(
  path: string,
  params: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

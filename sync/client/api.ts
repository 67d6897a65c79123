import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import {
  IDEMPOTENCY_HEADER,
  operations,
  problemSchema,
  type Answer,
  type OperationName,
  type RequestBody,
} from '../contract/index.ts';

/** Sockets to the platform: submissions in flight, the feed, one to spare. */
const CONNECTIONS = 8;
/** Shorter than any gateway keeps an idle socket, so that we never write into one that it is just closing. */
const KEEP_ALIVE_MS = 2000;
const APP_ID = 'tongban-terminal';

export type Reply<T> =
  | { readonly kind: 'answer'; readonly value: T }
  /** The platform understood and said no (4xx). */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly field: string | null;
    }
  /** It was reached but cannot now: 5xx, 408, 425, 429. */
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs: number | null }
  /**
   * No answer of the platform: no connection, reset, time-out, or words of something in between (a proxy, a log-in
   * portal) that do not fit the contract. Whether the platform acted is unknown.
   */
  | { readonly kind: 'silence'; readonly reason: string };

export interface Call<O extends OperationName> {
  readonly timeoutMs: number;
  /** Values for the `{names}` of the path. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: RequestBody<O>;
  /** Body of an operation without JSON body. */
  readonly bytes?: Uint8Array;
  readonly idempotencyKey?: string;
}

/** Speaks the contract. Expected failures are values; it throws only for a mistake in the program. */
export class PlatformApi {
  readonly #url: string;
  readonly #terminalId: string;
  readonly #closing = new AbortController();
  #agent = makeAgent();

  constructor(url: string, terminalId: string) {
    this.#url = url.replace(/\/+$/, '');
    this.#terminalId = terminalId;
  }

  async call<O extends OperationName>(operation: O, call: Call<O>): Promise<Reply<Answer<O>>> {
    const { method, path, answer } = operations[operation];
    const agent = this.#agent;
    try {
      const response = await request(this.#url + fillPath(path, call.path) + queryText(call.query), {
        method,
        headers: this.#headers(call),
        body: call.bytes ?? (call.body === undefined ? null : JSON.stringify(call.body)),
        dispatcher: agent,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(call.timeoutMs)]),
      });
      const text = await response.body.text();
      return readReply(response.statusCode, response.headers['retry-after'], text, (json) => {
        const parsed = answer.safeParse(json);
        return parsed.success ? (parsed.data as Answer<O>) : null;
      });
    } catch (error) {
      this.#dropSockets(agent);
      return { kind: 'silence', reason: silenceReason(error) };
    }
  }

  /** Aborts everything under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#agent.destroy();
  }

  #headers<O extends OperationName>(call: Call<O>): Record<string, string> {
    return {
      'x-app-id': APP_ID,
      'x-terminal-id': this.#terminalId,
      'x-timestamp': String(Date.now()),
      'x-request-id': randomUUID(),
      ...(call.idempotencyKey === undefined ? {} : { [IDEMPOTENCY_HEADER]: call.idempotencyKey }),
      ...(call.bytes ? { 'content-type': 'application/octet-stream' } : {}),
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
  }

  /**
   * After a cable was out, kept sockets look open and swallow the next request until its time-out. So one failure
   * retires them all; what is in flight on them may still end by itself.
   */
  #dropSockets(failed: Agent): void {
    if (failed !== this.#agent) return;
    this.#agent = makeAgent();
    failed.close().catch(() => failed.destroy());
  }
}

function makeAgent(): Agent {
  return new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  });
}

function fillPath(path: string, values: Readonly<Record<string, string | number>> = {}): string {
  return path.replaceAll(/\{([A-Za-z]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`${path} needs a value for ${name}`);
    return encodeURIComponent(value);
  });
}

function queryText(query: Readonly<Record<string, string>> | undefined): string {
  return query ? `?${new URLSearchParams(query).toString()}` : '';
}

/** The kind of failure, never its message: that may hold an address or a body. */
function silenceReason(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  return name === 'TimeoutError' ? 'timeout' : (code ?? name ?? 'unknown');
}

function readReply<T>(
  status: number,
  retryAfter: string | string[] | undefined,
  text: string,
  parse: (json: unknown) => T | null,
): Reply<T> {
  const json = parseJson(text);
  if (status >= 200 && status < 300) {
    const value = parse(json);
    return value === null ? { kind: 'silence', reason: 'answer-not-in-contract' } : { kind: 'answer', value };
  }
  const problem = problemSchema.safeParse(json);
  if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) {
    if (!problem.success) return { kind: 'silence', reason: `http-${status}-not-in-contract` };
    return { kind: 'refused', status, code: problem.data.code, field: problem.data.field ?? null };
  }
  return { kind: 'later', reason: `http-${status}`, retryAfterMs: retryAfterMs(retryAfter) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Retry-After (RFC 9110 10.2.3): seconds or a date. Null when absent or unreadable. */
function retryAfterMs(header: string | string[] | undefined): number | null {
  if (typeof header !== 'string') return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

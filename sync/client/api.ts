import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Agent } from 'undici';
import type { z } from 'zod';
import {
  IDEMPOTENCY_HEADER,
  importRequestKey,
  operations,
  problemSchema,
  sortedQuery,
  stringToSign,
  type Answer,
  type Operation,
  type OperationName,
  type Problem,
  type RequestBody,
  type RequestKey,
  type RequestKeyJwk,
} from '../contract/index.ts';
import { parseJson } from '../crypto/parse-json.ts';

/** Sockets to the platform besides one for each submission in flight: the feed, the aggregation, two to spare. */
const SPARE_CONNECTIONS = 4;
/** Shorter than any gateway keeps an idle socket, so that we never write into one that it is just closing. */
const KEEP_ALIVE_MS = 2000;
const APP_ID = 'tongban-terminal';

let undici: Promise<typeof import('undici')> | undefined;
/**
 * With the first request: it is a quarter of all code of core, and no screen waits for the network to begin. Kept, as
 * each further `import()` would look for it again.
 */
const loadUndici = (): Promise<typeof import('undici')> => (undici ??= import('undici'));

export type Reply<T> =
  | { readonly kind: 'answer'; readonly value: T }
  /** The platform understood and said no (4xx). */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly field: string | null;
      /** What the refusal says besides: changed parts of a version, words for the citizen … */
      readonly problem: Problem;
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

/** As `Call`, of an operation that the type system does not know by name. */
export type OperationCall = Omit<Call<OperationName>, 'body'> & { readonly body?: unknown };

interface Named {
  readonly name: string;
  readonly operation: Operation;
}

/** As `Reply`, of something that the caller may already have. */
export type ReplyIfChanged<T> =
  | Exclude<Reply<T>, { kind: 'answer' }>
  | { readonly kind: 'answer'; readonly value: T; readonly etag: string | null }
  | { readonly kind: 'unchanged' };

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | string[] | undefined;
  readonly etag: string | null;
}

/**
 * Speaks the contract and signs every request. Expected failures are values; it throws only for a mistake in the
 * program.
 */
export class PlatformApi {
  readonly #url: string;
  readonly #terminalId: string;
  readonly #key: RequestKey | null;
  /** What is under way. Emitters, which undici takes as well: an AbortSignal of two others costs more than the request. */
  readonly #underWay = new Set<EventEmitter>();
  #closed = false;
  readonly #connections: number;
  /** Made with the first request. */
  #agent: Agent | null = null;
  #clockAheadMs = 0;
  /** Called whenever the platform says that this terminal was revoked. */
  onRevoked: () => void = () => undefined;

  /**
   * @param requestKey the terminal's key: an `oct` JWK for HMAC-SM3 or an SM2 key; undefined signs nothing
   * @param inFlight submissions at a time
   * @throws ZodError for a key that is none of the two
   */
  constructor(url: string, terminalId: string, requestKey?: RequestKeyJwk, inFlight = 4) {
    this.#connections = inFlight + SPARE_CONNECTIONS;
    this.#url = url.replace(/\/+$/, '');
    this.#terminalId = terminalId;
    this.#key = requestKey ? importRequestKey(requestKey) : null;
  }

  /** How far the platform's clock is ahead of ours, in milliseconds, as far as it has told. */
  get clockAheadMs(): number {
    return this.#clockAheadMs;
  }

  call<O extends OperationName>(operation: O, call: Call<O>): Promise<Reply<Answer<O>>> {
    return this.callOperation(operation, operations[operation], call) as Promise<Reply<Answer<O>>>;
  }

  /** As `call`, of an operation that is not the acceptance platform's own: the modules of art. 5 are asked alike. */
  async callOperation<T extends Operation>(
    name: string,
    operation: T,
    call: OperationCall,
  ): Promise<Reply<z.infer<T['answer']>>> {
    const reply = await this.#callNamed({ name, operation }, call, null);
    if (reply.kind === 'unchanged') return { kind: 'silence', reason: 'answer-not-in-contract' };
    if (reply.kind !== 'answer') return reply;
    return { kind: 'answer', value: reply.value as z.infer<T['answer']> };
  }

  /** @param etag of what the caller has; null when it has nothing */
  callIfChanged<O extends OperationName>(
    operation: O,
    call: Call<O>,
    etag: string | null,
  ): Promise<ReplyIfChanged<Answer<O>>> {
    const named = { name: operation, operation: operations[operation] };
    return this.#callNamed(named, call, etag) as Promise<ReplyIfChanged<Answer<O>>>;
  }

  /** Aborts everything under way. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const abort of this.#underWay) abort.emit('abort');
    await this.#agent?.destroy();
  }

  async #callNamed(named: Named, call: OperationCall, etag: string | null): Promise<ReplyIfChanged<unknown>> {
    const first = await this.#send(named, call, etag);
    if (!('status' in first)) return first;
    const reply = this.#read(named, first);
    if (reply.kind === 'refused' && reply.code === 'TERMINAL_REVOKED') this.onRevoked();
    // A terminal whose clock is wrong learns the right time from the first refusal.
    if (reply.kind !== 'refused' || !this.#correctClock(first)) return reply;
    const second = await this.#send(named, call, etag);
    return 'status' in second ? this.#read(named, second) : second;
  }

  async #send(
    named: Named,
    call: OperationCall,
    etag: string | null,
  ): Promise<Answered | { readonly kind: 'silence'; readonly reason: string }> {
    const { method, path: template } = named.operation;
    const path = fillPath(template, call.path);
    const query = sortedQuery(call.query ?? {});
    const body = call.bytes ?? (call.body === undefined ? null : JSON.stringify(call.body));
    const { Agent, request } = await loadUndici();
    if (this.#closed) return { kind: 'silence', reason: 'closed' };
    const agent = (this.#agent ??= new Agent({
      ...{ connections: this.#connections, pipelining: 1 },
      ...{ keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS },
    }));
    const abort = new EventEmitter();
    this.#underWay.add(abort);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      abort.emit('abort');
    }, call.timeoutMs);
    try {
      const response = await request(this.#url + path + (query && `?${query}`), {
        ...{ method, body, dispatcher: agent },
        headers: {
          ...this.#headers(named, call),
          ...this.#signature(method, path, call, body),
          ...(etag === null ? {} : { 'if-none-match': etag }),
        },
        signal: abort,
      });
      const received = response.headers['etag'];
      return {
        status: response.statusCode,
        text: await response.body.text(),
        retryAfter: response.headers['retry-after'],
        etag: typeof received === 'string' ? received : null,
      };
    } catch (error) {
      this.#dropSockets(agent);
      return { kind: 'silence', reason: late ? 'timeout' : silenceReason(error) };
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(abort);
    }
  }

  #read({ operation }: Named, answered: Answered): ReplyIfChanged<unknown> {
    const { status, retryAfter, text, etag } = answered;
    if (status === 304) return { kind: 'unchanged' };
    const reply = readReply(status, retryAfter, text, (json) => {
      const parsed = operation.answer.safeParse(json);
      return parsed.success ? parsed.data : null;
    });
    return reply.kind === 'answer' ? { ...reply, etag } : reply;
  }

  /** @returns whether the platform has told its time, so that the request may go again at once */
  #correctClock({ text }: Answered): boolean {
    const problem = problemSchema.safeParse(parseJson(text));
    if (problem.data?.code !== 'CLOCK_SKEW' || problem.data.serverTime === undefined) return false;
    this.#clockAheadMs = problem.data.serverTime - Date.now();
    return true;
  }

  #headers({ name, operation }: Named, call: OperationCall): Record<string, string> {
    return {
      'x-app-id': APP_ID,
      'x-api-name': operation.legacyName ?? name,
      'x-terminal-id': this.#terminalId,
      'x-request-id': randomUUID(),
      ...(call.idempotencyKey === undefined ? {} : { [IDEMPOTENCY_HEADER]: call.idempotencyKey }),
      ...(call.bytes ? { 'content-type': 'application/octet-stream' } : {}),
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
  }

  /** Time, nonce and signature: new with every attempt. */
  #signature(
    method: string,
    path: string,
    call: OperationCall,
    body: Uint8Array | string | null,
  ): Record<string, string> {
    const timestamp = String(Date.now() + this.#clockAheadMs);
    if (!this.#key) return { 'x-timestamp': timestamp };
    const nonce = randomUUID();
    const text = stringToSign({
      ...{ method, path, query: call.query ?? {}, appId: APP_ID },
      ...{ terminalId: this.#terminalId, timestamp, nonce, body: body ?? '' },
      idempotencyKey: call.idempotencyKey ?? '',
    });
    return {
      ...{ 'x-timestamp': timestamp, 'x-nonce': nonce },
      ...{ 'x-signature-alg': this.#key.algorithm, 'x-signature': this.#key.sign(text) },
    };
  }

  /**
   * After a cable was out, kept sockets look open and swallow the next request until its time-out. So one failure
   * retires them all; what is in flight on them may still end by itself.
   */
  #dropSockets(failed: Agent): void {
    if (failed !== this.#agent) return;
    this.#agent = null;
    failed.close().catch(() => failed.destroy());
  }
}

function fillPath(path: string, values: Readonly<Record<string, string | number>> = {}): string {
  return path.replaceAll(/\{([A-Za-z]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`${path} needs a value for ${name}`);
    return encodeURIComponent(value);
  });
}

/** The kind of failure, never its message: that may hold an address or a body. */
function silenceReason(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  return code ?? name ?? 'unknown';
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
    const { code, field = null } = problem.data;
    return { kind: 'refused', status, code, field, problem: problem.data };
  }
  return { kind: 'later', reason: `http-${status}`, retryAfterMs: retryAfterMs(retryAfter) };
}

/** Retry-After (RFC 9110 10.2.3): seconds or a date. Null when absent or unreadable. */
function retryAfterMs(header: string | string[] | undefined): number | null {
  if (typeof header !== 'string') return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

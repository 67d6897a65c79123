import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { PROOF_HEADER, signProof } from './proof.ts';

/** What became of a request. `silence`: no answer, or one that is not the centre's. */
export type Reply<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly problem: CentreProblem;
    }
  | { readonly kind: 'silence'; readonly reason: string };

const problem = z.object({
  code: z.string().regex(/^[A-Z][A-Z_]{2,63}$/),
  /** CLOCK_SKEW: the centre's clock, milliseconds since 1970. */
  serverTime: z.int().min(0).optional(),
  /** TERMINAL_REVOKED: the signed order to destroy the keys. */
  order: z.string().optional(),
});
type CentreProblem = z.infer<typeof problem>;

interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Prover {
  readonly privateKey: KeyObject;
  readonly thumbprint: string;
}

const TIMEOUT_MS = 10_000;

/** Speaks with the centre; with a prover each request bears its proof. Never throws for what the network does. */
export class CentreClient {
  readonly #centre: string;
  readonly #fetch: Fetch;
  readonly #now: () => number;
  #aheadMs = 0;
  /** Replaced when the certificate is renewed; null before the enrolment. */
  prover: Prover | null;

  constructor(
    centre: string,
    prover: Prover | null,
    fetch: Fetch = globalThis.fetch,
    now: () => number = Date.now,
  ) {
    this.#centre = centre;
    this.prover = prover;
    this.#fetch = fetch;
    this.#now = now;
  }

  /** How far the centre's clock is ahead of ours, ms. Proofs are dated by it. */
  get centreAheadMs(): number {
    return this.#aheadMs;
  }

  centreTimeIs(serverTimeMs: number): void {
    this.#aheadMs = serverTimeMs - this.#now();
  }

  async call<T>(request: Request, answer: z.ZodType<T>, signal?: AbortSignal): Promise<Reply<T>> {
    const first = await this.#once(request, answer, signal);
    if (first.kind !== 'refused' || first.code !== 'CLOCK_SKEW' || first.problem.serverTime === undefined) {
      return first;
    }
    this.centreTimeIs(first.problem.serverTime);
    return this.#once(request, answer, signal);
  }

  /** Opens a stream of events; the caller reads it. */
  async stream(path: string, signal: AbortSignal): Promise<Reply<ReadableStream<Uint8Array>>> {
    try {
      const response = await this.#send({ method: 'GET', path }, signal, 'text/event-stream');
      if (response.ok && response.body) return { kind: 'answer', value: response.body };
      return await refusal(response);
    } catch (error) {
      return silence(error);
    }
  }

  async #once<T>(request: Request, answer: z.ZodType<T>, signal?: AbortSignal): Promise<Reply<T>> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await this.#send(request, signal ? AbortSignal.any([signal, timeout]) : timeout);
      if (!response.ok) return await refusal(response);
      const parsed = answer.safeParse(response.status === 204 ? null : await response.json());
      return parsed.success
        ? { kind: 'answer', value: parsed.data }
        : { kind: 'silence', reason: 'answer-unreadable' };
    } catch (error) {
      return silence(error);
    }
  }

  #send(
    { method, path, body }: Request,
    signal: AbortSignal,
    accept = 'application/json',
  ): Promise<Response> {
    const content = body === undefined ? '' : JSON.stringify(body);
    const headers: Record<string, string> = { accept };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (this.prover) {
      const { privateKey: key, thumbprint } = this.prover;
      const proven = { method, path, body: content };
      headers[PROOF_HEADER] = signProof(proven, { key, thumbprint }, this.#now() + this.#aheadMs);
    }
    const init: RequestInit = { method, headers, signal, redirect: 'error' };
    return this.#fetch(this.#centre + path, body === undefined ? init : { ...init, body: content });
  }
}

async function refusal(response: Response): Promise<Reply<never>> {
  const parsed = problem.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return { kind: 'silence', reason: `status-${response.status}` };
  return { kind: 'refused', status: response.status, code: parsed.data.code, problem: parsed.data };
}

/** The word of the system alone: a message may hold an address. */
function silence(error: unknown): Reply<never> {
  if (!(error instanceof Error)) throw error;
  const { cause } = error as { cause?: { code?: unknown } };
  const code = typeof cause?.code === 'string' ? cause.code : error.name;
  return { kind: 'silence', reason: code };
}

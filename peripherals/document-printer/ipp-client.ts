import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { X509Certificate } from 'node:crypto';
import { decodeResponse } from './protocol/decode.ts';
import type { IppResponse } from './protocol/decode.ts';
import { encodeRequest } from './protocol/encode.ts';
import type { IppRequest } from './protocol/encode.ts';

/**
 * Why there is no answer. `unreachable`: nothing was sent. `silent`: too late. `broken`: the connection was reset, or what
 * came is not an IPP answer. `refused`: the printer answered and said no, with an IPP status (0: by HTTP).
 */
export type IppFailure =
  | { readonly kind: 'unreachable' | 'silent' | 'broken' }
  | { readonly kind: 'refused'; readonly status: number };

export type IppResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: IppFailure };

export interface IppCall {
  readonly timeoutMs: number;
  /** Sent behind the request. */
  readonly document?: Uint8Array;
  /** Ends the call as `broken`. */
  readonly signal?: AbortSignal;
}

/** Answers are a few kilobytes; one with thousands of media names stays far below. */
const MAX_ANSWER_BYTES = 256 * 1024;
const IPP_PORT = 631;
const SUCCESSFUL_BELOW = 0x0100;

/** Asks one printer or queue; each call has a connection of its own, so that no answer can be taken for another's. */
export class IppClient {
  readonly #url: URL;
  readonly #http: URL;
  readonly #certificate: X509Certificate | undefined;
  #requestId = 0;

  /**
   * @param url ipp:// or ipps://
   * @param certificate PEM of the printer's own certificate, the only one that is then accepted: printers sign theirs
   * themselves. Without it the system's authorities decide.
   * @throws TypeError when the address is not of that form; Error when the certificate cannot be read
   */
  constructor(url: string, certificate?: string) {
    this.#url = new URL(url);
    if (this.#url.protocol !== 'ipp:' && this.#url.protocol !== 'ipps:') {
      throw new TypeError('a document printer has an address that begins with ipp:// or ipps://');
    }
    const scheme = this.#url.protocol === 'ipps:' ? 'https' : 'http';
    this.#http = new URL(url.replace(/^ipps?:/i, `${scheme}:`));
    // http drops a port that is its own default: what the address says, or the port of IPP, stays.
    this.#http.port = this.#url.port || String(IPP_PORT);
    this.#certificate = certificate === undefined ? undefined : new X509Certificate(certificate);
  }

  get url(): string {
    return this.#url.href;
  }

  /** Sends one request and waits for the whole answer. Never rejects. */
  async call(request: IppRequest, { timeoutMs, document, signal }: IppCall): Promise<IppResult<IppResponse>> {
    this.#requestId = (this.#requestId % 0x7fffffff) + 1;
    const requestId = this.#requestId;
    const head = encodeRequest(request, requestId, this.#url.href);
    const answer = await this.#post(head, document, timeoutMs, signal);
    if (!answer.ok) return answer;
    const response = decodeResponse(answer.value);
    if (response?.requestId !== requestId) return failure('broken');
    return response.status < SUCCESSFUL_BELOW
      ? { ok: true, value: response }
      : { ok: false, failure: { kind: 'refused', status: response.status } };
  }

  #post(
    head: Uint8Array,
    document: Uint8Array | undefined,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<IppResult<Uint8Array>> {
    return new Promise((resolve) => {
      let connected = false;
      const request = this.#open(head.length + (document?.length ?? 0));
      const settle = (result: IppResult<Uint8Array>): void => {
        clearTimeout(late);
        signal?.removeEventListener('abort', aborted);
        resolve(result);
        request.destroy();
      };
      const aborted = (): void => settle(failure('broken'));
      const late = setTimeout(() => settle(failure('silent')), timeoutMs);
      signal?.addEventListener('abort', aborted);
      request.on('socket', (socket) => {
        socket.on(this.#http.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true));
      });
      request.on('error', () => settle(failure(connected ? 'broken' : 'unreachable')));
      request.on('response', (response) => void readAnswer(response).then(settle));
      if (signal?.aborted) return aborted();
      request.write(head);
      request.end(document);
    });
  }

  #open(contentLength: number): ClientRequest {
    const options = {
      method: 'POST',
      agent: false as const,
      headers: { 'content-type': 'application/ipp', 'content-length': contentLength },
    };
    if (this.#http.protocol === 'http:') return httpRequest(this.#http, options);
    const certificate = this.#certificate;
    if (certificate === undefined) return httpsRequest(this.#http, options);
    return httpsRequest(this.#http, {
      ...options,
      ca: certificate.toString(),
      // The name in it is what the printer calls itself at home; that it is this very certificate says more.
      checkServerIdentity: (_host, { fingerprint256 }) =>
        fingerprint256 === certificate.fingerprint256 ? undefined : new Error('another certificate'),
    });
  }
}

async function readAnswer(response: IncomingMessage): Promise<IppResult<Uint8Array>> {
  if (response.statusCode !== 200) return { ok: false, failure: { kind: 'refused', status: 0 } };
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) return failure('broken');
      chunks.push(chunk);
    }
  } catch {
    return failure('broken'); // Reset in mid-answer.
  }
  return { ok: true, value: Buffer.concat(chunks) };
}

function failure(kind: 'unreachable' | 'silent' | 'broken'): { ok: false; failure: IppFailure } {
  return { ok: false, failure: { kind } };
}

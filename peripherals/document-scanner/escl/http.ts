/** The small part of HTTP that eSCL needs; whatever a device does is an answer, never an exception. */

export type HttpAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly body: Uint8Array }
  /** No connection, or it broke before the answer was whole. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'too-large' }
  /** By the caller's signal. */
  | { readonly kind: 'aborted' };

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  /** XML. */
  readonly body?: string;
  /** For the whole exchange. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** One exchange. A redirection counts as an answer: a scanner has no business to send this program elsewhere. */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { method, url, body, timeoutMs, maxBytes, signal } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'text/xml' } }),
    });
    const bytes = await readAtMost(response, maxBytes);
    if (bytes === null) return { kind: 'too-large' };
    return { kind: 'answer', status: response.status, headers: response.headers, body: bytes };
  } catch {
    // The error's text may hold an address or bytes of the device; which of the three it was is all that matters.
    if (signal?.aborted === true) return { kind: 'aborted' };
    return { kind: timeout.aborted ? 'timeout' : 'unreachable' };
  }
}

/** Null when there is more; the connection is ended then. */
async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  if (response.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early cancels the body.
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

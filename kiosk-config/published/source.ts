import { bundleSchema, type Bundle } from './bundle.ts';

/** Where a follower gets the centre's files from. Nothing that it answers is trusted. */
export interface PublishedSource {
  /**
   * A file by its path in the store; null when there is none.
   * @throws Unreachable when the centre gives no answer
   */
  file(path: string, maxBytes: number): Promise<Uint8Array | null>;
  /**
   * All that changed since a version; null when the centre has no such answer.
   * @throws Unreachable when the centre gives no answer
   */
  bundle(have: number): Promise<Bundle | null>;
}

/** The centre cannot be reached, or answers nothing that can be used. */
export class Unreachable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreachable';
  }
}

const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 20_000;

/**
 * The centre's files over HTTP.
 * @param url where the publication lies, as `https://centre.example/v1/published/`
 * @param request fetches; may add what proves the terminal's identity
 */
export function sourceAt(url: string, request: typeof fetch = fetch): PublishedSource {
  const base = url.endsWith('/') ? url : `${url}/`;
  const get = async (path: string, maxBytes: number): Promise<Uint8Array | null> => {
    try {
      const answer = await request(new URL(path, base), { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (answer.status === 404) return null;
      if (!answer.ok || !answer.body) throw new Unreachable(`answers ${answer.status} for ${path}`);
      const parts: Uint8Array[] = [];
      let length = 0;
      for await (const part of answer.body) {
        length += part.length;
        if (length > maxBytes) throw new Unreachable(`answers more than ${maxBytes} bytes for ${path}`);
        parts.push(part);
      }
      return Buffer.concat(parts);
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      const { message, cause } = error as Error;
      throw new Unreachable(cause instanceof Error ? `${message}: ${cause.message}` : message);
    }
  };
  return {
    file: get,
    async bundle(have) {
      const bytes = await get(`bundle?have=${have}`, MAX_BUNDLE_BYTES);
      if (!bytes) return null;
      try {
        return bundleSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
      } catch {
        throw new Unreachable('answers a bundle that is none');
      }
    },
  };
}

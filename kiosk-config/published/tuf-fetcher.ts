import { BaseFetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import type { Bundle } from './bundle.ts';
import { Unreachable, type PublishedSource } from './source.ts';

/** The library joins URLs; only their paths are of use here. */
export const PSEUDO_ORIGIN = 'http://published.invalid/';

/** Gives the library files from a bundle, and what the bundle lacks from the source. */
export class SourceFetcher extends BaseFetcher {
  /** The library wraps errors by their text; this tells a missing centre from a wrong file. */
  unreachable: Unreachable | null = null;
  private readonly source: PublishedSource;
  private readonly bundle: Bundle | null;

  constructor(source: PublishedSource, bundle: Bundle | null) {
    super();
    this.source = source;
    this.bundle = bundle;
  }

  /** @throws Unreachable */
  async file(path: string, maxBytes: number): Promise<Uint8Array | null> {
    const bundled = this.bundle?.files[path];
    if (bundled !== undefined) return Buffer.from(bundled);
    // A bundle holds every root, so one that is not in it does not exist.
    if (this.bundle && path.endsWith('.root.json')) return null;
    try {
      return await this.source.file(path, maxBytes);
    } catch (error) {
      if (error instanceof Unreachable) this.unreachable = error;
      throw error;
    }
  }

  override async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const path = decodeURIComponent(url.slice(PSEUDO_ORIGIN.length));
    const bytes = await this.file(path, maxLength);
    if (!bytes) throw new DownloadHTTPError(`there is no ${path}`, 404);
    if (bytes.length > maxLength) throw new Error(`Expected length at most ${maxLength} of ${path}`);
    return Buffer.from(bytes);
  }

  override async fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const bytes = await this.downloadBytes(url, Number.MAX_SAFE_INTEGER);
    return new Blob([new Uint8Array(bytes)]).stream();
  }
}

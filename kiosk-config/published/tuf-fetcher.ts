import { BaseFetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import type { BundledSource } from './bundled-source.ts';

/** The library joins URLs; only their paths are of use here. */
export const PSEUDO_ORIGIN = 'http://published.invalid/';

/** Gives the library what a centre has. */
export class TufFetcher extends BaseFetcher {
  private readonly source: BundledSource;

  constructor(source: BundledSource) {
    super();
    this.source = source;
  }

  override async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const path = decodeURIComponent(url.slice(PSEUDO_ORIGIN.length));
    const bytes = await this.source.file(path, maxLength);
    if (!bytes) throw new DownloadHTTPError(`there is no ${path}`, 404);
    if (bytes.length > maxLength) throw new Error(`Expected length at most ${maxLength} of ${path}`);
    return Buffer.from(bytes);
  }

  override async fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const bytes = await this.downloadBytes(url, Number.MAX_SAFE_INTEGER);
    return new Blob([new Uint8Array(bytes)]).stream();
  }
}

import type { Bundle } from './bundle.ts';
import { Unreachable, type PublishedSource } from './source.ts';

/** Files from a bundle, and what the bundle lacks from the source. */
export class BundledSource {
  /** The library of TUF wraps errors by their text; this tells a missing centre from a wrong file. */
  unreachable: Unreachable | null = null;
  readonly #source: PublishedSource;
  readonly #bundle: Bundle | null;

  constructor(source: PublishedSource, bundle: Bundle | null) {
    this.#source = source;
    this.#bundle = bundle;
  }

  /** @throws Unreachable */
  async file(path: string, maxBytes: number): Promise<Uint8Array | null> {
    const bundled = this.#bundle?.files[path];
    if (bundled !== undefined) return Buffer.from(bundled);
    // A bundle holds every root, so one that is not in it does not exist.
    if (this.#bundle && path.endsWith('.root.json')) return null;
    try {
      return await this.#source.file(path, maxBytes);
    } catch (error) {
      if (error instanceof Unreachable) this.unreachable = error;
      throw error;
    }
  }
}

import { randomUUID } from 'node:crypto';
import type { MaterialPage } from '@tongban/contract';
import type { Matter, MatterMaterial } from '@tongban/kiosk-config/catalogue';
import { pagesToPdf, type PageForPdf } from '@tongban/peripherals/document-scanner';
import type { Material } from '@tongban/sync';

/** Six photographs of the largest size that is taken: one material must not fill memory, disk and line. */
const MAX_BYTES_PER_MATERIAL = 48 * 2 ** 20;

/** A page as it was taken in: a whole picture, in memory only. */
type Page = PageForPdf & { readonly id: string };

/** What a citizen gives at the terminal for one matter: papers as pages, signatures as drawings. Part of the visit. */
export class GivenMaterials {
  /** What has to be given here, in the document's order. */
  readonly wanted: readonly MatterMaterial[];
  readonly #pages = new Map<string, readonly Page[]>();
  readonly #signatures = new Map<string, string>();

  constructor(matter: Matter) {
    this.wanted = matter.materials.filter(isGivenHere);
  }

  /** The first that is still to be given; null when the matter may be reviewed. */
  firstOpen(): MatterMaterial | null {
    return (
      this.wanted.find(({ code }) => !this.#signatures.has(code) && this.pages(code).length === 0) ?? null
    );
  }

  pages(code: string): readonly MaterialPage[] {
    return (this.#pages.get(code) ?? []).map(({ id, widthPx, heightPx }) => ({ id, widthPx, heightPx }));
  }

  /** @returns false when no more pages go in; then nothing has changed */
  addPage(code: string, page: PageForPdf): boolean {
    const there = this.#pages.get(code) ?? [];
    const bytes = there.reduce((sum, each) => sum + each.bytes.length, page.bytes.length);
    if (this.isFull(code) || bytes > MAX_BYTES_PER_MATERIAL) return false;
    this.#pages.set(code, [...there, { ...page, id: randomUUID() }]);
    return true;
  }

  isFull(code: string): boolean {
    const maxPages = this.wanted.find((each) => each.code === code)?.maxPages ?? 0;
    return this.pages(code).length >= maxPages;
  }

  removePage(code: string, id: string): void {
    const there = this.#pages.get(code) ?? [];
    this.#pages.set(
      code,
      there.filter((page) => page.id !== id),
    );
  }

  /** The picture of a page as a data address; null when there is no such page. */
  picture(code: string, id: string): string | null {
    const page = this.#pages.get(code)?.find((each) => each.id === id);
    return page ? `data:${page.mediaType};base64,${Buffer.from(page.bytes).toString('base64')}` : null;
  }

  sign(code: string, svg: string): void {
    this.#signatures.set(code, svg);
  }

  /** As they are submitted: one PDF for each paper, one SVG for each signature. */
  async materials(): Promise<Material[]> {
    return Promise.all(
      this.wanted.map(async ({ code, stuffType }): Promise<Material> => {
        const signature = this.#signatures.get(code);
        return signature === undefined
          ? {
              ...{ code, stuffType, mediaType: 'application/pdf' },
              bytes: await pagesToPdf(this.#pages.get(code) ?? []),
            }
          : { code, stuffType, mediaType: 'image/svg+xml', bytes: Buffer.from(signature, 'utf8') };
      }),
    );
  }
}

export function isGivenHere({ source }: MatterMaterial): boolean {
  return source === 'document' || source === 'signature';
}

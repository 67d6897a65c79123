import { randomUUID } from 'node:crypto';
import type { CorrectionMark, MaterialPage } from '@tongban/contract';
import type { Matter, MatterMaterial } from '@tongban/kiosk-config/catalogue';
import { inspectPhoto } from '@tongban/peripherals/camera';
import { pagesToPdf, type PageForPdf } from '@tongban/peripherals/document-scanner';
import type { Material } from '@tongban/sync';
import { namedPart, type Correction } from './correction.ts';
import type { FoundLicence } from './matter-licences.ts';

/** Six photographs of the largest size that is taken: one material must not fill memory, disk and line. */
const MAX_BYTES_PER_MATERIAL = 48 * 2 ** 20;

/** A page as it was taken in: a whole picture, in memory only. */
type Page = PageForPdf & { readonly id: string };

/**
 * What a citizen gives at the terminal for one matter: papers as pages or by a licence, signatures as drawings, or as what a key confirmed. Part of
 * the visit.
 */
export class GivenMaterials {
  /** What has to be given here, in the document's order. */
  readonly wanted: readonly MatterMaterial[];
  readonly #pages = new Map<string, readonly Page[]>();
  readonly #licences = new Map<string, FoundLicence>();
  readonly #signatures = new Map<string, string>();
  /** Of the signatures those that were confirmed with a key. */
  readonly #byKey = new Set<string>();
  /** Given before, and handed in again as it is unless it is given anew. */
  readonly #kept: ReadonlyMap<string, Material>;
  /** Given, or added to, since what is corrected was submitted. */
  readonly #anew = new Set<string>();
  #correction: Correction | null;

  /** @param correction of an accepted submission, what is named is wanted alone; the rest is at the platform */
  constructor(matter: Matter, correction: Correction | null = null) {
    const here = matter.materials.filter(isGivenHere);
    const former = (correction?.materials ?? []).filter(
      ({ code }) => here.some((each) => each.code === code) && !namedPart(correction, 'material', code),
    );
    this.#correction = correction;
    this.#kept = new Map(former.map((material) => [material.code, material]));
    this.wanted = here.filter((each) => this.#kept.has(each.code) || isWanted(each, correction));
  }

  /** What comes up by itself. */
  asked(): MatterMaterial[] {
    return this.wanted.filter(({ code }) => !this.#kept.has(code));
  }

  /** The first that is still to be given; null when the matter may be reviewed. */
  firstOpen(): MatterMaterial | null {
    return this.asked().find(({ code }) => !this.#isGiven(code)) ?? null;
  }

  /** What was given before goes along, and nothing has taken its place. */
  isKept(code: string): boolean {
    return this.#kept.has(code) && !this.#isGiven(code);
  }

  /**
   * The platform refused what was given: the review tells what was named. A licence that was named is given no more.
   * @returns the materials of such licences
   */
  refused(correction: Correction): string[] {
    this.#correction = correction;
    this.#anew.clear();
    return [...this.#licences.keys()].filter(
      (code) => namedPart(correction, 'material', code) && this.#licences.delete(code),
    );
  }

  mark(code: string): CorrectionMark | null {
    if (!this.#correction || !this.wanted.some((each) => each.code === code)) return null;
    if (this.#anew.has(code)) return 'given';
    return namedPart(this.#correction, 'material', code) ? 'asked' : null;
  }

  #isGiven(code: string): boolean {
    return this.#signatures.has(code) || this.#licences.has(code) || this.pages(code).length > 0;
  }

  /** A licence takes the place of the paper. */
  isByLicence(code: string): boolean {
    return this.#licences.has(code);
  }

  /** Pages that were taken in before are not handed in beside it. */
  giveLicence(code: string, licence: FoundLicence): void {
    this.#licences.set(code, licence);
    this.#pages.delete(code);
    this.#anew.add(code);
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
    this.#licences.delete(code);
    this.#anew.add(code);
    return true;
  }

  /**
   * A photograph of a page, by the document camera or by a phone.
   * @returns why it was not kept; null when it was
   */
  addPhoto(code: string, jpeg: Uint8Array): 'unreadable' | 'too-small' | 'too-large' | 'full' | null {
    const photo = inspectPhoto(jpeg);
    if (photo.kind !== 'usable') return photo.kind;
    const { widthPx, heightPx, resolutionDpi } = photo;
    const isIn = this.addPage(code, {
      ...{ mediaType: 'image/jpeg', bytes: jpeg },
      ...{ widthPx, heightPx, resolutionDpi },
    });
    return isIn ? null : 'full';
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
    this.#byKey.delete(code);
    this.#anew.add(code);
  }

  /** In the place of a signature: the same material, which says how it was confirmed. */
  confirmByKey(code: string, svg: string): void {
    this.sign(code, svg);
    this.#byKey.add(code);
  }

  isByKey(code: string): boolean {
    return this.#byKey.has(code);
  }

  /** As they are submitted: one PDF for each paper, or a reference to its licence; one SVG for each signature. */
  async materials(): Promise<Material[]> {
    return Promise.all(
      this.wanted.map(async ({ code, stuffType }): Promise<Material> => {
        const signature = this.#signatures.get(code);
        const kept = this.#kept.get(code);
        if (kept && !this.#isGiven(code)) return kept;
        const licence = this.#licences.get(code);
        if (licence) {
          const { mediaType, bytes } = licence;
          return { code, stuffType: licence.stuffType, mediaType, bytes };
        }
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

/** Of a submission that the platform has accepted only what it names is handed in again; all, where it names no part. */
export function isWanted({ code }: MatterMaterial, correction: Correction | null): boolean {
  if (!correction || correction.applyNo === null || correction.parts.length === 0) return true;
  return namedPart(correction, 'material', code) !== undefined;
}

export function isGivenHere({ source, necessity }: MatterMaterial): boolean {
  return necessity === 'required' && (source === 'document' || source === 'signature');
}

import { z } from 'zod';
import { digest, handleItem, instant, localText, unitCode, version } from './common.ts';
import type { Operation } from './operation.ts';

/** `typ` in the header of a signed catalogue: a compact JWS by the platform's receipt key. */
export const CATALOGUE_TYPE = 'tongban-catalogue+jws';

const revisionNumber = z.string().regex(/^\d{1,15}$/);

/** A matter in the catalogue; its document is fetched apart. */
export const catalogueItem = z.object({
  handleItem,
  /** The version in force. */
  version,
  /** SHA-256 of the document's text. */
  sha256: digest,
  unitCode,
  /** 1 in force 在用 · 2 suspended 暂停; what was ended (3 取消) is a tombstone. */
  status: z.union([z.literal(1), z.literal(2)]),
  effectiveFrom: instant,
  suspension: z
    .object({
      reason: localText,
      from: instant,
      until: instant.nullable(),
      otherChannel: localText.optional(),
    })
    .nullable(),
});

/** What the signature covers. */
export const catalogueSchema = z.object({
  /** Grows with every change; also the ETag. */
  revision: revisionNumber,
  /** The revision that this is the difference to; null: it is everything. */
  since: revisionNumber.nullable(),
  publishedAt: instant,
  items: z.array(catalogueItem),
  /** Matters that exist no more. */
  tombstones: z.array(z.object({ handleItem, terminatedAt: instant, notice: localText })),
});
export type PublishedCatalogue = z.infer<typeof catalogueSchema>;

export const catalogueOperations = {
  getCatalogue: {
    method: 'GET',
    path: '/v1/catalog',
    summary:
      'Matters, their states and versions, signed. With `since` only what changed; a revision that the platform does not know gives everything. ETag and If-None-Match by revision.',
    legacyName: 'getItemInfo',
    query: z.object({ since: revisionNumber.optional() }),
    body: null,
    /** `catalogue`: compact JWS (`CATALOGUE_TYPE`) over a `catalogueSchema`. */
    answer: z.object({ catalogue: z.string().min(1) }),
    problems: [],
  },
  getItemVersion: {
    method: 'GET',
    path: '/v1/items/{handleItem}/versions/{version}',
    summary: 'The document of a matter: guide, form, materials, limit. Never changes.',
    legacyName: 'getItemDetailByID',
    query: null,
    body: null,
    /** `document`: its text exactly as published, of which `sha256` is the digest. */
    answer: z.object({ handleItem, version, sha256: digest, document: z.string().min(2) }),
    problems: ['ITEM_UNKNOWN', 'VERSION_UNKNOWN'],
  },
} as const satisfies Record<string, Operation>;

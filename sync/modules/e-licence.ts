import { z } from 'zod';
import { day, handleItem } from '../contract/common.ts';
import {
  LICENCE_REFERENCE_TYPE,
  licenceReference,
  type LicenceReference,
  type Operation,
} from '../contract/index.ts';
import type { ModuleClient } from './module-client.ts';
import type { Closed } from './names.ts';

export const { catalogueCode } = licenceReference.shape;

/** What refers to it says nothing without the module's key. */
const licence = z.object({
  ...licenceReference.shape,
  name: z.string().min(1).max(100),
  validUntil: day.nullable(),
});
export type Licence = z.infer<typeof licence>;

/** 电子证照. */
export const eLicenceOperations = {
  findLicences: {
    method: 'POST',
    path: '/v1/e-licences/queries',
    summary:
      'Licences of a confirmed person, for one matter and no other (art. 20): asked for by purpose, answered by reference.',
    legacyName: null,
    query: null,
    body: z.strictObject({
      verificationId: z.string().min(1).max(100),
      handleItem,
      purpose: z.literal('material'),
      catalogueCodes: z.array(catalogueCode).min(1).max(20),
    }),
    answer: z.object({ licences: z.array(licence) }),
    problems: ['VALIDATION_FAILED'],
  },
} as const satisfies Record<string, Operation>;

/** How a material is given. Where it came from stands with it (`source`), for slip and platform alike. */
export type LicenceMaterial =
  | {
      readonly code: string;
      readonly source: 'e-licence';
      /** 引用 of the platform: nothing is uploaded but the reference. */
      readonly stuffType: 1;
      readonly mediaType: typeof LICENCE_REFERENCE_TYPE;
      readonly bytes: Uint8Array;
      readonly licence: Licence;
    }
  | {
      readonly code: string;
      /** The citizen photographs or scans the paper. */
      readonly source: 'scan';
      readonly stuffType: 0;
      /** Null: there is no such licence. `identity`: nobody has confirmed whose licences may be asked for. */
      readonly reason: Closed | null;
    };

export class ELicence {
  readonly #client: ModuleClient;

  constructor(client: ModuleClient) {
    this.#client = client;
  }

  /**
   * How each wanted material is given: by reference to a licence, or else by a scan.
   * @param verificationId of a confirmed identity; null for a provisional one
   */
  async materials(
    verificationId: string | null,
    matter: string,
    wanted: readonly { readonly material: string; readonly catalogueCode: string }[],
  ): Promise<LicenceMaterial[]> {
    const scanAll = (reason: Closed | null): LicenceMaterial[] =>
      wanted.map(({ material }) => ({ code: material, source: 'scan', stuffType: 0, reason }));
    if (wanted.length === 0) return [];
    if (verificationId === null) {
      return scanAll(this.#client.closed('identity') ?? this.#client.closed('e-licence'));
    }
    const reply = await this.#client.call('e-licence', 'findLicences', eLicenceOperations.findLicences, {
      body: {
        ...{ verificationId, handleItem: matter, purpose: 'material' },
        catalogueCodes: [...new Set(wanted.map((each) => each.catalogueCode))],
      },
    });
    if (reply.kind !== 'done') return scanAll(reply.kind === 'closed' ? reply.reason : null);
    return wanted.map(({ material, catalogueCode: wantedCode }) => {
      const found = reply.value.licences.find((each) => each.catalogueCode === wantedCode);
      return found
        ? referenceTo(material, found)
        : { code: material, source: 'scan', stuffType: 0, reason: null };
    });
  }
}

function referenceTo(code: string, found: Licence): LicenceMaterial {
  const { reference, digest, catalogueCode: of } = found;
  const content: LicenceReference = { catalogueCode: of, reference, digest };
  const bytes = Buffer.from(JSON.stringify(content), 'utf8');
  return {
    ...{ code, source: 'e-licence', stuffType: 1, mediaType: LICENCE_REFERENCE_TYPE, bytes },
    licence: found,
  };
}

import { z } from 'zod';
import { digest } from './common.ts';

/** Media type of a material of stuffType 1 (引用). */
export const LICENCE_REFERENCE_TYPE = 'application/vnd.tongban.licence-reference+json';

/** What such a material holds, sealed, instead of a file: the platform fetches the licence itself. */
export const licenceReference = z.strictObject({
  /** 电子证照目录: 15 digits, the first six of a region. */
  catalogueCode: z.string().regex(/^\d{15}$/),
  reference: z
    .string()
    .min(1)
    .max(200)
    .describe('under which the platform fetches the licence; for one person and one matter'),
  digest: digest.describe('SM3 of the licence’s file'),
});
export type LicenceReference = z.infer<typeof licenceReference>;

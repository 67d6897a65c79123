import { createHash, createHmac } from 'node:crypto';
import type { FormValues } from '@tongban/kiosk-config/catalogue';
import { licenceReference, type LicenceReference } from '../../contract/index.ts';
import { parseJson } from '../../crypto/parse-json.ts';
import type { Ground } from '../../sandbox/ground.ts';
import type { Licence } from '../e-licence.ts';

/** Every confirmed person has these licences (catalogue codes of 电子证照目录). */
export const licencesOfAll = [
  { catalogueCode: '310105109000100', name: '居民身份证（测试）', validUntil: null },
  { catalogueCode: '310105105000100', name: '居民户口簿（测试）', validUntil: null },
] as const;

/** The licences of a person, by references that are good for this person and this matter alone (art. 20). */
export function licencesOf(
  ground: Ground,
  idNumber: string,
  handleItem: string,
  codes: readonly string[],
): Licence[] {
  return licencesOfAll
    .filter(({ catalogueCode }) => codes.includes(catalogueCode))
    .map((licence) => ({ ...licence, ...referenceTo(ground, licence.catalogueCode, idNumber, handleItem) }));
}

/**
 * Fetches by reference, as the platform does for a material of stuffType 1.
 * @param form of the application: whose licence it may be
 * @returns null for a reference that leads to no licence of this person for this matter
 */
export function fetchLicence(
  ground: Ground,
  plaintext: Uint8Array,
  handleItem: string,
  form: FormValues,
): LicenceReference | null {
  const given = licenceReference.safeParse(parseJson(Buffer.from(plaintext).toString('utf8'))).data;
  if (!given || !licencesOfAll.some(({ catalogueCode }) => catalogueCode === given.catalogueCode))
    return null;
  const isTheirs = Object.values(form).some((value) => {
    if (typeof value !== 'string') return false;
    const { reference, digest } = referenceTo(ground, given.catalogueCode, value, handleItem);
    return reference === given.reference && digest === given.digest;
  });
  return isTheirs ? given : null;
}

/** Made anew whenever it is needed: nobody's number is kept. */
function referenceTo(
  { keys }: Ground,
  catalogueCode: string,
  idNumber: string,
  handleItem: string,
): Pick<LicenceReference, 'reference' | 'digest'> {
  const key = JSON.stringify(keys.public.encryptionKey);
  const mark = createHmac('sha256', key).update(JSON.stringify([catalogueCode, idNumber, handleItem]));
  return {
    reference: `TEST-${catalogueCode}-${mark.digest('hex').slice(0, 32)}`,
    digest: createHash('sm3').update(catalogueCode).digest('hex'),
  };
}

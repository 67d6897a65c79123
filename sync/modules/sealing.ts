import type { JWK } from 'jose';
import { suiteOfKey, type Seal } from '../crypto/index.ts';
import { encodeForm } from '../submissions/seal.ts';
import type { SealedForm } from '../contract/index.ts';

/** What a citizen gives to another module travels and waits sealed, bound to one of these places. */
export const places = {
  /** Members `name` and `idNumber`, or `code`. */
  identity: { handleItem: 'identity-verification', version: '1' },
  /** Members `name`, `phone` and `address`. */
  delivery: { handleItem: 'delivery-address', version: '1' },
} as const;

export type SealForModule = (
  form: SealedForm['form'],
  place: { readonly handleItem: string; readonly version: string },
  idempotencyKey: string,
  language?: SealedForm['language'],
) => Promise<string>;

/** Seals for the platform alone: from then on the terminal cannot read it. @throws TypeError for a key of no suite */
export async function sealerFor(encryptionKey: JWK): Promise<SealForModule> {
  const seal: Seal = await suiteOfKey(encryptionKey).sealer(encryptionKey);
  return async (form, place, idempotencyKey, language = 'zh-CN') => {
    const binding = { ...place, idempotencyKey, part: 'form' } as const;
    return (await seal(encodeForm({ form, language }), binding, null)).envelope;
  };
}

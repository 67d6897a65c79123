import type { JWK } from 'jose';
import {
  sealedFormSchema,
  suiteOfEnvelope,
  type EnvelopeBinding,
  type SealedForm,
} from '../contract/index.ts';
import { suiteOfKey, suites, type CryptoSuite, type Seal, type Sealed } from '../crypto/index.ts';
import type { CardKey } from './card-key.ts';

export type { Sealed } from '../crypto/index.ts';

/** Encrypts for the platform. Its key chooses the suite of everything that this terminal seals. */
export interface PlatformKey {
  readonly suite: CryptoSuite;
  readonly seal: Seal;
}

/** @throws TypeError for a key of no suite */
export async function importPlatformKey(jwk: JWK): Promise<PlatformKey> {
  const suite = suiteOfKey(jwk);
  return { suite, seal: await suite.sealer(jwk) };
}

/** Encrypts a form or a material for the platform and, with a card key, for the citizen. */
export function seal(
  plaintext: Uint8Array,
  binding: EnvelopeBinding,
  platform: PlatformKey,
  card: CardKey | null,
): Promise<Sealed> {
  return platform.seal(plaintext, binding, card);
}

/**
 * Opens an envelope with the citizen's card, by the suite that sealed it: what this terminal sealed before its suite
 * was changed opens as well.
 * @returns the plaintext; null when this card did not seal it, or the envelope was altered or moved elsewhere
 */
export function openWithCard(
  sealed: { readonly envelope: string; readonly citizenRecipient: string },
  binding: EnvelopeBinding,
  card: CardKey,
): Promise<Uint8Array | null> {
  return suites[suiteOfEnvelope(sealed.envelope)].openWithCard(sealed, binding, card);
}

/** The form as it goes into its envelope. */
export function encodeForm(content: SealedForm): Uint8Array {
  return Buffer.from(JSON.stringify(sealedFormSchema.parse(content)), 'utf8');
}

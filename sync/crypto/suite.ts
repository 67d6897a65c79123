import type { JWK } from 'jose';
import type { EnvelopeBinding, SuiteName } from '../contract/index.ts';
import type { CardKey } from '../submissions/card-key.ts';

/** One envelope as it is stored. */
export interface Sealed {
  /** JWE text with the platform's recipient alone: exactly what travels, so its digest never changes. */
  readonly envelope: string;
  /** `envelopeDigest` of it: SHA-256 or SM3, as the suite has it. */
  readonly sha256: string;
  /** The citizen's recipient of the same JWE, kept apart so that acceptance can destroy it; null without a card key. */
  readonly citizenRecipient: string | null;
}

export type Seal = (plaintext: Uint8Array, binding: EnvelopeBinding, card: CardKey | null) => Promise<Sealed>;

/** Answers null for an envelope that was not sealed for this key and this very place, or that was altered. */
export type Open = (envelope: string, binding: EnvelopeBinding) => Promise<Uint8Array | null>;

/** Answers what was signed and its declared type; null when this key did not sign it with this suite. */
export type VerifyReceipt = (
  text: string,
) => Promise<{ readonly type: unknown; readonly payload: Uint8Array } | null>;

/**
 * All cryptography between citizen, terminal and platform. Two implementations in software stand behind it: JOSE
 * (jose/) and 国密 (shangmi/). A site under 密评 (GB/T 39786) puts its certified module here: the same wire form, and
 * the module's own key names in place of the private JWKs.
 *
 * Every import throws TypeError for a key that is not one of the suite.
 */
export interface CryptoSuite {
  readonly name: SuiteName;
  /** False while keys are in the memory of a process; doctor and centre show it. */
  readonly hardware: boolean;
  /** Whether a JWK is of this suite's curve. */
  takes(key: JWK): boolean;
  /** @param platformKey the platform's public encryption key */
  sealer(platformKey: JWK): Promise<Seal>;
  /** Opens an envelope for the citizen whose card is on the reader. Answers null like {@link Open}. */
  openWithCard(
    sealed: { readonly envelope: string; readonly citizenRecipient: string },
    binding: EnvelopeBinding,
    card: CardKey,
  ): Promise<Uint8Array | null>;
  /** @param receiptKey the platform's public receipt key */
  receiptVerifier(receiptKey: JWK): Promise<VerifyReceipt>;
  /** The platform's side of `sealer`. */
  opener(privateKey: JWK): Promise<Open>;
  /** The platform's side of `receiptVerifier`. `type` goes into the header as `typ`; that of a receipt when not said. */
  receiptSigner(privateKey: JWK): Promise<(payload: Uint8Array, type?: string) => Promise<string>>;
}

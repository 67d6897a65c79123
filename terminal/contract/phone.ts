/**
 * What the page on a citizen's phone and core say to each other, over HTTP below `/<token>/`. The code on the screen holds
 * the token in its path and the key behind its `#`, which no browser sends. What is posted is sealed with that key:
 * a nonce, then ChaCha20-Poly1305 (RFC 8439). Apart from the contract of the screens, so that the page carries none of it.
 */

/** Posted to: who the phone is, once; then each picture. */
export const PHONE_PATHS = { connect: 'connect', picture: 'picture' } as const;

export const PHONE_KEY_BYTES = 32;
export const PHONE_NONCE_BYTES = 12;
export const PHONE_TAG_BYTES = 16;
/** The phone makes it up; every picture is sealed for it, so that no second phone can send one. */
export const PHONE_ID_BYTES = 16;

/** As the document camera's photographs: no page gets more readable by more. */
export const PHONE_PICTURE = { longSidePx: 3840, pixels: 3840 * 2160, bytes: 8_000_000 } as const;

export type PhoneAnswer =
  /** This phone is the one. */
  | 'welcome'
  /** Another one was there before. */
  | 'used'
  | 'taken'
  /** Taken, and no more pages go in. */
  | 'taken-last'
  /** Not taken: the pages before are as much as goes in. */
  | 'full'
  /** It came whole and is no picture that can be used. */
  | 'unreadable'
  /** It cannot be opened: cut off or changed on its way. */
  | 'spoilt';

/**
 * What is sealed along (associated data): what it is for, and whose it is.
 * @param phone of a picture, which phone sends it
 */
export function sealedAlong(
  path: keyof typeof PHONE_PATHS,
  phone: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...new TextEncoder().encode(path), ...phone]);
}

/** What the reader says about itself and the card on it. */
export type IdCardReaderStatus =
  /** The reader works; no card was seen, or none is looked for. */
  | { readonly kind: 'no-card'; readonly availability: 'ready' }
  | { readonly kind: 'reading'; readonly availability: 'ready' }
  /** A card lies there that is not going to be read again: it was read, or reading was stopped. */
  | { readonly kind: 'card-present'; readonly availability: 'ready' }
  /** The card went out of sight before it was read: put it back. Stays until a card is found. */
  | { readonly kind: 'card-removed-mid-read'; readonly availability: 'ready' }
  /** It lies there and cannot be read: lift it and put it back flat. Stays until it was lifted and a card is found. */
  | { readonly kind: 'card-unreadable'; readonly availability: 'ready' }
  /** Something that the reader's module does not know, a bank card for example. Stays like `card-unreadable`. */
  | { readonly kind: 'card-unsupported'; readonly availability: 'ready' }
  /** No line to the reader, or nothing answers on it. */
  | { readonly kind: 'disconnected'; readonly availability: 'offline' }
  /** The reader answers but cannot work: self-test failed, not authorised, or error after error. */
  | { readonly kind: 'fault'; readonly availability: 'needs-attention' };

export const NO_CARD: IdCardReaderStatus = { kind: 'no-card', availability: 'ready' };
export const READING: IdCardReaderStatus = { kind: 'reading', availability: 'ready' };
export const CARD_PRESENT: IdCardReaderStatus = { kind: 'card-present', availability: 'ready' };
export const CARD_REMOVED: IdCardReaderStatus = { kind: 'card-removed-mid-read', availability: 'ready' };
export const CARD_UNREADABLE: IdCardReaderStatus = { kind: 'card-unreadable', availability: 'ready' };
export const CARD_UNSUPPORTED: IdCardReaderStatus = { kind: 'card-unsupported', availability: 'ready' };
export const DISCONNECTED: IdCardReaderStatus = { kind: 'disconnected', availability: 'offline' };
export const FAULT: IdCardReaderStatus = { kind: 'fault', availability: 'needs-attention' };

/** Told until the next card is found: they ask the citizen to do something. */
export function asksTheCitizen(status: IdCardReaderStatus): boolean {
  return [CARD_REMOVED, CARD_UNREADABLE, CARD_UNSUPPORTED].some(({ kind }) => kind === status.kind);
}

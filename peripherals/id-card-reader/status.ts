import type { OtherCardLayout } from './protocol/citizen-text.ts';

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
  /** Not a resident identity card; `layout` is what it is, `unknown` when the reader itself refused it. */
  | {
      readonly kind: 'card-unsupported';
      readonly availability: 'ready';
      readonly layout: OtherCardLayout | 'unknown';
    }
  /** No line to the reader, or nothing answers on it. */
  | { readonly kind: 'disconnected'; readonly availability: 'offline' }
  /** The reader answers but cannot work: self-test failed, not authorised, or error after error. */
  | { readonly kind: 'fault'; readonly availability: 'needs-attention' };

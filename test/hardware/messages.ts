/** What the guest asks of the world outside it. */
export type Ask =
  | 'serial-reader: plug in'
  | 'serial-reader: pull'
  | 'serial-reader: place card'
  | 'serial-reader: remove card'
  | 'serial-reader: place card, pull while it is read'
  | 'smart-card-reader: plug in'
  | 'smart-card-reader: insert card'
  | 'smart-card-reader: insert card of pieces'
  | 'smart-card-reader: remove card'
  | 'smart-card-reader: insert card that falls silent'
  | 'smart-card-reader: pull';

/** Guest → laboratory, a line of JSON each. */
export type GuestMessage =
  | { readonly kind: 'ask'; readonly id: number; readonly ask: Ask }
  | { readonly kind: 'proven'; readonly check: string; readonly ms: number }
  | { readonly kind: 'failed'; readonly check: string; readonly reason: string }
  | { readonly kind: 'end' };

/** Laboratory → guest, a line of JSON each. */
export interface Answer {
  readonly id: number;
  /** Why it could not be done; null when it was. */
  readonly trouble: string | null;
}

/** Of the serial reader's USB adapter; its by-id name is made of it. */
export const ADAPTER_SERIAL_NUMBER = 'TEST-0001';

import type { MatterSummary } from './finding.ts';

/** Whose matter it is, on the head of the screen; masked always. */
export interface HolderView {
  readonly name: string;
  readonly idNumber: string;
}

export interface CardView {
  readonly screen: 'card';
  readonly purpose: 'matter' | 'my-submissions' | 'my-licences';
  readonly matter: MatterSummary | null;
  /**
   * waiting: no card · reading: keep still · removed: pulled before it was read, put it back ·
   * unreadable: lift it and put it back flat · expired: the card is past its validity ·
   * unsupported: no card that proves who somebody is, put another one or ask staff ·
   * reader-offline: this terminal cannot read cards just now.
   */
  readonly reader:
    'waiting' | 'reading' | 'removed' | 'unreadable' | 'expired' | 'unsupported' | 'reader-offline';
  /**
   * The code on the phone (随申码) instead of a card. awaited: show it to the scanner · checking: it was shown ·
   * not-confirmed: it is nobody's, or no more · away: it cannot be used just now · null: this screen does not take one.
   */
  readonly code: 'awaited' | 'checking' | 'not-confirmed' | 'away' | null;
}

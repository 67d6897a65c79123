import type { MatterSummary } from './finding.ts';

/** Whose matter it is, on the head of the screen; masked always. */
export interface HolderView {
  readonly name: string;
  readonly idNumber: string;
  /**
   * The person that the holder of the card acts for in this matter, or the enterprise, of which nothing is masked: anybody
   * may look it up. Left out where the holder acts for themselves.
   */
  readonly filesFor?: {
    readonly kind: 'person' | 'enterprise';
    readonly name: string;
    /** Of an enterprise its 统一社会信用代码. */
    readonly idNumber: string;
  };
}

/** Asked after the guide of a matter that somebody may do for another: `session.forWhom` answers. */
export interface ForWhomView {
  readonly screen: 'for-whom';
  readonly matter: MatterSummary;
}
export const forWhom = ['self', 'other'] as const;

export interface CardView {
  readonly screen: 'card';
  /** `represented`: of the person that the citizen acts for; `session.typeInstead` leads to the keys. */
  readonly purpose: 'matter' | 'my-submissions' | 'my-licences' | 'represented';
  readonly matter: MatterSummary | null;
  /** Who acts for another; null while nobody is known. */
  readonly holder: HolderView | null;
  /**
   * waiting: no card · reading: keep still · removed: pulled before it was read, put it back ·
   * unreadable: lift it and put it back flat · expired: the card is past its validity ·
   * unsupported: no card that proves who somebody is, put another one or ask staff ·
   * reader-offline: this terminal cannot read cards just now · take-yours: the citizen's own card still lies there, where
   * another's is wanted · same-person: it was put there once more.
   */
  readonly reader:
    | 'waiting'
    | 'reading'
    | 'removed'
    | 'unreadable'
    | 'expired'
    | 'unsupported'
    | 'reader-offline'
    | 'take-yours'
    | 'same-person';
  /**
   * The code on the phone (随申码) instead of a card. awaited: show it to the scanner · checking: it was shown ·
   * not-confirmed: it is nobody's, or no more · away: it cannot be used just now · null: this screen does not take one.
   */
  readonly code: 'awaited' | 'checking' | 'not-confirmed' | 'away' | null;
  /**
   * The social-security card in its slot instead of an ID card. unreadable and unsupported: take it out · checking: it was
   * read · take-out: its holder is known, and the form begins when it is taken out · otherwise as for `code`.
   */
  readonly slot:
    | 'awaited'
    | 'reading'
    | 'unreadable'
    | 'unsupported'
    | 'checking'
    | 'not-confirmed'
    | 'take-out'
    | 'away'
    | null;
}

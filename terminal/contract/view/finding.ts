import type { CardKind } from './card-kind.ts';
import type { LocalText } from './words.ts';

/** From the attract screen to the guide of a matter. */

export interface AttractView {
  readonly screen: 'attract';
  readonly matterCount: number;
  /** Why nothing can be begun at this terminal; null when everything can. What was submitted before is safe either way. */
  readonly closed: TerminalClosed | null;
}
/** The disk takes no more submissions · the data centre has revoked the terminal · no matter has come from the centre yet. */
/** `keeps-failing`: core crashed again and again; it sends what is there, and serves nobody. */
export type TerminalClosed = 'storage-full' | 'terminal-revoked' | 'no-catalogue' | 'keeps-failing';
export interface ChooseView {
  readonly screen: 'choose';
  /** Of the group that was chosen or for what was typed, otherwise all. */
  readonly matters: readonly OfferedMatter[];
  /** Ways of finding; null where a list is so short that it is seen at a glance. */
  readonly finding: FindingByGroup | FindingByTyping | null;
}
export interface FindingByGroup {
  readonly by: 'all' | 'situation' | 'department';
  /** Empty by `all`. */
  readonly groups: readonly FoundGroup[];
  /** The one that was chosen; while it is null the groups are shown in the place of the matters. */
  readonly group: FoundGroup | null;
}
/** The matters are those that fit what was typed, best first; all of them while nothing is. */
export interface FindingByTyping {
  readonly by: 'typing';
  /** Kept while the citizen looks at one matter and comes back, and no longer than the visit. */
  readonly typed: string;
}
/** A situation of life, or a department, under which matters are found. */
export interface FoundGroup {
  readonly key: string;
  readonly name: LocalText;
  readonly count: number;
}
/** In its place in any case: what cannot be begun just now is shown with the reason, and leads to {@link UnavailableView}. */
export type OfferedMatter =
  | (MatterSummary & { readonly unavailable: null })
  | { readonly id: string; readonly name: LocalText; readonly unavailable: MatterUnavailable };
export interface MatterUnavailable {
  readonly reason: UnavailableReason;
  readonly words: LocalText;
  /** ISO date and time; null where nobody knows yet. */
  readonly until: string | null;
  /** Where it can be done meanwhile. */
  readonly elsewhere: LocalText | null;
}
/** What holds for everybody, and what this terminal lacks. */
export type UnavailableReason =
  | 'suspended'
  | 'maintenance'
  | 'unit-cut-off'
  | 'not-at-terminals'
  | 'program-too-old'
  | 'catalogue-too-old'
  | TerminalLack;
export type TerminalLack =
  | 'papers-cannot-be-taken'
  | 'identity-cannot-be-confirmed'
  | 'enterprise-cannot-be-confirmed'
  | 'cannot-be-paid'
  | 'result-cannot-be-printed'
  | 'permit-card-cannot-be-written';
/** Somebody tapped a matter that cannot be begun: why, until when, and where else. */
export interface UnavailableView {
  readonly screen: 'unavailable';
  readonly name: LocalText;
  readonly unavailable: MatterUnavailable;
}
export interface MatterSummary {
  /** 业务办理项编码 (33 characters): identifies the matter in calls. */
  readonly id: string;
  readonly name: LocalText;
  readonly department: LocalText;
  readonly forWhom: LocalText;
  /** Done for an enterprise, by who acts for it. */
  readonly forEnterprise: boolean;
  readonly kind: 'instant' | 'promised';
  readonly minutes: number;
  /** No material has to be brought or scanned (免交材料). */
  readonly nothingToBring: boolean;
}

export interface GuideView {
  readonly screen: 'guide';
  readonly matter: MatterSummary;
  /**
   * Why the matter cannot be done at this terminal just now, said before a card is asked for; null when it can. While it
   * is not null `session.confirmGuide` does nothing: the way on is back. It goes away by itself when a device comes back.
   */
  readonly cannotHere: TerminalLack | 'terminal-closed' | null;
  readonly guide: {
    readonly summary: LocalText;
    readonly conditions: readonly LocalText[];
    readonly materials: readonly { readonly name: LocalText; readonly how: LocalText }[];
    /** The kinds of card that have what the form is filled with. */
    readonly cards: readonly CardKind[];
    /** "5 个工作日内", "当场办结" */
    readonly limit: LocalText;
    readonly fee: LocalText;
    readonly result: LocalText;
    readonly legalBasis: LocalText;
    readonly version: string;
  };
}

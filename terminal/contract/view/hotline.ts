import type { HotlineKind } from '../hotline.ts';
import type { SlipState } from './submitted.ts';
import type { LocalText } from './words.ts';

/** 12345 at the terminal: above whatever the citizen was doing, and back to it. */
export type HotlineView = {
  readonly screen: 'hotline';
  /** A form waits under it as it was left; otherwise the way back leads to a screen without anything filled in. */
  readonly formWaits: boolean;
} & HotlinePage;
export type HotlinePageName = HotlinePage['page'];
/** The view on one of its pages. */
export type HotlineOn<P extends HotlinePageName> = Extract<HotlineView, { readonly page: P }>;

type HotlinePage =
  | { readonly page: 'menu' }
  /** What others have asked. */
  | { readonly page: 'faq'; readonly entries: readonly HotlineQuestion[] }
  | { readonly page: 'answer'; readonly entry: HotlineQuestion }
  | {
      readonly page: 'topic';
      readonly kind: HotlineKind;
      /** Of the citizen's own submissions, those with a number that 12345 can look up; most of the time none. */
      readonly own: readonly OwnSubmission[];
    }
  | {
      readonly page: 'words';
      readonly kind: HotlineKind;
      /** The submission that it is about; null when it is about something else. */
      readonly about: OwnSubmission | null;
      /** What was written before, when the page is opened again. */
      readonly text: string;
    }
  | { readonly page: 'phone' }
  | { readonly page: 'sending' | 'failed' | 'looking' }
  | {
      readonly page: 'sent';
      readonly ticket: HotlineTicket;
      /** Null while no slip was asked for. */
      readonly slip: SlipState | null;
      readonly canPrint: boolean;
      /** Masked; null when nobody is called back. */
      readonly phone: string | null;
    }
  | {
      readonly page: 'lookup';
      /** What was typed before, with what came of it. */
      readonly code: string;
      /** `unknown`: no ticket has this code · `offline` and `module-down`: nobody can be asked now. */
      readonly problem: 'unknown' | 'offline' | 'module-down' | null;
    }
  | { readonly page: 'ticket'; readonly ticket: HotlineTicket };

export interface HotlineQuestion {
  /** Names it in calls. */
  readonly id: string;
  readonly question: LocalText;
  readonly answer: LocalText;
}
export interface OwnSubmission {
  readonly applyNo: string;
  readonly matterName: LocalText;
}
/** A ticket as whoever has its code may see it: nothing of who wrote it, or what. */
export interface HotlineTicket {
  /** In groups, as it is printed. */
  readonly code: string;
  /** `waiting`: kept on this terminal, goes by itself · `refused`: staff have to look. */
  readonly state: 'waiting' | 'received' | 'answered' | 'refused';
  /** The number that 12345 gave it; null before. */
  readonly ticketNo: string | null;
  readonly reply: LocalText | null;
}

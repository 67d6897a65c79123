import type { DeviceView } from './view/device.ts';
import type { EnterpriseView } from './view/enterprise.ts';
import type { AttractView, ChooseView, GuideView, UnavailableView } from './view/finding.ts';
import type { CardAddressView, MaterialView, QuestionView, ReviewView, SignatureView } from './view/form.ts';
import type { HotlineView } from './view/hotline.ts';
import type { CardView, ForWhomView } from './view/identity.ts';
import type { PracticeDoneView } from './view/practice.ts';
import type { SealedResultView } from './view/result.ts';
import type { LicenceView, MyLicencesView } from './view/licence.ts';
import type { PayView } from './view/payment.ts';
import type {
  AlreadySubmittedView,
  DoneView,
  MySubmissionsView,
  RatingView,
  SubmittingView,
} from './view/submitted.ts';
import type { TechnicianEntranceView, TechnicianView } from './view/technician.ts';
import type { EndView, TakeCardView, TroubleView } from './view/trouble.ts';
import type { Language, LocalText } from './view/words.ts';

export * from './view/card-kind.ts';
export * from './view/delivery.ts';
export * from './view/device.ts';
export * from './view/enterprise.ts';
export * from './view/finding.ts';
export * from './view/form.ts';
export * from './view/hotline.ts';
export * from './view/identity.ts';
export * from './view/licence.ts';
export * from './view/practice.ts';
export * from './view/result.ts';
export * from './view/payment.ts';
export * from './view/submitted.ts';
export * from './view/technician.ts';
export * from './view/trouble.ts';
export * from './view/words.ts';

/** What the screens show. Core makes it, the screens draw it; every text of a matter comes in both languages. */

export interface KioskView {
  /** Grows by one with every change of core's; a screen ignores an older view than the one it shows. */
  readonly revision: number;
  readonly language: Language;
  readonly display: Display;
  readonly speech: SpeechView;
  /** The terminal has something to read handwriting with; otherwise the keyboard does not offer it. */
  readonly handwriting: boolean;
  readonly site: SiteView;
  readonly network: 'online' | 'offline';
  /** Submissions kept on this terminal that the platform has not accepted yet (a number, never whose). */
  readonly heldCount: number;
  /** Null while nobody needs to be warned; otherwise the whole seconds until the session is wiped. */
  readonly idleSecondsLeft: number | null;
  /** The devices of this terminal, so that what it cannot do is said before and not after. */
  readonly devices: readonly DeviceView[];
  /** Something to tell for a few seconds whatever the screen; null most of the time. */
  readonly notice: Notice | null;
  /** Whether `hotline.open` leads anywhere from this screen. */
  readonly hotline: boolean;
  /** Practice 练习: nothing of this visit is stored or sent, and every screen says so. */
  readonly practice: boolean;
  readonly session: SessionView;
}

/** How the screens are drawn for this citizen. As usual again at the end of each session. */
export interface Display {
  /** `large` is care mode 关怀模式: glyphs ×1.35 and larger targets; `largest` is care mode with glyphs ×2. */
  readonly text: TextSize;
  /** `high`: every text by at least 7:1. */
  readonly contrast: Contrast;
  /** Reach mode 低位操作: everything that is touched stands low enough for who sits, or is small. */
  readonly reach: boolean;
}
export const textSizes = ['normal', 'large', 'largest'] as const;
export type TextSize = (typeof textSizes)[number];
export const contrasts = ['normal', 'high'] as const;
export type Contrast = (typeof contrasts)[number];
export const USUAL_DISPLAY: Display = { text: 'normal', contrast: 'normal', reach: false };

/** Voice guidance 语音引导. Off again, and as loud as ever, at the end of each session. */
export interface SpeechView {
  /** The terminal has something to speak with; otherwise the screens do not offer it. */
  readonly available: boolean;
  readonly on: boolean;
  readonly volume: SpeechVolume;
  /** Its sound goes to a headset and nowhere else, so that what is private may be said too. */
  readonly onlyHeadset: boolean;
}
export type SpeechVolume = (typeof speechVolumes)[number];
export const speechVolumes = [1, 2, 3, 4, 5] as const;
export const USUAL_VOLUME: SpeechVolume = 3;

/** `code-not-valid`: what was scanned is no code of ours · `code-not-here`: it is one, and of no use on this screen. */
export type Notice = 'code-not-valid' | 'code-not-here';

export interface SiteView {
  readonly name: LocalText;
  readonly terminalId: string;
  /** Diagonal of the panel in inches: the screens turn millimetres into pixels with it. */
  readonly diagonalInches: number;
  readonly panel: PanelView;
  /** Where staff are, in words ("大厅 1 号服务台"). */
  readonly staff: LocalText;
  /** In words, as an older configuration has them; null where nothing is said, or `opening` says it. */
  readonly hours: LocalText | null;
  readonly opening: OpeningView | null;
  readonly announcements: readonly AnnouncementView[];
}

/** When the site is open. Times as `08:30`, Shanghai. */
export interface OpeningView {
  /** Open now, until then without a break; null while it is closed. */
  readonly until: string | null;
  /** When it opens next; null while it is open, and when nobody knows. */
  readonly next: {
    readonly day: 'today' | 'tomorrow' | 'later';
    /** ISO date. */
    readonly date: string;
    readonly from: string;
  } | null;
  /** The usual week, days with the same hours together: 1 is Monday, 7 is Sunday. */
  readonly week: readonly OpeningDays<number>[];
  /** Not as usual, from one of the next seven days on; by ISO dates. */
  readonly otherwise: readonly OpeningDays<string>[];
}

/** Days that follow each other and have the same hours; without any they are closed. */
export interface OpeningDays<Day> {
  readonly from: Day;
  readonly to: Day;
  readonly spans: readonly { readonly from: string; readonly to: string }[];
}

/** How high the panel hangs, in millimetres above the floor. */
export interface PanelView {
  readonly centreMm: number;
  /** Up to here somebody in a wheelchair reaches. */
  readonly reachMm: number;
}

/** What is told on the attract screen, the most urgent first. */
export interface AnnouncementView {
  readonly severity: 'notice' | 'warning' | 'urgent';
  readonly title: LocalText | null;
  readonly text: LocalText;
}

/** The five words of progress on top of the screen. */
export type ProgressStep = 'guide' | 'card' | 'form' | 'review' | 'done';

export type SessionView =
  | AttractView
  | ChooseView
  | UnavailableView
  | GuideView
  | ForWhomView
  | EnterpriseView
  | CardView
  | QuestionView
  | CardAddressView
  | LicenceView
  | MaterialView
  | SignatureView
  | ReviewView
  | SubmittingView
  | PayView
  | DoneView
  | RatingView
  | PracticeDoneView
  | MySubmissionsView
  | MyLicencesView
  | SealedResultView
  | AlreadySubmittedView
  | HotlineView
  | TroubleView
  | TakeCardView
  | EndView
  | TechnicianEntranceView
  | TechnicianView;

/** The notification by which core pushes a view, on the socket and on the shell's channel alike. */
export const VIEW_CHANGED = 'view.changed';
/** Notification of the shell's own: a page of the screens has its view and draws frames. Repeated while it does. */
export const SCREENS_DRAW = 'screens.draw';

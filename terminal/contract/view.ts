/** What the screens show. Core makes it, the screens draw it; every text of a matter comes in both languages. */

export type Language = 'zh-CN' | 'en';
/** Chinese always, English where the publisher gave one (screens fall back to Chinese). */
export interface LocalText {
  readonly zh: string;
  readonly en?: string | undefined;
}

export interface KioskView {
  /** Grows by one with every change of core's; a screen ignores an older view than the one it shows. */
  readonly revision: number;
  readonly language: Language;
  readonly display: Display;
  readonly speech: SpeechView;
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
  readonly session: SessionView;
}

/** How the screens are drawn for this citizen. As usual again at the end of each session. */
export interface Display {
  /** `large` is care mode 关怀模式: glyphs ×1.35 and larger targets. */
  readonly text: TextSize;
  /** `high`: every text by at least 7:1. */
  readonly contrast: Contrast;
}
export const textSizes = ['normal', 'large'] as const;
export type TextSize = (typeof textSizes)[number];
export const contrasts = ['normal', 'high'] as const;
export type Contrast = (typeof contrasts)[number];
export const USUAL_DISPLAY: Display = { text: 'normal', contrast: 'normal' };

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

export type DeviceFamily =
  | 'id-card-reader'
  | 'smart-card-reader'
  | 'code-scanner'
  | 'receipt-printer'
  | 'document-printer'
  | 'document-scanner'
  | 'camera';
export interface DeviceView {
  readonly family: DeviceFamily;
  /** Usable · somebody of the staff has to come · not there. */
  readonly availability: 'ready' | 'needs-attention' | 'offline';
}
/** `code-not-valid`: what was scanned is no code of ours · `code-not-here`: it is one, and of no use on this screen. */
export type Notice = 'code-not-valid' | 'code-not-here';

export interface SiteView {
  readonly name: LocalText;
  readonly terminalId: string;
  /** Diagonal of the panel in inches: the screens turn millimetres into pixels with it. */
  readonly diagonalInches: number;
  /** Where staff are, in words ("大厅 1 号服务台"). */
  readonly staff: LocalText;
  readonly hours: LocalText;
  readonly announcements: readonly AnnouncementView[];
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
  | CardView
  | QuestionView
  | MaterialView
  | SignatureView
  | ReviewView
  | SubmittingView
  | DoneView
  | RatingView
  | MySubmissionsView
  | AlreadySubmittedView
  | TroubleView
  | TakeCardView
  | EndView;

export interface AttractView {
  readonly screen: 'attract';
  readonly matterCount: number;
  /** Why nothing can be begun at this terminal; null when everything can. What was submitted before is safe either way. */
  readonly closed: TerminalClosed | null;
}
/** The disk takes no more submissions · the data centre has revoked the terminal · no matter has come from the centre yet. */
export type TerminalClosed = 'storage-full' | 'terminal-revoked' | 'no-catalogue';
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
  readonly kind: 'instant' | 'promised';
  readonly minutes: number;
  /** No material has to be brought or scanned (免交材料). */
  readonly nothingToBring: boolean;
}
/** Whose matter it is, on the head of the screen; masked always. */
export interface HolderView {
  readonly name: string;
  readonly idNumber: string;
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
    /** "5 个工作日内", "当场办结" */
    readonly limit: LocalText;
    readonly fee: LocalText;
    readonly result: LocalText;
    readonly legalBasis: LocalText;
    readonly version: string;
  };
}
export interface CardView {
  readonly screen: 'card';
  readonly purpose: 'matter' | 'my-submissions';
  readonly matter: MatterSummary | null;
  /**
   * waiting: no card · reading: keep still · removed: pulled before it was read, put it back ·
   * unreadable: lift it and put it back flat · expired: the card is past its validity ·
   * unsupported: a card that this terminal does not read yet (a permit), staff help ·
   * reader-offline: this terminal cannot read cards just now.
   */
  readonly reader:
    'waiting' | 'reading' | 'removed' | 'unreadable' | 'expired' | 'unsupported' | 'reader-offline';
}

/** `id-number`: 18 places, digits and at the end perhaps an X. */
export type FieldKind = 'text' | 'digits' | 'phone' | 'id-number' | 'choice' | 'date' | 'consent';
export interface FieldView {
  readonly name: string;
  readonly kind: FieldKind;
  /** The question in a citizen's words. */
  readonly question: LocalText;
  readonly hint: LocalText | null;
  /** Short name for the review ("银行卡号"). */
  readonly label: LocalText;
  readonly required: boolean;
  /** For kind `choice`. */
  readonly choices: readonly { readonly value: string; readonly label: LocalText }[];
  /** For kind `consent`: the sentence that is agreed to. */
  readonly statement: LocalText | null;
  readonly maxLength: number | null;
  /** Digits are shown in groups of this many ("6222 0210 …"), 0 for none. */
  readonly group: number;
}
export type FieldCheck =
  | { readonly ok: true }
  /** `missing`: `count` characters to go (null when it is simply empty) · `wrong`: does not fit, with the matter's own words if it has some. */
  | { readonly ok: false; readonly problem: 'missing'; readonly count: number | null }
  | { readonly ok: false; readonly problem: 'too-long'; readonly count: number }
  | { readonly ok: false; readonly problem: 'wrong'; readonly words: LocalText | null };

/**
 * Why something is to be given once more. supplement 补正 and return 退回整改: of an accepted submission · refused: it did
 * not fit · matter-changed: the version in force asks for something else.
 */
export type CorrectionKind = 'supplement' | 'return' | 'refused' | 'matter-changed';
/** What is corrected, on the screens that ask for it; only the parts that are asked for come up by themselves. */
export interface AskedAgain {
  readonly kind: CorrectionKind;
  /**
   * This part was named · the rest of the form, which is given anew because the platform alone can open what it has
   * accepted · `once-more`: a declaration, which is made again for what has changed, or an answer that does not fit any
   * more · `by-citizen`: nobody asked, the citizen opened it in the review.
   */
  readonly why: 'named' | 'rest-of-form' | 'once-more' | 'by-citizen';
  /** Why it was named, in the platform's words. */
  readonly words: LocalText | null;
}

export interface QuestionView {
  readonly screen: 'question';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** 1-based. */
  readonly number: number;
  readonly of: number;
  readonly field: FieldView;
  /** What was answered before, when the question is opened again; what the citizen typed, so never masked. */
  readonly value: string | boolean | null;
  readonly fromReview: boolean;
  /** Null for a first submission. */
  readonly correction: AskedAgain | null;
}
/** One material that the citizen gives at the terminal: a paper under the document camera or in the scanner. */
export interface MaterialView {
  readonly screen: 'material';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** 1-based, among the materials that are given here (signatures included). */
  readonly number: number;
  readonly of: number;
  readonly material: GivenMaterial;
  readonly camera: {
    /** `absent`: this terminal has none. */
    readonly state: 'ready' | 'offline' | 'absent';
    /** Vendor and product as Chromium writes them behind a camera's name ("1bcf:2c99"); null takes the first camera. */
    readonly usbId: string | null;
  };
  readonly scanner: 'ready' | 'needs-attention' | 'offline' | 'absent';
  /**
   * pages: what was taken in so far, and the ways to add to it · camera: the preview is on, and this is the only time
   * that the shell lets the page have the camera · scanning: the scanner is at work.
   */
  readonly phase: 'pages' | 'camera' | 'scanning';
  readonly pages: readonly MaterialPage[];
  readonly maxPages: number;
  /** What went wrong with the last try; the pages that came before it are still there. */
  readonly problem: MaterialProblem | null;
  readonly fromReview: boolean;
  /** Null for a first submission. */
  readonly correction: AskedAgain | null;
}
export interface GivenMaterial {
  readonly code: string;
  readonly name: LocalText;
  readonly how: LocalText;
}
export interface MaterialPage {
  /** Names the page in calls. */
  readonly id: string;
  readonly widthPx: number;
  readonly heightPx: number;
}
export type MaterialProblem =
  | 'camera-failed'
  | 'camera-gone'
  | 'photo-unreadable'
  | 'scanner-no-paper'
  | 'scanner-jammed'
  | 'scanner-cover-open'
  | 'scanner-busy'
  | 'scanner-gone'
  | 'scanner-failed'
  | 'page-unreadable'
  | 'too-many-pages';

/** The citizen signs with a finger or a pen on the screen. */
export interface SignatureView {
  readonly screen: 'signature';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  readonly number: number;
  readonly of: number;
  readonly material: GivenMaterial;
  /** What is signed, word for word. */
  readonly statement: LocalText;
  readonly fromReview: boolean;
  /** Null for a first submission. */
  readonly correction: AskedAgain | null;
}
/** `too-short`: a dot or a dash is no name. */
export type SignatureCheck =
  { readonly ok: true } | { readonly ok: false; readonly problem: 'empty' | 'too-short' | 'too-long' };

export interface ReviewRow {
  readonly field: string;
  readonly label: LocalText;
  /** Masked where the field is personal (identity number, phone, account …). */
  readonly shown: LocalText;
  readonly masked: boolean;
  readonly source: 'card' | 'answer';
  readonly mark: CorrectionMark | null;
}
/**
 * In a correction: asked for and still what was submitted · given anew, where nobody here can tell what it was before ·
 * another one than was submitted.
 */
export type CorrectionMark = 'asked' | 'given' | 'changed';
export interface ReviewView {
  readonly screen: 'review';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  readonly rows: readonly ReviewRow[];
  readonly materials: readonly ReviewMaterial[];
  readonly limit: LocalText;
  /** Null for a first submission. */
  readonly correction: { readonly kind: CorrectionKind; readonly due: string | null } | null;
}
export interface ReviewMaterial {
  readonly code: string;
  readonly name: LocalText;
  /** `card` and `shared` need nobody; a `document` and a `signature` can be given anew from the review. */
  readonly source: 'card' | 'shared' | 'document' | 'signature';
  /** Of a document that was given in this visit; 0 for the others. */
  readonly pages: number;
  /** What was submitted before goes along unchanged. */
  readonly kept: boolean;
  readonly mark: CorrectionMark | null;
}
export interface SubmittingView {
  readonly screen: 'submitting';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
}
export type SlipState = 'printing' | 'printed' | 'failed' | 'unknown' | 'not-wanted';
export interface DoneView {
  readonly screen: 'done';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** accepted: the platform's acceptance number · held: a temporary number, 暂存凭证（非受理凭证）. */
  readonly outcome: 'accepted' | 'held';
  readonly number: string;
  /** Text of the QR, to look the submission up elsewhere. */
  readonly qr: string;
  /** Acceptance: last day as ISO date; held: null, the limit starts when the platform receives it. */
  readonly limitDate: string | null;
  readonly limit: LocalText;
  readonly instant: boolean;
  /** The limit touches a year whose working days are not published yet: the platform's notice counts. */
  readonly limitProvisional: boolean;
  readonly slip: SlipState;
  /** Paper is not endless: false after a few slips. */
  readonly canPrintAgain: boolean;
  readonly cardOnReader: boolean;
  /** Whether the citizen was asked how it was: can be asked · has answered · is not asked (a correction is no service of its own). */
  readonly rating: 'open' | 'given' | 'not-asked';
  /** A correction under the number that the submission has already; null for a first submission and for what takes the place of one. */
  readonly correction: CorrectionKind | null;
}
/** How it was: asked once, and only of who wants to say so. */
export interface RatingView {
  readonly screen: 'rating';
  readonly matter: MatterSummary;
}
export interface SubmissionRow {
  readonly matterName: LocalText;
  /** Names the row in calls. */
  readonly number: string;
  readonly official: boolean;
  /** `correcting`: the citizen's correction is on its way to the platform · `with-staff`: was set aside on this terminal. */
  readonly state:
    'held' | 'accepted' | 'finished' | 'needs-citizen' | 'correcting' | 'rejected' | 'with-staff';
  /** Of `held`: what it waits for. */
  readonly waitsFor: 'network' | 'matter-suspended' | 'unit-cut-off' | 'platform' | null;
  /** ISO date and time in Asia/Shanghai. */
  readonly capturedAt: string;
  /** Last day for the platform's next word, ISO date; null while the next word is the citizen's. */
  readonly limitDate: string | null;
  /** The limit touches a year whose working days are not published yet. */
  readonly limitProvisional: boolean;
  /** 预审: rectify 整改 · passed 通过 · refused 不予受理. */
  readonly preReview: 'rectify' | 'passed' | 'refused' | null;
  /** What the platform last said and what comes next; null when nothing was said yet. */
  readonly opinion: LocalText | null;
  readonly nextStep: LocalText | null;
  /** What is asked of the citizen; null when nothing is. */
  readonly need: SubmissionNeed | null;
}
export interface SubmissionNeed {
  /** `matter-ended`: there is nothing left to correct. */
  readonly kind: CorrectionKind | 'matter-ended';
  /** Fields and materials by their names; empty: the submission as a whole. */
  readonly parts: readonly { readonly label: LocalText; readonly words: LocalText | null }[];
  /** Last day for the citizen, ISO date. */
  readonly due: string | null;
  readonly words: LocalText | null;
  /** `session.correct` opens it. */
  readonly canCorrect: boolean;
  /** What was submitted can be opened by the platform alone: the form is filled in again. */
  readonly refill: boolean;
}
export interface MySubmissionsView {
  readonly screen: 'my-submissions';
  readonly holder: HolderView;
  readonly rows: readonly SubmissionRow[];
  /** The card has no management number: what was submitted with it cannot be found on this terminal, only by number. */
  readonly findable: boolean;
}
export interface AlreadySubmittedView {
  readonly screen: 'already-submitted';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  readonly row: SubmissionRow;
}
/** One sentence on what happened, one on what is safe, and two ways on; `kind` picks the words. */
export type TroubleKind =
  | 'not-eligible'
  | 'printer-paper-out'
  | 'printer-cover-open'
  | 'printer-offline'
  | 'printer-error'
  | 'slip-unknown'
  | 'platform-rejected'
  | 'storage-failed'
  | 'card-removed'
  /** While a form was being filled in: it stays, and goes when the matter is back · it is gone for good. */
  | 'matter-paused'
  | 'matter-ended'
  | 'correction-closed'
  | 'terminal-closed'
  | 'restarted';
/** `go-on`: fill in the rest; it is kept until it can be sent. */
export type TroubleWay = 'try-again' | 'go-back' | 'go-on' | 'without-slip' | 'finish';
export interface TroubleView {
  readonly screen: 'trouble';
  readonly kind: TroubleKind;
  readonly matter: MatterSummary | null;
  readonly holder: HolderView | null;
  /** The matter's or the platform's own words, where it has some (why not eligible, which field). */
  readonly words: LocalText | null;
  /** Of `matter-paused`: when it is expected back, ISO date and time; null where nobody knows. */
  readonly until: string | null;
  /** The number that the citizen keeps, when the submission is already stored. */
  readonly number: string | null;
  readonly outcome: 'accepted' | 'held' | null;
  /** First the main one. */
  readonly ways: readonly TroubleWay[];
}
export interface TakeCardView {
  readonly screen: 'take-card';
  /** The slip still hangs in the printer's mouth too. */
  readonly slipPrinted: boolean;
}
export interface EndView {
  readonly screen: 'end';
  /** Something was submitted in this visit; otherwise it was left early. */
  readonly submitted: boolean;
}

import type { ReviewDelivery } from './delivery.ts';
import type { MatterSummary } from './finding.ts';
import type { HolderView } from './identity.ts';
import type { LocalText } from './words.ts';

/** What is asked, given, signed and reviewed. */

/**
 * `id-number`: 18 places, digits and at the end perhaps an X · `credit-code`: 18 of the characters of a 统一社会信用代码.
 */
export type FieldKind =
  'text' | 'digits' | 'phone' | 'id-number' | 'credit-code' | 'choice' | 'date' | 'consent';
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
/** Where the result is to be sent, asked of whom the card names an address of; otherwise it is a question like any. */
export interface CardAddressView {
  readonly screen: 'card-address';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** As of the question. */
  readonly number: number;
  readonly of: number;
  readonly question: LocalText;
  /** On the card, masked: `session.useCardAddress` answers with it, `session.typeAddress` leads to the keys. */
  readonly address: string;
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
  /** Pictures from the citizen's own phone; `absent`: the site has not set it up, or it does not work just now. */
  readonly phone: 'ready' | 'absent';
  /**
   * pages: what was taken in so far, and the ways to add to it · camera: the preview is on, and this is the only time
   * that the shell lets the page have the camera · scanning: the scanner is at work · phone: pictures come from a phone.
   */
  readonly phase: 'pages' | 'camera' | 'scanning' | 'phone';
  /** In the phase `phone` alone. */
  readonly handOver: PhoneHandOverView | null;
  readonly pages: readonly MaterialPage[];
  readonly maxPages: number;
  /** What went wrong with the last try; the pages that came before it are still there. */
  readonly problem: MaterialProblem | null;
  /** Why no licence takes the place of this paper; null where none could, or the citizen wanted the paper. */
  readonly noLicence: NoLicence | null;
  readonly fromReview: boolean;
  /** Null for a first submission. */
  readonly correction: AskedAgain | null;
}
export interface PhoneHandOverView {
  /** The code waits for its phone · a phone is there · a picture is coming · nothing is listened to any more. */
  readonly state: 'waiting' | 'connected' | 'receiving' | 'expired';
  /** The code, while it waits: nobody else shall see it afterwards. */
  readonly qr: string | null;
  /** The network that the phone has to be in; null where any is good. */
  readonly wifiName: string | null;
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
  | 'phone-failed'
  | 'phone-unreadable'
  | 'phone-broke-off'
  | 'too-many-pages';
/**
 * Why a paper that a licence could take the place of is asked for all the same. none: the citizen has no such licence ·
 * expired: it is past its last day · not-confirmed: nobody has confirmed whose licences may be asked for · offline: without
 * a network nobody can be asked · away: the system of the licences does not answer · refused: the platform did not take it.
 */
export type NoLicence = 'none' | 'expired' | 'not-confirmed' | 'offline' | 'away' | 'refused';

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
  /** Who cannot write confirms with a key what others sign. */
  readonly byKey: boolean;
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
  /** How the result is sent; null where the citizen wants it in another way. */
  readonly delivery: ReviewDelivery | null;
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
  /** An electronic licence takes the place of this document. */
  readonly byLicence: boolean;
  /** A signature that was confirmed with a key, by somebody who cannot write. */
  readonly byKey: boolean;
  /** What was submitted before goes along unchanged. */
  readonly kept: boolean;
  readonly mark: CorrectionMark | null;
}

import { z } from 'zod';
import { MAX_WRITTEN_POINTS, MAX_WRITTEN_STROKES } from './handwriting.ts';
import {
  hotlineKinds,
  hotlineTopics,
  LOOKUP_CODE_LENGTH,
  MAX_HOTLINE_CHARACTERS,
  MOBILE_NUMBER,
} from './hotline.ts';
import { ratingReasons, stars } from './rating.ts';
import {
  contrasts,
  deviceFamilies,
  ENROLMENT_CODE_LENGTH,
  forWhom,
  resultCopies,
  papers,
  speechVolumes,
  PANEL_LIMITS,
  TECHNICIAN_DIGITS,
  technicianPages,
  textSizes,
  type FieldCheck,
  type KioskView,
  type SignatureCheck,
} from './view.ts';

/**
 * zod compiles validators with `new Function` unless told not to; the shell's content security policy forbids
 * that, and an interpreter is fast enough for a few calls a second.
 */
z.config({ jitless: true });

const nothing = z.strictObject({});
/** Values come from an on-screen keyboard: 2,000 characters are more than any field of any matter takes. */
const fieldValue = z.union([z.string().max(2000), z.boolean(), z.null()]);
const fieldName = z.string().min(1).max(64);
const materialCode = z.string().min(1).max(50);
const TECHNICIAN_CODE = new RegExp(`^\\d{${TECHNICIAN_DIGITS}}$`);
const pageId = z.string().min(1).max(64);
/** A photograph of 4,000 × 3,000 pixels as JPEG is 2 to 6 MB; base64 makes 4 characters of 3 bytes. */
const MAX_PHOTO_CHARACTERS = 12_000_000;
/** A minute and a half of Chinese; the screens say long texts piece by piece. */
const MAX_SPOKEN_CHARACTERS = 500;
/** Well above any name; see peripherals/signature-pad for what is a signature. */
const MAX_STROKES = 300;
const MAX_POINTS_PER_STROKE = 5000;
/** A finger's place in tenths of a millimetre from the upper left corner, time in ms since the first touch, pressure 0 to 1. */
const signaturePoint = z.strictObject({
  x: z.number().min(0).max(10_000),
  y: z.number().min(0).max(10_000),
  t: z.number().min(0).max(3_600_000),
  pressure: z.number().min(0).max(1),
});
/** A finger's place in a square of 1,000 by 1,000, from the upper left corner. */
const writtenPoint = z.tuple([z.int().min(0).max(1000), z.int().min(0).max(1000)]);
/** The result of the shell's own reading of a keyboard scanner; the grammar behind it is peripherals/code-scanner's. */
const scannedCode = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('citizen-code'), token: z.string().max(256) }),
  z.strictObject({ kind: z.literal('acceptance-number'), number: z.string().max(256) }),
  z.strictObject({ kind: z.literal('temporary-number'), number: z.string().max(256) }),
  z.strictObject({ kind: z.literal('enrolment-code'), code: z.string().max(256) }),
  z.strictObject({ kind: z.literal('not-a-valid-code') }),
]);

/**
 * Every call that a screen may make, with the schema of its one parameter object. The shell passes on nothing
 * else, and both shell and core check the parameter against the schema.
 */
export const methods = {
  /** The view as it is now; asked once by a renderer that has just loaded. */
  'view.get': nothing,
  /** A finger or key was used: the idle clock starts anew. */
  'session.touch': nothing,
  /** Leaves the attract screen. */
  'session.start': nothing,
  /** From the attract screen of practice: the next visit is a real one. */
  'session.endPractice': nothing,
  /** In practice, where a card is asked for: the example person's. */
  'session.useExampleCard': nothing,
  'session.setLanguage': z.strictObject({ language: z.enum(['zh-CN', 'en']) }),
  'session.setDisplay': z.strictObject({
    text: z.enum(textSizes),
    contrast: z.enum(contrasts),
    reach: z.boolean(),
  }),
  'session.setSpeech': z.strictObject({ on: z.boolean() }),
  'session.setVolume': z.strictObject({ volume: z.literal(speechVolumes) }),
  /** The sound of a few words in the language of the screens; a new call ends the one before. */
  'speech.say': z.strictObject({ text: z.string().min(1).max(MAX_SPOKEN_CHARACTERS) }),
  /** Another way of finding a matter, or one group of it. */
  'session.find': z.strictObject({
    by: z.enum(['all', 'situation', 'department']),
    group: z.string().min(1).max(64).nullable(),
  }),
  /** What was typed so far to find a matter; empty opens this way of finding. */
  'session.findByTyping': z.strictObject({ typed: z.string().max(64) }),
  'session.chooseMatter': z.strictObject({ matter: z.string().min(1).max(64) }),
  /** "My submissions": asks for the card, then lists what was submitted with it. */
  'session.openMySubmissions': nothing,
  /** "My licences": asks for the card, then lists what licences its owner has; asks once more where nothing came. */
  'session.openMyLicences': nothing,
  /** The guide was read; goes on to the card. */
  'session.confirmGuide': nothing,
  /** For whom the matter is done, where somebody may act for another. */
  'session.forWhom': z.strictObject({ who: z.enum(forWhom) }),
  /** The card of the person acted for is not here: it is typed who they are. */
  'session.typeInstead': nothing,
  /** The enterprise that was found is the right one. */
  'session.confirmEnterprise': nothing,
  /** Asks once more who it is, where nobody could be asked. */
  'session.askEnterprise': nothing,
  /** Opens one of the citizen's submissions that asks for something, to correct it. */
  'session.correct': z.strictObject({ number: z.string().min(1).max(64) }),
  /** The matter was already submitted with this card; the citizen wants it once more. */
  'session.submitAgain': nothing,
  /** Validates one value while it is typed; it is kept for coming back from an interruption, and is no answer yet. */
  'session.check': z.strictObject({ field: fieldName, value: fieldValue }),
  /** Characters that a person may have written with a finger; a new call ends the one before. */
  'handwriting.recognise': z.strictObject({
    strokes: z.array(z.array(writtenPoint).min(1).max(MAX_WRITTEN_POINTS)).min(1).max(MAX_WRITTEN_STROKES),
  }),
  /** A character was found with none of the keys; what was typed or written is not told. */
  'session.reportMissing': z.strictObject({ by: z.enum(['pinyin', 'writing']) }),
  /** Stores one answer and, when it is valid, goes on to the next question (or back to the review it came from). */
  'session.answer': z.strictObject({ field: fieldName, value: fieldValue }),
  /** Where the result is sent: to the address on the card. */
  'session.useCardAddress': nothing,
  /** To another one, which is typed. */
  'session.typeAddress': nothing,
  /** Opens one question again from the review. */
  'session.edit': z.strictObject({ field: fieldName }),
  /** Opens one document or signature again from the review. */
  'session.editMaterial': z.strictObject({ code: materialCode }),
  /** Yes to the question of a licence: the platform fetches it for this matter, and the paper is not needed. */
  'session.useLicence': nothing,
  /** The paper instead, also while a licence is still looked for. */
  'session.usePaper': nothing,
  /** Turns the document camera's preview on; the shell gives the page the camera while it is on. */
  'session.openCamera': nothing,
  'session.closeCamera': nothing,
  /** The page could not start the camera, or lost it: `ended` when its cable was pulled. */
  'session.cameraFailed': z.strictObject({ reason: z.enum(['not-found', 'in-use', 'ended', 'failed']) }),
  /** A photograph that the citizen has looked at and kept: a whole JPEG in base64. */
  'session.addPhoto': z.strictObject({ jpeg: z.base64().min(1).max(MAX_PHOTO_CHARACTERS) }),
  /** Scans what lies in the feeder, or on the glass when the feeder is empty. */
  'session.scan': nothing,
  'session.stopScan': nothing,
  /** Shows a code with which a phone hands over pictures; a new one when the last has expired. */
  'session.openPhone': nothing,
  'session.closePhone': nothing,
  'session.removePage': z.strictObject({ page: pageId }),
  /** The picture of one page, as a data address. */
  'session.page': z.strictObject({ page: pageId }),
  /** All pages of this material are there. */
  'session.confirmMaterial': nothing,
  'session.sign': z.strictObject({
    /** Of the field that was signed in, in tenths of a millimetre. */
    width: z.number().min(100).max(10_000),
    height: z.number().min(100).max(10_000),
    strokes: z.array(z.array(signaturePoint).min(1).max(MAX_POINTS_PER_STROKE)).max(MAX_STROKES),
  }),
  /** Who cannot write says so, and may confirm the statement with a key; `session.back` leads back to the field. */
  'session.cannotWrite': nothing,
  'session.confirmStatement': nothing,
  /** A scanner that types like a keyboard was caught by the shell before the page saw a key. */
  'session.codeScanned': z.strictObject({ code: scannedCode }),
  'session.back': nothing,
  /** The full value of a masked row, shown only while a button is pressed. */
  'session.reveal': z.strictObject({ field: fieldName }),
  /** Hands it in; the slip comes by itself unless the citizen wants no paper. */
  'session.submit': z.strictObject({ paper: z.enum(papers) }),
  /** Asks for the order of the fee: from the finished matter, and once more where there was none to be had. */
  'session.pay': nothing,
  /** Goes on without having paid here: an open order is closed first. */
  'session.payLater': nothing,
  /** Goes on from a trouble screen by one of the ways that it offers. */
  'session.resolveTrouble': z.strictObject({
    way: z.enum(['try-again', 'go-back', 'go-on', 'without-slip', 'finish']),
  }),
  /** 好差评: asks how it was, once for each submission. */
  'session.openRating': nothing,
  /** Keeps the citizen's answer; what was said cannot be changed. */
  'session.rate': z.strictObject({
    stars: z.literal(stars),
    reasons: z.array(z.enum(ratingReasons)).max(ratingReasons.length),
  }),
  /** The sealed result of a finished submission, by its number. */
  'session.openResult': z.strictObject({ number: z.string().min(1).max(64) }),
  /** Prints it on the A4 printer; once more after something was in the way. */
  'session.printResult': z.strictObject({ copies: z.literal(resultCopies) }),
  /** 12345, from wherever the view offers it; `session.back` leads through its pages and back to where it was opened. */
  'hotline.open': nothing,
  'hotline.choose': z.strictObject({ want: z.enum([...hotlineKinds, 'lookup']) }),
  /** The answer to one of the questions that others have asked. */
  'hotline.read': z.strictObject({ question: z.string().min(1).max(100) }),
  /** No question that others have asked was the right one. */
  'hotline.askOwn': nothing,
  /** What it is about: a topic, or a submission of the citizen's own. */
  'hotline.about': z.union([
    z.strictObject({ topic: z.enum(hotlineTopics) }),
    z.strictObject({ applyNo: z.string().min(1).max(64) }),
  ]),
  'hotline.write': z.strictObject({
    text: z
      .string()
      .min(1)
      .max(4 * MAX_HOTLINE_CHARACTERS),
  }),
  /** Sends it. A number to be called at is taken together with the citizen's consent only. */
  'hotline.send': z.strictObject({
    phone: z.strictObject({ number: z.string().regex(MOBILE_NUMBER), agreed: z.literal(true) }).nullable(),
  }),
  'hotline.sendAgain': nothing,
  'hotline.print': nothing,
  'hotline.lookUp': z.strictObject({ code: z.string().length(LOOKUP_CODE_LENGTH) }),
  /** Back to where it was opened. */
  'hotline.close': nothing,
  /** Prints the slip of the finished matter, or once more. */
  'session.printAgain': nothing,
  /** Ends the session: asks to take the card if it is still there, then wipes. */
  'session.finish': nothing,
  /** From the attract screen, whatever it says: shows the number whose code lets a technician in. */
  'technician.enter': nothing,
  'technician.code': z.strictObject({ code: z.string().regex(TECHNICIAN_CODE) }),
  /** At the entrance of a terminal that is not enrolled: the centre's enrolment code. */
  'technician.enrol': z.strictObject({ code: z.string().length(ENROLMENT_CODE_LENGTH) }),
  /** The others are for who was let in, and do nothing before. */
  'technician.open': z.strictObject({ page: z.enum(technicianPages) }),
  /** Lets a device do its work once, with who stands in front of it. */
  'technician.check': z.strictObject({ device: z.enum(deviceFamilies) }),
  /** Looks where devices are plugged in. */
  'technician.find': nothing,
  /** Takes what was found in the place of what is configured and does not work. */
  'technician.useFound': nothing,
  /** How large the panel is, in inches, and how high its middle hangs, in millimetres above the floor. */
  'technician.measure': z.strictObject({
    diagonalInches: z.number().min(PANEL_LIMITS.diagonalInches.least).max(PANEL_LIMITS.diagonalInches.most),
    centreMm: z.number().min(PANEL_LIMITS.centreMm.least).max(PANEL_LIMITS.centreMm.most),
  }),
  /** The readiness report: printed, and told to the centre. */
  'technician.report': nothing,
  /** To the question of a check. */
  'technician.answer': z.strictObject({ yes: z.boolean() }),
  /** Sends what waits without its pauses. */
  'technician.sendNow': nothing,
  /** Back to service; from the entrance too. */
  'technician.leave': nothing,
} as const;

export type MethodName = keyof typeof methods;
export type MethodParams<M extends MethodName> = z.infer<(typeof methods)[M]>;
export interface MethodResults {
  'view.get': KioskView;
  /** A WAV in base64; null when nothing is to be heard. */
  'speech.say': { wav: string } | null;
  'session.check': FieldCheck;
  /** The likeliest first; null when nothing came of it, or something newer was written meanwhile. */
  'handwriting.recognise': { candidates: readonly string[] } | null;
  'session.answer': FieldCheck;
  'session.reveal': { text: string };
  /** Null when there is no such page any more. */
  'session.page': { dataUrl: string } | null;
  'session.sign': SignatureCheck;
}
export type MethodResult<M extends MethodName> = M extends keyof MethodResults ? MethodResults[M] : null;

/** What the preload puts on `window.tongban`: nothing else crosses into the renderer. */
export interface TongbanApi {
  call<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M>>;
  /** Calls back with every new view; answers a function that stops it. */
  onView(listener: (view: KioskView) => void): () => void;
  /**
   * Calls back with true when core cannot be reached (it restarts) and with false when it can again; the screens
   * cover what they show meanwhile. Told at once when core is away already. Answers a function that stops it.
   */
  onCoreAway(listener: (away: boolean) => void): () => void;
}

/** Validates a call as it comes in; answers the parameter object or a sentence that says what is wrong. */
export function parseCall(
  method: unknown,
  params: unknown,
): { ok: true; method: MethodName; params: unknown } | { ok: false; reason: string } {
  if (typeof method !== 'string' || !Object.hasOwn(methods, method)) {
    return { ok: false, reason: 'no such method in the contract' };
  }
  const result = methods[method as MethodName].safeParse(params);
  if (!result.success) {
    // Only paths and rules: the value itself may be personal data and must not reach a log.
    const where = result.error.issues.map((issue) => `${issue.path.join('.') || 'params'}: ${issue.code}`);
    return { ok: false, reason: `${method}: ${where.join(', ')}` };
  }
  return { ok: true, method: method as MethodName, params: result.data };
}

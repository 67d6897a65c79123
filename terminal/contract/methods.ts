import { z } from 'zod';
import type { FieldCheck, KioskView } from './view.ts';

/**
 * zod compiles validators with `new Function` unless told not to; the shell's content security policy forbids
 * that, and an interpreter is fast enough for a few calls a second.
 */
z.config({ jitless: true });

const nothing = z.strictObject({});
/** Values come from an on-screen keyboard: 2,000 characters are more than any field of any matter takes. */
const fieldValue = z.union([z.string().max(2000), z.boolean(), z.null()]);
const fieldName = z.string().min(1).max(64);

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
  'session.setLanguage': z.strictObject({ language: z.enum(['zh-CN', 'en']) }),
  'session.setCareMode': z.strictObject({ on: z.boolean() }),
  'session.chooseMatter': z.strictObject({ matter: z.string().min(1).max(64) }),
  /** "My submissions": asks for the card, then lists what was submitted with it. */
  'session.openMySubmissions': nothing,
  /** The guide was read; goes on to the card. */
  'session.confirmGuide': nothing,
  /** The matter was already submitted with this card; the citizen wants it once more. */
  'session.submitAgain': nothing,
  /** Validates one value while it is typed; stores nothing. */
  'session.check': z.strictObject({ field: fieldName, value: fieldValue }),
  /** Stores one answer and, when it is valid, goes on to the next question (or back to the review it came from). */
  'session.answer': z.strictObject({ field: fieldName, value: fieldValue }),
  /** Opens one question again from the review. */
  'session.edit': z.strictObject({ field: fieldName }),
  'session.back': nothing,
  /** The full value of a masked row, shown only while a button is pressed. */
  'session.reveal': z.strictObject({ field: fieldName }),
  'session.submit': nothing,
  /** Goes on from a trouble screen by one of the ways that it offers. */
  'session.resolveTrouble': z.strictObject({
    way: z.enum(['try-again', 'go-back', 'without-slip', 'finish']),
  }),
  /** Prints the slip of the finished matter once more. */
  'session.printAgain': nothing,
  /** Ends the session: asks to take the card if it is still there, then wipes. */
  'session.finish': nothing,
} as const;

export type MethodName = keyof typeof methods;
export type MethodParams<M extends MethodName> = z.infer<(typeof methods)[M]>;
export interface MethodResults {
  'view.get': KioskView;
  'session.check': FieldCheck;
  'session.answer': FieldCheck;
  'session.reveal': { text: string };
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

/** The notification by which core pushes a view, on the socket and on the shell's channel alike. */
export const VIEW_CHANGED = 'view.changed';

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

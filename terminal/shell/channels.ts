/** The four channels between the shell's main process and its preload, and what goes over them. */

/** Renderer asks: (method, params) → {@link CallAnswer}. */
export const CALL_CHANNEL = 'tongban:call';
/** Main tells: a new view, whole. */
export const VIEW_CHANNEL = 'tongban:view';
/** Main tells: true while core cannot be reached. */
export const CORE_AWAY_CHANNEL = 'tongban:core-away';
/** Main asks, and the renderer answers with the next frame that it draws; nothing goes over it. */
export const PULSE_CHANNEL = 'tongban:pulse';

/**
 * refused: not in the contract, or from a page that may not ask · core-away: core cannot be reached ·
 * failed: core answered with an error. No details cross into the renderer.
 */
export type CallProblem = 'refused' | 'core-away' | 'failed';
export type CallAnswer =
  { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly problem: CallProblem };

import { Handwriting, type HandwritingSettings, type Stroke } from '../handwriting/index.ts';
import type { Log } from './log.ts';

/** What a session reads handwriting with. */
export interface SessionHandwriting {
  /** Proven at start: a stroke gave characters. */
  readonly available: boolean;
  onChange(listener: () => void): () => void;
  /** The likeliest characters first; null when nothing came of it, or something newer was written meanwhile. */
  recognise(strokes: readonly Stroke[]): Promise<readonly string[] | null>;
}

/** 一, which proves program and model. */
const PROOF: readonly Stroke[] = [
  [
    [100, 500],
    [900, 500],
  ],
];

/** Of a terminal that reads no handwriting. */
const none: SessionHandwriting = {
  available: false,
  onChange: () => () => undefined,
  recognise: () => Promise.resolve(null),
};

/**
 * Handwriting as it is configured. Neither strokes nor characters reach the log, only why there were none.
 * @param settings null where the terminal reads none
 */
export function openHandwriting(
  settings: HandwritingSettings | null,
  log: Log,
): { readonly handwriting: SessionHandwriting; close(): void } {
  if (settings === null) return { handwriting: none, close: () => undefined };
  const handwriting = new Handwriting(settings);
  const listeners = new Set<() => void>();
  let available = false;
  const becomes = (now: boolean): void => {
    if (available === now) return;
    available = now;
    for (const listener of listeners) listener();
  };
  void handwriting.recognise(PROOF).then((proof) => {
    if (proof.ok) becomes(true);
    else if (proof.why !== 'superseded') log('handwriting.unavailable', { reason: proof.why });
  });
  return {
    handwriting: {
      get available() {
        return available;
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async recognise(strokes) {
        if (!available) return null;
        const recognised = await handwriting.recognise(strokes);
        if (recognised.ok) return recognised.candidates;
        if (recognised.why !== 'superseded') log('handwriting.failed', { reason: recognised.why });
        // One character may be too much for a program; a program that is gone reads nothing any more.
        if (recognised.why === 'missing') becomes(false);
        return null;
      },
    },
    close: () => handwriting.stop(),
  };
}

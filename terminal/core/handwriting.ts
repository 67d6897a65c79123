import { Handwriting, type HandwritingSettings, type Stroke } from '../handwriting/index.ts';
import type { Log } from './log.ts';
import { ProvenProgram } from './proven-program.ts';

/** What a session reads handwriting with. */
export interface SessionHandwriting {
  /** Proven: a stroke gave characters. */
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
 * @param begins until then no program is started
 */
export function openHandwriting(
  settings: HandwritingSettings | null,
  log: Log,
  begins: Promise<void>,
): { readonly handwriting: SessionHandwriting; close(): void } {
  if (settings === null) return { handwriting: none, close: () => undefined };
  const handwriting = new Handwriting(settings);
  const prove = async () => {
    const proof = await handwriting.recognise(PROOF);
    handwriting.rest();
    return proof.ok ? null : proof.why;
  };
  const program = new ProvenProgram('handwriting', prove, log, begins);
  return {
    handwriting: {
      get available() {
        return program.available;
      },
      onChange: (listener) => program.onChange(listener),
      async recognise(strokes) {
        if (!program.available) return null;
        const recognised = await handwriting.recognise(strokes);
        if (recognised.ok) return recognised.candidates;
        program.failed(recognised.why);
        return null;
      },
    },
    close() {
      program.close();
      handwriting.stop();
    },
  };
}

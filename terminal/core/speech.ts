import { Speech, type SpeechSettings, type SpokenLanguage } from '../speech/index.ts';
import type { Log } from './log.ts';
import { ProvenProgram } from './proven-program.ts';

/** What a session speaks with. */
export interface SessionSpeech {
  /** Proven: every language gave a sound. */
  readonly available: boolean;
  onChange(listener: () => void): () => void;
  /** A WAV in base64; null when nothing came of it, or something else was said meanwhile. */
  say(text: string, language: SpokenLanguage): Promise<string | null>;
}

/** A few sounds that prove program and voice; nobody hears them. */
const PROOF: Readonly<Record<SpokenLanguage, string>> = { 'zh-CN': '您好', en: 'Hello' };

/** Of a terminal that says nothing. */
const silence: SessionSpeech = {
  available: false,
  onChange: () => () => undefined,
  say: () => Promise.resolve(null),
};

/**
 * Speech as it is configured. What was to be said never reaches the log, only why it was not.
 * @param settings null where the terminal says nothing
 * @param begins until then no program is started
 * @param againMs until a program that could not be used is tried again
 */
export function openSpeech(
  settings: SpeechSettings | null,
  log: Log,
  begins: Promise<void>,
  againMs?: number,
): { readonly speech: SessionSpeech; close(): void } {
  if (settings === null) return { speech: silence, close: () => undefined };
  const speech = new Speech(settings);
  const prove = async () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const said = await speech.say(PROOF[language], language);
      if (!said.ok) return said.why;
    }
    return null;
  };
  const program = new ProvenProgram('speech', prove, log, begins, againMs);
  return {
    speech: {
      get available() {
        return program.available;
      },
      onChange: (listener) => program.onChange(listener),
      async say(text, language) {
        if (!program.available) return null;
        const said = await speech.say(text, language);
        if (said.ok) return Buffer.from(said.wav).toString('base64');
        program.failed(said.why);
        return null;
      },
    },
    close() {
      program.close();
      speech.stop();
    },
  };
}

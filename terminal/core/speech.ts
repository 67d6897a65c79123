import { Speech, type SpeechSettings, type SpokenLanguage } from '../speech/index.ts';
import type { Log } from './log.ts';

/** What a session speaks with. */
export interface SessionSpeech {
  /** Proven at start: every language gave a sound. */
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
 */
export function openSpeech(
  settings: SpeechSettings | null,
  log: Log,
): { readonly speech: SessionSpeech; close(): void } {
  if (settings === null) return { speech: silence, close: () => undefined };
  const speech = new Speech(settings);
  const listeners = new Set<() => void>();
  let available = false;
  const becomes = (now: boolean): void => {
    if (available === now) return;
    available = now;
    for (const listener of listeners) listener();
  };
  const prove = async (): Promise<void> => {
    for (const language of ['zh-CN', 'en'] as const) {
      const said = await speech.say(PROOF[language], language);
      if (!said.ok)
        return said.why === 'superseded' ? undefined : log('speech.unavailable', { why: said.why });
    }
    becomes(true);
  };
  void prove();
  return {
    speech: {
      get available() {
        return available;
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async say(text, language) {
        if (!available) return null;
        const said = await speech.say(text, language);
        if (said.ok) return Buffer.from(said.wav).toString('base64');
        if (said.why !== 'superseded') log('speech.failed', { why: said.why });
        // One text may be too much for a program; a program that is gone says nothing any more.
        if (said.why === 'missing') becomes(false);
        return null;
      },
    },
    close: () => speech.stop(),
  };
}

/** What this terminal speaks with: a program that reads a text on its standard input and writes a WAV on its output. */
export type SpokenLanguage = 'zh-CN' | 'en';

export interface SpeechSettings {
  /** A name on the path, or a whole path. */
  readonly program: string;
  /** `{voice}` and `{rate}` are replaced. A text is never among them: arguments stand in the list of processes. */
  readonly arguments: readonly string[];
  readonly voices: Readonly<Record<SpokenLanguage, string>>;
  /** Words a minute, as the program understands them. */
  readonly rate: number;
  /** A program that takes longer for one text is ended. */
  readonly timeLimitMs: number;
}

/** espeak-ng, which set-up installs: robotic, immediate, and the same for what no recording knows (names, numbers). */
export const ESPEAK: SpeechSettings = {
  program: 'espeak-ng',
  // -b 1: the text is UTF-8 whatever the locale of the service is.
  arguments: ['--stdin', '--stdout', '-b', '1', '-v', '{voice}', '-s', '{rate}'],
  voices: { 'zh-CN': 'cmn', en: 'en-us' },
  rate: 160,
  timeLimitMs: 5000,
};

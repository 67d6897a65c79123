/** What this terminal reads handwriting with: a program that speaks zinnia's line format (zinnia.ts). */
export interface HandwritingSettings {
  /** A name on the path, or a whole path. */
  readonly program: string;
  /** `{best}` is replaced by the number of characters that are asked for. */
  readonly arguments: readonly string[];
  /** A program that takes longer for one character is ended. */
  readonly timeLimitMs: number;
}

/** zinnia with the model of tegaki, both of Debian, which set-up installs: the 6,763 characters of GB 2312. */
export const ZINNIA: HandwritingSettings = {
  program: 'zinnia',
  arguments: ['-m', '/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model', '-n', '{best}'],
  timeLimitMs: 2000,
};

/** The same keys for every language: texts stay texts, sentences with numbers keep their parameters. */
export type Same<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...parameters: infer P) => string
      ? (...parameters: P) => string
      : Same<T[K]>;
};

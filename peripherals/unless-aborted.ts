/**
 * What a promise brings, or null as soon as the signal is aborted. Nothing is left at the signal afterwards: a promise of
 * a connection's end, raced with each question, would keep every one of them for as long as the connection lasts.
 */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const aborted = Promise.withResolvers<null>();
  const abort = (): void => aborted.resolve(null);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

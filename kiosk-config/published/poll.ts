/** Terminals that poll spread over a third of the time, so that a city does not ask at once. */
const SPREAD = 1 / 3;

/**
 * Asks again and again, at the latest after `everyMs`, until it is stopped. The next wait begins when the answer is there.
 * @returns how to stop it
 */
export function poll(
  ask: () => Promise<unknown>,
  everyMs: number,
  random: () => number = Math.random,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const wait = (): void => {
    if (stopped) return;
    timer = setTimeout(() => void ask().finally(wait), everyMs * (1 - SPREAD * random()));
  };
  wait();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

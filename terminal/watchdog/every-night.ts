import { isWatched, type Environment } from './feed.ts';

/** In Shanghai, which has no summer time: no centre is open, and what is left is sent and reconciled. */
const HOUR = 3;
const AHEAD_OF_UTC_HOURS = 8;
const LOOK_MS = 60_000;
/** Who is younger has nothing to be rid of. */
const YOUNG_MS = 12 * 60 * 60 * 1000;

/**
 * Ends a process once a night while nobody is there, for the service manager to start it anew: what leaks in a library,
 * in Chromium or in a driver of the graphics card never grows for longer than a day. Does nothing where nobody would.
 * @param isIdle whether nobody is served
 * @param recycle ends the process; called once
 * @returns stops it
 */
export function everyNight(
  isIdle: () => boolean,
  recycle: () => void,
  environment: Environment = process.env,
): () => void {
  if (!isWatched(environment)) return () => undefined;
  const bornAt = performance.now();
  // Neither the two processes of a terminal nor all terminals of the city in the same minute.
  const minute = Math.floor(Math.random() * 60);
  const timer = setInterval(() => {
    const now = new Date();
    const hour = (now.getUTCHours() + AHEAD_OF_UTC_HOURS) % 24;
    if (hour !== HOUR || now.getUTCMinutes() < minute) return;
    if (performance.now() - bornAt < YOUNG_MS || !isIdle()) return;
    clearInterval(timer);
    recycle();
  }, LOOK_MS);
  return () => clearInterval(timer);
}

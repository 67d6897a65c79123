import { execFile } from 'node:child_process';

/**
 * The service manager's watchdog: systemd kills and starts anew what has not said for WatchdogSec that it is well. It is
 * told by systemd's own program, since Node has no datagram sockets of the file system.
 * Source: sd_notify(3), sd_watchdog_enabled(3), systemd-notify(1).
 */
const PROGRAM = 'systemd-notify';
/** Thrice in the time that is given: one late answer kills nobody. */
const TIMES = 3;

export interface Watched {
  /** Asked each time: not fed when it says false, or throws. */
  readonly isWell: () => boolean;
  /** Tells once when feeding has stopped, and once when it goes on. */
  readonly onTurn: (isFed: boolean) => void;
}

export type Environment = Readonly<Record<string, string | undefined>>;
type Tell = (state: string, timeoutMs: number) => void;

/**
 * Feeds the watchdog until it is stopped; does nothing where nobody watches this process.
 * @param environment with NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID, as systemd sets them
 * @returns stops it
 */
export function feedWatchdog(
  { isWell, onTurn }: Watched,
  environment: Environment = process.env,
  tell: Tell = tellSystemd,
): () => void {
  if (!isWatched(environment)) return () => undefined;
  const periodMs = periodOf(environment);
  let wasWell = true;
  const feed = (): void => {
    const well = asked(isWell);
    if (well !== wasWell) onTurn(well);
    wasWell = well;
    if (well) tell('WATCHDOG=1', periodMs / TIMES);
  };
  feed();
  const timer = setInterval(feed, periodMs / TIMES);
  return () => clearInterval(timer);
}

/** Whether systemd watches this process, and starts it anew. */
export function isWatched(environment: Environment): boolean {
  return (
    periodOf(environment) > 0 &&
    environment['NOTIFY_SOCKET'] !== undefined &&
    Number(environment['WATCHDOG_PID'] ?? process.pid) === process.pid
  );
}

/** In milliseconds; 0 where nobody watches. */
function periodOf(environment: Environment): number {
  return Number(environment['WATCHDOG_USEC'] ?? 0) / 1000;
}

function asked(isWell: () => boolean): boolean {
  try {
    return isWell();
  } catch {
    return false;
  }
}

function tellSystemd(state: string, timeoutMs: number): void {
  // Into the journal: a process that is killed though it is well would be a riddle otherwise.
  execFile(PROGRAM, [state], { timeout: timeoutMs }, (error) => {
    if (error) process.emitWarning(`${PROGRAM} failed: ${error.code ?? error.signal ?? 'unknown'}`);
  });
}

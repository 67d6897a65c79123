/** SANE_Status (SANE Standard 1.06, section 4.2.7): scanimage's exit code, and its words when a device does not open. */
import type { ScanEnd } from '../driver.ts';
import { CANCELLED, FINISHED, failed } from '../driver.ts';
import type { ScannerCondition } from '../status.ts';

/** Index = number; the words are those of `sane_strstatus` in the C locale. */
const STATUS_WORDS = [
  'Success',
  'Operation not supported',
  'Operation was canceled',
  'Device busy',
  'Invalid argument',
  'End of file reached',
  'Document feeder jammed',
  'Document feeder out of documents',
  'Scanner cover is open',
  'Error during device I/O',
  'Out of memory',
  'Access to resource has been denied',
] as const;

/** The number of a status from its words, or null. */
export function saneStatusOf(words: string): number | null {
  const index = STATUS_WORDS.findIndex((known) => known === words);
  return index === -1 ? null : index;
}

/**
 * How a scan ended that had begun. The first words about it win over the exit code: a driver whose own helper loses its
 * pipe makes scanimage end with 0 after a jam (seen with the `test` driver, one time in a hundred).
 */
export function endOfScan(exitCode: number, errorOutput: string): ScanEnd {
  const words = SCAN_FAILURE.exec(errorOutput)?.[1];
  if (words !== undefined) return endOfStatus(saneStatusOf(words) ?? exitCode);
  return ABORTED.test(errorOutput) ? failed('fault') : endOfStatus(exitCode);
}

/** Said once, when the scan is over but for taking leave of the device. */
export function hasSaidWhy(errorOutput: string): boolean {
  return SCAN_FAILURE.test(errorOutput);
}

const SCAN_FAILURE = /^scanimage: sane_(?:start|read): (.*)\n/m;
const ABORTED = /^scanimage: aborting$/m;

function endOfStatus(status: number): ScanEnd {
  switch (status) {
    case 0:
      return FINISHED;
    case 2:
      return CANCELLED;
    case 3:
      return failed('busy');
    case 4:
      return failed('unsupported');
    case 6:
      return failed('jammed');
    case 7:
      return failed('no-paper-in-feeder');
    case 8:
      return failed('cover-open');
    case 11:
      return failed('access-denied');
    default:
      // 1 is also scanimage's own word for "something went wrong"; 5, 9, 10 and what is not in the table.
      return failed('fault');
  }
}

const OPEN_FAILURE = /^scanimage: open of device .* failed: (.*)$/m;
const NO_DEVICE = /^scanimage: no SANE devices found$/m;

/**
 * Why a device did not open, from what scanimage writes to its error output (the exit code is 1 for every reason);
 * null when it says nothing about opening. A device that is gone does not open with "Invalid argument" or "I/O error".
 */
export function conditionOfOpenFailure(errorOutput: string): Exclude<ScannerCondition, 'ready'> | null {
  if (NO_DEVICE.test(errorOutput)) return 'disconnected';
  const words = OPEN_FAILURE.exec(errorOutput)?.[1];
  if (words === undefined) return null;
  switch (saneStatusOf(words)) {
    case 3:
      return 'busy';
    case 6:
      return 'jammed';
    case 8:
      return 'cover-open';
    case 10:
      return 'fault';
    case 11:
      return 'access-denied';
    default:
      return 'disconnected';
  }
}

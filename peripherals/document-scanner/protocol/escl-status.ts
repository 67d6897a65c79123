/** How an eSCL device is (GET ScannerStatus). */
import type { ScannerCondition } from '../status.ts';
import { elementsAt, parseXml, textAt } from './xml.ts';

export interface EsclStatus {
  readonly state: 'idle' | 'busy' | 'down' | 'unknown';
  /** `unknown`: the device has no feeder, or says something that is no known word. */
  readonly feeder: 'loaded' | 'empty' | 'processing' | 'jammed' | 'cover-open' | 'unknown';
  /** The jobs that are listed with a state that means an early end, by the end of their path. */
  readonly abortedJobs: readonly string[];
}

const STATES: Readonly<Record<string, EsclStatus['state']>> = {
  Idle: 'idle',
  Processing: 'busy',
  // An HP LaserJet warms up with this word (sane-airscan, airscan-escl.c).
  Testing: 'busy',
  Stopped: 'down',
  Down: 'down',
};

/** The first five are the words that sane-airscan met on devices; the others are named by the eSCL specification. */
const FEEDER_STATES: Readonly<Record<string, EsclStatus['feeder']>> = {
  ScannerAdfLoaded: 'loaded',
  ScannerAdfEmpty: 'empty',
  ScannerAdfProcessing: 'processing',
  ScannerAdfJam: 'jammed',
  ScannerAdfDoorOpen: 'cover-open',
  ScannerAdfHatchOpen: 'cover-open',
  ScannerAdfMispick: 'jammed',
  ScannerAdfMultipickDetected: 'jammed',
};

/** Null when it is not the status of a scanner. */
export function parseScannerStatus(xml: string): EsclStatus | null {
  const document = parseXml(xml);
  const root = document && elementsAt(document, 'ScannerStatus')[0];
  if (!root) return null;
  const state = textAt(root, 'State');
  if (state === null) return null;
  return {
    state: lookUp(STATES, state),
    feeder: lookUp(FEEDER_STATES, textAt(root, 'AdfState') ?? ''),
    abortedJobs: elementsAt(root, 'Jobs', 'JobInfo')
      .filter((job) => textAt(job, 'JobState') === 'Aborted')
      .map((job) => textAt(job, 'JobUri') ?? ''),
  };
}

/**
 * One word for all of it. The words may contradict each other (idle with a jam): what a person has to do something
 * about wins, then what the whole device says, then the paper.
 */
export function conditionOf(status: EsclStatus): Exclude<ScannerCondition, 'disconnected' | 'access-denied'> {
  if (status.feeder === 'jammed' || status.feeder === 'cover-open') return status.feeder;
  if (status.state === 'busy') return 'busy';
  if (status.state !== 'idle') return 'fault';
  return status.feeder === 'empty' ? 'no-paper-in-feeder' : 'ready';
}

function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | 'unknown' {
  return Object.hasOwn(table, word) ? (table[word] ?? 'unknown') : 'unknown';
}

import type { Device, DeviceStatus } from '../device.ts';
import type { StaffWords } from './words.ts';

/**
 * The levels of UPOS' CheckHealth. `internal`: what the device says of itself. `external`: it does its work once, nobody
 * has to help (a printer uses paper). `interactive`: with a person in front of it.
 */
export type HealthLevel = 'internal' | 'external' | 'interactive';
export const HEALTH_LEVELS = [
  'internal',
  'external',
  'interactive',
] as const satisfies readonly HealthLevel[];

/** The person in front of the device during an interactive check. */
export interface Attendant {
  /** Says what to do now; returns at once. */
  tell(words: StaffWords): void;
  /** Asks a question that yes or no answers. */
  ask(words: StaffWords): Promise<boolean>;
}

/** UPOS' CheckHealthText, with the way on. */
export interface HealthReport {
  readonly healthy: boolean;
  /** The status at the end of the check. */
  readonly status: string;
  readonly words: StaffWords;
  /** What to do about it; null when nothing is to be done. */
  readonly next: StaffWords | null;
}

/** What a status means for staff; `next` is null where nothing is to be done. */
export interface StatusWords {
  readonly words: StaffWords;
  readonly next: StaffWords | null;
}

/** A driver needs this long at most to find a device that is there. */
export const FIND_TIMEOUT_MS = 5000;

/**
 * Waits for a status.
 * @param limitMs how long at most
 * @returns whether it came
 */
export function statusWithin<S extends DeviceStatus>(
  device: Device<S>,
  limitMs: number,
  wanted: (status: S) => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (came: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(came);
    };
    const timer = setTimeout(() => end(false), limitMs);
    const stop = device.onStatus((status) => {
      if (wanted(status)) end(true);
    });
    if (wanted(device.status)) end(true);
  });
}

/** The internal check that every family shares: is it found, and what does it say of itself? */
export async function checkStatus<S extends DeviceStatus>(
  device: Device<S>,
  table: Readonly<Record<S['kind'], StatusWords>>,
): Promise<HealthReport> {
  await statusWithin(device, FIND_TIMEOUT_MS, ({ availability }) => availability !== 'offline');
  return reportStatus(device, table);
}

/** The status as a report: healthy unless somebody has to come or it is not there. */
export function reportStatus<S extends DeviceStatus>(
  device: Device<S>,
  table: Readonly<Record<S['kind'], StatusWords>>,
): HealthReport {
  const { kind, availability } = device.status;
  return { healthy: availability === 'ready', status: kind, ...table[kind as S['kind']] };
}

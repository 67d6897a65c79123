import type { SessionParts } from './session-parts.ts';

const MINUTE_MS = 60_000;

/** What the greeting says of itself becomes another with time alone: nothing else tells of it. */
export class AtRest {
  readonly #parts: Pick<SessionParts, 'config' | 'devices'>;
  /** As they were looked at last. */
  #minute = minuteNow();
  #beginning = 0;

  constructor(parts: Pick<SessionParts, 'config' | 'devices'>) {
    this.#parts = parts;
  }

  /** Looks once more. @returns whether there is something else to be said */
  look(): boolean {
    const hours = this.#lookAtHours();
    return this.#lookAtDevices() || hours;
  }

  /** The site opens or closes at a full minute. */
  #lookAtHours(): boolean {
    const minute = minuteNow();
    if (minute === this.#minute) return false;
    this.#minute = minute;
    return this.#parts.config.site.timetable !== undefined;
  }

  /** Of a driver that has begun and found nothing no status comes. */
  #lookAtDevices(): boolean {
    const beginning = this.#parts.devices.all.filter(({ isBeginning }) => isBeginning()).length;
    if (beginning === this.#beginning) return false;
    this.#beginning = beginning;
    return true;
  }
}

function minuteNow(): number {
  return Math.floor(Date.now() / MINUTE_MS);
}
